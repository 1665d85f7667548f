//! The API as programs meet it. Every answer of every test is held against the document, see `kit::schema`.

mod document;
mod feedback;
#[path = "../kit/mod.rs"]
mod kit;
mod lists;
mod once;
mod refusals;
mod tokens;
mod versions;
