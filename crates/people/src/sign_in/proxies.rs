//! Whose word counts about where a request comes from.

use crate::model::sign_in::Network;
use axum::http::HeaderMap;
use ipnet::IpNet;
use std::net::IpAddr;

/// Not an address, nor a network.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0} is no network; write it as 10.0.0.0/8, fd00::/8 or 127.0.0.1, several with commas between")]
pub struct BadProxy(String);

/// Networks from a list with commas.
pub fn proxies(list: &str) -> Result<Vec<IpNet>, BadProxy> {
    let parts = list.split(',').map(str::trim).filter(|it| !it.is_empty());
    parts
        .map(|it| match it.parse::<IpAddr>() {
            Ok(address) => Ok(address.into()),
            Err(_) => it.parse().map_err(|_| BadProxy(it.to_owned())),
        })
        .collect()
}

/// The network of a request. `X-Forwarded-For` is read from its end, as far as it was written by proxies that are
/// trusted: what stands before them anybody can write.
pub(super) fn network(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> Network {
    let Some(peer) = peer.map(|it| it.to_canonical()) else {
        return Network::Unknown;
    };
    let is_trusted = |address: &IpAddr| trusted.iter().any(|it| it.contains(address));
    if !is_trusted(&peer) {
        // A proxy on this machine that nobody named, or somebody who sits at it.
        return if peer.is_loopback() { Network::Unknown } else { Network::of(peer) };
    }
    let said = headers.get_all("x-forwarded-for").iter().filter_map(|it| it.to_str().ok());
    let hops: Vec<&str> = said.flat_map(|it| it.split(',')).map(str::trim).collect();
    for hop in hops.into_iter().rev() {
        match hop.parse::<IpAddr>().map(|it| it.to_canonical()) {
            Ok(address) if is_trusted(&address) => {}
            Ok(address) => return Network::of(address),
            Err(_) => return Network::Unknown,
        }
    }
    Network::Unknown
}

#[cfg(test)]
mod tests {
    use super::{network, proxies};
    use crate::model::sign_in::Network;
    use axum::http::HeaderMap;

    #[test]
    fn only_the_word_of_known_proxies_counts() {
        let of = |text: &str| Network::of(text.parse().unwrap());
        let cases = [
            (None, "", "", Network::Unknown),
            (Some("192.0.2.7"), "", "", of("192.0.2.7")),
            (Some("192.0.2.7"), "", "198.51.100.1", of("192.0.2.7")),
            (Some("127.0.0.1"), "", "198.51.100.1", Network::Unknown),
            (Some("127.0.0.1"), "127.0.0.1", "198.51.100.1", of("198.51.100.1")),
            (Some("10.0.0.2"), "10.0.0.0/8", "203.0.113.9, 198.51.100.1", of("198.51.100.1")),
            (Some("10.0.0.2"), "10.0.0.0/8", "203.0.113.9, 198.51.100.1, 10.0.0.1", of("198.51.100.1")),
            (Some("::ffff:10.0.0.2"), "10.0.0.0/8", "2001:db8::1", of("2001:db8::1")),
            (Some("10.0.0.2"), "10.0.0.0/8", "unknown", Network::Unknown),
            (Some("10.0.0.2"), "10.0.0.0/8", "", Network::Unknown),
        ];
        for (peer, trusted, forwarded, expect) in cases {
            let mut headers = HeaderMap::new();
            if !forwarded.is_empty() {
                headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            }
            let is = network(peer.map(|it| it.parse().unwrap()), &headers, &proxies(trusted).unwrap());
            assert_eq!(is, expect, "{peer:?} {trusted} {forwarded}");
        }
    }

    #[test]
    fn networks_are_read() {
        assert_eq!(proxies(" 10.0.0.0/8, ::1 ,").unwrap().len(), 2);
        assert!(proxies("10.0.0.0/33").unwrap_err().to_string().starts_with("10.0.0.0/33 is no network"));
        assert!(proxies("proxy").is_err());
    }
}
