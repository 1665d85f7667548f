//! Initials on a tint, where other programs show a photograph.

use newtype_uuid::GenericUuid;
use people::PersonId;

/// Tints there are in `feedback.css`.
const TINTS: u8 = 6;

/// Initials and tint of somebody, or of nobody in particular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Face {
    pub initials: String,
    pub tint: u8,
}

impl Face {
    pub fn of(id: PersonId, name: &str) -> Self {
        let letter = |word: &str| word.chars().find(|c| c.is_alphanumeric());
        let mut words = name.split_whitespace();
        let first = words.next().and_then(letter);
        let last = words.next_back().and_then(letter);
        let initials = [first, last].into_iter().flatten().flat_map(char::to_uppercase).collect();
        // The first bytes of an id tell its time; the last ones are drawn by lot.
        Self { initials, tint: id.into_untyped_uuid().as_bytes()[15] % TINTS }
    }

    /// Of somebody whose name does not stand there.
    pub fn nobody() -> Self {
        Self { initials: String::new(), tint: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_letters_at_most() {
        let initials = |name| Face::of(PersonId::from_u128(1), name).initials;
        for (name, letters) in [("Mei Haruna", "MH"), ("Piet van Aalst", "PA"), ("Cher", "C"), ("…", "")] {
            assert_eq!(initials(name), letters, "{name}");
        }
        assert_eq!(Face::nobody().initials, "");
    }
}
