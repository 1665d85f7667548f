//! Values that are parsed once, at the edge.

use std::fmt;

/// Characters a name may have.
pub const NAME_MAX: usize = 80;

/// Bytes an address may have, as SMTP bounds a path (RFC 5321, 4.5.3.1.3).
const EMAIL_MAX: usize = 254;

/// Bytes a landing path may have.
const LANDING_MAX: usize = 512;

/// An e-mail address, folded to lower case so that a person has it once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// Accepts what can be an address: `local@domain`, printable, no white space. Only a letter sent proves more.
    pub fn parse(raw: &str) -> Option<Self> {
        let folded = raw.trim().to_lowercase();
        let (local, domain) = folded.rsplit_once('@')?;
        let fits = !local.is_empty()
            && !local.contains('@')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !domain.is_empty()
            && folded.len() <= EMAIL_MAX
            && !folded.chars().any(|c| c.is_whitespace() || c.is_control());
        fits.then_some(Self(folded))
    }

    /// The folded address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a link leads: a path on this server. Stored with the link, never taken from a request, so a link cannot be
/// bent to lead elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing(String);

impl Landing {
    /// Accepts `/path?query`. Refuses `//host` and `/\host`, which browsers read as another server.
    pub fn parse(raw: &str) -> Option<Self> {
        let local = raw.starts_with('/')
            && !raw.starts_with("//")
            && raw.len() <= LANDING_MAX
            && raw.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        local.then(|| Self(raw.to_owned()))
    }

    /// The start page.
    pub fn home() -> Self {
        Self("/".to_owned())
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Landing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn landings_stay_here() {
        for good in ["/", "/host", "/host/chats/1?x=http://y#z"] {
            assert_eq!(Landing::parse(good).map(|l| l.to_string()), Some(good.to_owned()));
        }
        let long = format!("/{}", "a".repeat(LANDING_MAX));
        for bad in [
            "",
            "host",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "/a b",
            "/a\r\nSet-Cookie: x",
            "/ä",
            &long,
        ] {
            assert_eq!(Landing::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn addresses_are_folded() {
        let parsed = |raw| Email::parse(raw).map(|e| e.as_str().to_owned());
        assert_eq!(parsed(" Ida@Saltmarsh.Example "), Some("ida@saltmarsh.example".to_owned()));
        for bad in [
            "",
            "ida",
            "@saltmarsh.example",
            "ida@",
            "i da@saltmarsh.example",
            "a@b@c",
            "ida@.example",
            "ida@example.",
            "ida@exa\u{7}mple",
        ] {
            assert_eq!(parsed(bad), None, "{bad:?}");
        }
    }
}
