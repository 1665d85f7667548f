//! Who asks: the session that a request carries, what kind of device it comes from, and from which network.

use super::proxies::network;
use crate::People;
use crate::model::sign_in::{Device, Network};
use crate::signed::session_of;
use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use db::Secret;
use std::convert::Infallible;
use std::net::SocketAddr;

/// What a request shows of who sends it, valid or not.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The token it carries.
    pub(crate) session: Option<Secret>,
    /// Kind of browser and system.
    pub(crate) device: Device,
    /// Where it comes from.
    pub(crate) network: Network,
}

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    People: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let people = People::from_ref(state);
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let agent = parts.headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok());
        Ok(Self {
            session: session_of(&people.site, &parts.headers),
            device: agent.map_or(Device::UNKNOWN, Device::of),
            network: network(peer, &parts.headers, &people.sign_in.proxies),
        })
    }
}
