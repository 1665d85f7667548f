//! The pages in real Chromium, against a real server: fingers, keys, lost networks, readers, and no page that overflows.
//!
//! Every test starts a server on a folder of its own and a browser of its own. With `CANDOR_SCREENSHOTS=DIR` the pictures
//! of the documentation are written too.

#[path = "../kit/mod.rs"]
mod kit;

mod album;
mod checks;
mod driver;
mod hand;
mod house;
mod page;

mod accounts;
mod after;
mod again;
mod answers;
mod calm;
mod console;
mod directory;
mod every_page;
mod feedback;
mod fitting;
mod gestures;
mod hats;
mod join;
mod map;
mod network;
mod own;
mod passkeys;
mod pictures;
mod plain;
mod programs;
mod readers;
mod sign_in;
mod signed;
