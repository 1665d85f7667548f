#![doc = include_str!("../README.md")]

mod app;
mod args;
mod backup;
pub mod cli;
pub mod clock;
mod coach;
pub mod database;
mod demo;
mod environment;
mod export;
mod folder;
mod health;
mod import;
mod leavers;
mod licenses;
mod login_link;
mod migrate_to;
mod nearest;
mod open_files;
mod opinion;
mod play;
mod probes;
mod rehearse;
mod replay;
mod restore;
pub mod script;
mod sealer;
mod serve;
pub mod server;
mod signals;
mod standalone;
mod verify;

/// The texts of this crate.
pub(crate) static WORDS: web::Catalog = web::catalog!("./locales");
