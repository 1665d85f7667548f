//! By which way somebody came in.

use crate::model::Purpose;

/// How a session began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// By a link that the command line made.
    Link,
    /// By a link in a letter.
    Mail,
    /// By a password.
    Password,
    /// By a passkey.
    Passkey,
    /// By another server that knows the person.
    Provider,
    /// By the link of an invented person.
    Demo,
    /// By setting the installation up.
    Setup,
}

impl How {
    const ALL: [Self; 7] =
        [Self::Link, Self::Mail, Self::Password, Self::Passkey, Self::Provider, Self::Demo, Self::Setup];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Mail => "mail",
            Self::Password => "password",
            Self::Passkey => "passkey",
            Self::Provider => "provider",
            Self::Demo => "demo",
            Self::Setup => "setup",
        }
    }

    /// From the stored form.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.key() == key)
    }
}

impl From<Purpose> for How {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Setup => Self::Setup,
            Purpose::SignIn => Self::Link,
            Purpose::Mail => Self::Mail,
            Purpose::Demo => Self::Demo,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::How;

    #[test]
    fn ways_survive_the_database() {
        for how in How::ALL {
            assert_eq!(How::from_key(how.key()), Some(how));
        }
        assert_eq!(How::from_key("other"), None);
    }
}
