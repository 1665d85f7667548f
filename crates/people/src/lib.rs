#![doc = include_str!("../README.md")]

pub mod access;
mod accounts;
pub mod api;
mod cursor;
pub mod directory;
pub mod here;
pub mod hosts;
pub mod import;
mod links;
pub mod model;
pub mod pages;
pub mod routes;
mod signed;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;

pub use accounts::{any_admin, by_email, by_id, first_admin, found};
pub use links::issue_link;
pub use model::{Hat, LinkFor, Person, PersonId, PersonKind, Purpose, Role};
pub use signed::{MaybeSigned, Signed};

use db::{Ambient, Db, DbError};
use web::Site;

/// The texts of this crate.
pub(crate) static WORDS: web::Catalog = web::catalog!("./locales");

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/"]
struct Files;

/// The styles of this crate, served under `people/`.
pub fn register_assets() {
    web::assets::register::<Files>("people");
}

/// All that accounts, links and sessions need. Cheap to clone; part of the state of every router with sign-in.
#[derive(Clone)]
pub struct People {
    pub(crate) db: Db,
    pub(crate) ambient: Ambient,
    pub(crate) site: Site,
}

impl People {
    /// Over this database, with this clock and randomness, at this address.
    pub fn new(db: Db, ambient: Ambient, site: Site) -> Self {
        Self { db, ambient, site }
    }

    /// The database, for those who read the directory from outside.
    pub fn db(&self) -> &Db {
        &self.db
    }
}

/// Why an account or a link could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// The name is empty, too long, or holds control characters.
    #[error("the name cannot be used")]
    Name(#[from] web::clean::CleanError),
    /// Not of the form `local@domain`.
    #[error("this is not an e-mail address")]
    NotAnEmail,
    /// Another person has it.
    #[error("another person has this e-mail address")]
    EmailTaken,
    /// The id is nobody's.
    #[error("there is no such person")]
    NoSuchPerson,
    /// A link may only lead to a path of this server.
    #[error("a link must lead to a path of this server, such as /host")]
    NotLocal,
    /// A set-up link is for nobody yet, every other link is for somebody.
    #[error("a set-up link is for the first person, every other link for somebody who is there")]
    Mismatch,
    /// The database.
    #[error("the database refused")]
    Db(#[from] DbError),
}
