#![doc = include_str!("../README.md")]

pub mod desk;
pub mod draft;
mod escape;
pub mod facts;
pub mod model;
mod numbers;
pub mod pages;
pub mod picture;
pub mod render;
pub mod store;

pub use pages::{ENDPOINTS, Stories, router};

static WORDS: web::Catalog = web::catalog!("./locales");

/// The words of this crate in a language, for [`draft`], [`render`] and [`picture`].
pub fn words(language: &str) -> web::Words {
    WORDS.in_language(language)
}
