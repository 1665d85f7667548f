//! A program that speaks HTTP, with or without a session.

use super::socket::Socket;
use reqwest::header::{ACCEPT, COOKIE, HeaderMap};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

/// One client of one role.
#[derive(Clone)]
pub struct Web {
    client: Client,
    base: String,
    cookie: Option<String>,
}

/// What came back, whatever its status.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// A header as text, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }
}

impl Web {
    pub fn new(base: &str, cookie: Option<String>) -> Self {
        let policy = reqwest::redirect::Policy::none();
        let client = Client::builder().redirect(policy).no_proxy().timeout(super::PATIENCE).build().unwrap();
        Self { client, base: base.to_owned(), cookie }
    }

    /// The same program with another cookie besides.
    pub fn with_cookie(&self, pair: &str) -> Self {
        let cookie = self.cookie.iter().map(String::as_str).chain([pair]).collect::<Vec<_>>().join("; ");
        Self { cookie: Some(cookie), ..self.clone() }
    }

    /// The server's own origin.
    pub fn origin(&self) -> &str {
        &self.base
    }

    /// A request with the session, of a program that reads JSON.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base)).header(ACCEPT, "application/json");
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    /// As a browser asks.
    pub async fn page(&self, path: &str) -> Answer {
        let request = self.client.get(format!("{}{path}", self.base)).header(ACCEPT, "text/html");
        send(match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        })
        .await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::POST, path).json(body)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::PUT, path).json(body)).await
    }

    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        send(self.request(Method::POST, path).form(fields)).await
    }

    /// Opens a WebSocket; the status where it is refused.
    pub async fn connect(&self, path: &str, headers: &[(&str, &str)]) -> Result<Socket, u16> {
        let url = format!("{}{path}", self.base.replacen("http://", "ws://", 1));
        let cookie = self.cookie.iter().map(|cookie| ("cookie", cookie.as_str()));
        Socket::open(&url, &cookie.chain(headers.iter().copied()).collect::<Vec<_>>()).await
    }
}

/// Sends it. What the API answers must be as its document says.
pub async fn send(request: RequestBuilder) -> Answer {
    let (client, request) = request.build_split();
    let request = request.unwrap();
    let (method, path) = (request.method().clone(), request.url().path().to_owned());
    let answer = client.execute(request).await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let answer = Answer { status, headers, text: answer.text().await.unwrap() };
    if path.starts_with("/api/") && method != Method::HEAD {
        super::schema::check(&method, &path, &answer);
    }
    answer
}
