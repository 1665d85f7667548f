//! The wire protocol, from the outside: what `docs/protocol.md` promises, frame by frame.

#[path = "../kit/mod.rs"]
mod kit;

mod commands;
mod documented;
mod doors;
mod frames;
mod host;
mod lines;
mod map;
mod secrecy;
mod signed;
mod strangers;
mod texts;
mod views;
