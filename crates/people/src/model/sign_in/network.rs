//! Where requests come from, for counting them. It is held in memory, and never written down.

use std::net::{IpAddr, Ipv6Addr};

/// One address, or the network that one household or office has in version 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Network {
    /// Nobody said, or a proxy that is not known stands in between: everybody together.
    Unknown,
    /// An address of version 4, or the first 64 bits of one of version 6.
    Of(IpAddr),
}

impl Network {
    /// The network of an address.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(it) => Self::Of(it.into()),
            IpAddr::V6(it) => {
                let [a, b, c, d, ..] = it.segments();
                Self::Of(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Network;

    #[test]
    fn households_count_together() {
        let of = |text: &str| Network::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
