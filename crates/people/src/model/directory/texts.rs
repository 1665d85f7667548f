//! Short texts of an entry: one line each, bounded, and never with characters that cannot be shown. Empty is not known.

use std::fmt;
use web::clean::{self, CleanError};

macro_rules! short_text {
    ($($(#[$doc:meta])* $name:ident: $max:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Characters that fit.
            pub const MAX: usize = $max;

            /// One line; nothing but white space is the empty text.
            pub fn parse(raw: &str) -> Result<Self, CleanError> {
                match clean::line(raw, Self::MAX) {
                    Ok(text) => Ok(Self(text)),
                    Err(CleanError::Empty) => Ok(Self::default()),
                    Err(wrong) => Err(wrong),
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether it is not known.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

short_text! {
    /// What the personnel system calls somebody by. Capitals count.
    EmployeeId: 64;
    /// Name by which somebody is one of the family.
    GivenName: 60;
    /// Name of the family.
    FamilyName: 60;
    /// What somebody wants to be called instead of the given name.
    PreferredName: 60;
    /// How to speak of somebody: `she/her`.
    Pronouns: 40;
    /// What somebody does here, as on a business card.
    Title: 120;
    /// Place on the ladder: `L4`, `Senior`.
    Level: 40;
    /// Where somebody works: an office, a town, `Remote`.
    Place: 80;
    /// What a team is called.
    TeamName: 80;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_one_line_and_bounded() {
        assert_eq!(Title::parse("  Leads\n port  integrations ").unwrap().as_str(), "Leads port integrations");
        assert!(Title::parse(" \t").unwrap().is_empty());
        assert_eq!(Level::parse(&"x".repeat(41)), Err(CleanError::TooLong { max: 40, is: 41 }));
        assert_eq!(Place::parse("Rot\u{202e}terdam"), Err(CleanError::Control));
    }
}
