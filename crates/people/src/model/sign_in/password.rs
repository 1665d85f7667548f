//! A password as it was typed.

use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// Fewest characters of a password.
pub const PASSWORD_SHORTEST: usize = 12;

/// Most characters of a password.
pub const PASSWORD_LONGEST: usize = 256;

/// What somebody typed, in Unicode's composed form, so that every keyboard gives the same. It is never shown.
#[derive(Clone)]
pub struct Password(String);

/// Why a password cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// Fewer than [`PASSWORD_SHORTEST`] characters.
    #[error("{is} characters are too few")]
    Short {
        /// Characters typed.
        is: usize,
    },
    /// More than [`PASSWORD_LONGEST`] characters.
    #[error("{is} characters are too many")]
    Long {
        /// Characters typed.
        is: usize,
    },
}

impl Password {
    /// What was typed to sign in: nothing but its length is looked at, for that bounds the work.
    pub fn typed(raw: &str) -> Option<Self> {
        let fits = !raw.is_empty() && raw.chars().count() <= PASSWORD_LONGEST;
        fits.then(|| Self(raw.nfc().collect()))
    }

    /// What was typed to be the password from now on. There are no rules about kinds of characters.
    pub fn new(raw: &str) -> Result<Self, PasswordError> {
        // Before it is composed: what would become short enough is not worth the work.
        let is = raw.chars().count();
        if is > PASSWORD_LONGEST {
            return Err(PasswordError::Long { is });
        }
        let text: String = raw.nfc().collect();
        match text.chars().count() {
            0 => Err(PasswordError::Empty),
            is if is < PASSWORD_SHORTEST => Err(PasswordError::Short { is }),
            _ => Ok(Self(text)),
        }
    }

    /// Its bytes, to be hashed.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Its text, to be judged.
    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Password, PasswordError};

    #[test]
    fn lengths_and_forms() {
        let said = |raw: &str| Password::new(raw).map(|it| String::from_utf8(it.bytes().to_vec()).unwrap());
        assert_eq!(said(""), Err(PasswordError::Empty));
        assert_eq!(said("elevenchars"), Err(PasswordError::Short { is: 11 }));
        assert_eq!(said(" twelve char"), Ok(" twelve char".to_owned()), "blanks count and stay");
        assert_eq!(said(&"a".repeat(256)), Ok("a".repeat(256)));
        assert_eq!(said(&"a".repeat(257)), Err(PasswordError::Long { is: 257 }));
        // One letter or a letter and its accent: the same word.
        assert_eq!(said("cafe\u{301} au lait"), said("caf\u{e9} au lait"));
        assert_eq!(said("🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀").map(|it| it.chars().count()), Ok(12));
        assert!(Password::typed("x").is_some() && Password::typed("").is_none());
        assert!(Password::typed(&"a".repeat(257)).is_none());
        assert_eq!(format!("{:?}", Password::typed("secret")), "Some(Password(…))");
    }
}
