//! Routes that know their row of the access matrix, so that a test can walk them.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};

/// One method on one path, and the row of the matrix that covers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// GET answers HEAD as well.
    pub method: Method,
    /// As axum writes it: `/host/chats/{id}`.
    pub path: &'static str,
    /// Object of the row.
    pub object: &'static str,
    /// Action of the row.
    pub action: &'static str,
}

/// A router under construction, and what it serves. Methods that were not named answer 405 with `Allow`.
#[derive(Debug)]
pub struct Routes<S> {
    router: Router<S>,
    endpoints: Vec<Endpoint>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// Serves nothing yet.
    pub fn new() -> Self {
        Self { router: Router::new(), endpoints: Vec::new() }
    }

    /// Serves GET and HEAD. `row` is (object, action) in the matrix.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, row: (&'static str, &'static str), handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::GET, MethodFilter::GET, path, row, handler)
    }

    /// Serves POST.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, row: (&'static str, &'static str), handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::POST, MethodFilter::POST, path, row, handler)
    }

    /// Serves PUT.
    #[must_use]
    pub fn put<H, T>(self, path: &'static str, row: (&'static str, &'static str), handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::PUT, MethodFilter::PUT, path, row, handler)
    }

    /// Serves what `other` serves as well. The same method on the same path twice panics, as axum does, at start.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.endpoints.extend(other.endpoints);
        Self { router: self.router.merge(other.router), endpoints: self.endpoints }
    }

    /// The router, and the list of all it serves.
    pub fn finish(self) -> (Router<S>, Vec<Endpoint>) {
        (self.router, self.endpoints)
    }

    fn add<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        (object, action): (&'static str, &'static str),
        handler: H,
    ) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.endpoints.push(Endpoint { method, path, object, action });
        Self { router: self.router.route(path, on(filter, handler)), endpoints: self.endpoints }
    }
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self::new()
    }
}
