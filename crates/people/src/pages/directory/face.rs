//! Initials on a tint, where other programs show a photograph.

use crate::model::PersonId;
use newtype_uuid::GenericUuid;

/// Tints there are in `directory.css`.
const TINTS: u8 = 6;

/// Initials and tint of somebody. The tint means nothing; it only helps to find a face again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages) struct Face {
    pub initials: String,
    pub tint: u8,
}

impl Face {
    pub fn of(id: PersonId, name: &str) -> Self {
        let words: Vec<&str> = name.split_whitespace().collect();
        let first = words.first().and_then(|it| it.chars().find(|c| c.is_alphanumeric()));
        let last = words.iter().skip(1).last().and_then(|it| it.chars().find(|c| c.is_alphanumeric()));
        let initials = [first, last].into_iter().flatten().flat_map(char::to_uppercase).collect();
        // The first bytes of an id tell its time; the last ones are drawn by lot.
        Self { initials, tint: id.into_untyped_uuid().as_bytes()[15] % TINTS }
    }
}

#[cfg(test)]
mod tests {
    use super::Face;
    use crate::model::PersonId;

    #[test]
    fn two_letters_at_most() {
        let initials = |name| Face::of(PersonId::from_u128(1), name).initials;
        for (name, letters) in [
            ("Mei Haruna", "MH"),
            ("Piet van Aalst", "PA"),
            ("Cher", "C"),
            ("東 京", "東京"),
            ("“Ada” ørn", "AØ"),
            ("…", ""),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }
}
