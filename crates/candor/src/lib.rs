#![doc = include_str!("../README.md")]

mod app;
mod args;
mod backup;
pub mod cli;
pub mod clock;
mod closer;
mod coach;
pub mod database;
pub mod demo;
mod end_access;
mod environment;
mod erase;
mod export;
mod folder;
mod health;
mod hours;
mod import;
mod leavers;
mod licenses;
mod login_link;
mod mail;
mod migrate_to;
mod nearest;
mod open_files;
pub mod openapi;
mod opinion;
mod play;
mod postman;
mod probes;
pub mod problems;
pub mod providers;
mod reference;
mod rehearse;
mod replay;
mod restore;
mod roles;
pub mod script;
mod sealer;
mod serve;
pub mod server;
mod sign_in;
mod signals;
mod standalone;
mod verify;

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/"]
struct Files;

/// The texts of this crate.
pub(crate) static WORDS: web::Catalog = web::catalog!("./locales");
