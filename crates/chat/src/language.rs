//! The languages a room can speak.

/// Languages offered to hosts, as tags.
pub const OFFERED: &[&str] = &["en"];

/// The language that shows which words are not translated. Never offered, always understood.
pub const PSEUDO: &str = "en-XA";

/// Whether a chat may be held in this language.
pub fn is_known(tag: &str) -> bool {
    OFFERED.contains(&tag) || tag == PSEUDO
}
