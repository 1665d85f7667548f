#![doc = include_str!("../README.md")]

mod advice;
mod check;
mod checks;
mod day;
mod fold;
mod hint;
mod language;
mod lexicon;
mod settings;
mod token;
mod words;

pub use advice::{Advice, advise};
pub use check::Check;
pub use day::{Day, NotADay};
pub use hint::{Hint, SHOWN, Unit, places, shown};
pub use language::{Language, UnknownLanguage};
pub use settings::{Identity, Settings};
