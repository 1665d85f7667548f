#![doc = include_str!("../README.md")]

pub mod access;
pub mod api;
pub mod facts;
pub mod frames;
pub mod hub;
pub mod language;
pub mod model;
pub mod office;
pub mod outlook;
pub mod own;
pub mod pages;
pub mod recap;
pub mod refuse;
pub mod room;
pub mod socket;
pub mod store;

use axum::Router;
use axum::extract::FromRef;
use db::{Ambient, Db};
use hub::Hub;
use people::People;
use people::routes::{Endpoint, Routes};
use web::Site;
use web::places::{Menu, Place};

/// The texts of this crate.
pub static WORDS: web::Catalog = web::catalog!("./locales");

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/"]
struct Files;

/// The styles and scripts of this crate, served under `chat/`, and its places in the header.
pub fn register_assets() {
    web::assets::register::<Files>("chat");
    let name = |lang: &str| WORDS.in_language(lang).text("place-chats");
    web::places::register(&[
        Place { href: "/host", name, menu: Menu::Main, hats: &["host"] },
        Place { href: "/admin/chats", name, menu: Menu::Main, hats: &["admin"] },
    ]);
}

/// All that the routes of this crate need. Cheap to clone.
#[derive(Clone)]
pub struct Chats {
    /// The database.
    pub db: Db,
    /// Clock, randomness and ids.
    pub ambient: Ambient,
    /// Address and assets.
    pub site: Site,
    /// Accounts and sessions.
    pub people: People,
    /// The running rooms.
    pub hub: Hub,
}

impl Chats {
    /// Over this database, with no room running yet.
    pub fn new(db: Db, ambient: Ambient, site: Site, people: People) -> Self {
        let hub = Hub::new(db.clone(), ambient.clone());
        Self { db, ambient, site, people, hub }
    }
}

impl FromRef<Chats> for People {
    fn from_ref(chats: &Chats) -> Self {
        chats.people.clone()
    }
}

/// Every route of this crate, and the rows of the access matrix that cover them.
pub fn routes() -> (Router<Chats>, Vec<Endpoint>) {
    let sockets = Routes::new()
        .get("/ws/phone", ("voice", "enter"), socket::phone)
        .get("/ws/screen/{key}", ("screen", "watch"), socket::screen)
        .get("/ws/host/{chat}", ("chat", "watch"), socket::host);
    sockets.merge(api::routes()).merge(pages::routes()).finish()
}
