//! The address of a server.

use std::fmt;

/// A Candor server to talk to, by plain HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    authority: String,
}

/// An address that a simulated phone cannot use.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadAddress {
    /// TLS is not spoken here.
    #[error("{0} needs TLS; name the address Candor itself listens on, for example http://127.0.0.1:8080")]
    Tls(String),
    /// Not an address at all.
    #[error("{0} is not an address of the form http://HOST:PORT")]
    Form(String),
}

impl Server {
    /// Reads `http://HOST[:PORT][/]`.
    pub fn parse(address: &str) -> Result<Self, BadAddress> {
        if address.starts_with("https://") {
            return Err(BadAddress::Tls(address.to_owned()));
        }
        let authority = address
            .strip_prefix("http://")
            .map(|rest| rest.trim_end_matches('/'))
            .filter(|rest| !rest.is_empty() && !rest.contains(['/', '?', '#', '@', ' ']))
            .ok_or_else(|| BadAddress::Form(address.to_owned()))?;
        Ok(Self { authority: authority.to_owned() })
    }

    /// The full address of a path; a full address of this or any server is left as it is.
    pub fn http(&self, path: &str) -> String {
        if path.starts_with("http://") || path.starts_with("https://") {
            return path.to_owned();
        }
        format!("http://{}{path}", self.authority)
    }

    /// The full WebSocket address of a path.
    pub fn ws(&self, path: &str) -> String {
        format!("ws://{}{path}", self.authority)
    }

    /// `HOST:PORT` to connect to.
    pub fn socket(&self) -> String {
        let after_name = self.authority.rsplit(']').next().unwrap_or_default();
        if after_name.contains(':') { self.authority.clone() } else { format!("{}:80", self.authority) }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}", self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::Server;

    #[test]
    fn addresses() {
        for (given, socket) in [
            ("http://127.0.0.1:4711", Some("127.0.0.1:4711")),
            ("http://candor.saltmarsh.example/", Some("candor.saltmarsh.example:80")),
            ("http://[::1]:8080", Some("[::1]:8080")),
            ("http://[::1]", Some("[::1]:80")),
            ("https://candor.saltmarsh.example", None),
            ("127.0.0.1:4711", None),
            ("http://", None),
            ("http://a/b", None),
        ] {
            assert_eq!(Server::parse(given).ok().map(|it| it.socket()).as_deref(), socket, "{given}");
        }
    }
}
