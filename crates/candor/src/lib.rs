#![doc = include_str!("../README.md")]

mod app;
mod args;
pub mod cli;
pub mod clock;
mod demo;
mod environment;
mod folder;
mod health;
mod licenses;
mod login_link;
mod nearest;
mod open_files;
mod opinion;
mod play;
mod probes;
mod rehearse;
mod replay;
pub mod script;
mod serve;
pub mod server;
mod signals;
mod standalone;

/// The texts of this crate.
pub(crate) static WORDS: web::Catalog = web::catalog!("./locales");
