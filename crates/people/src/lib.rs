#![doc = include_str!("../README.md")]

pub mod access;
mod accounts;
pub mod api;
mod bond;
pub mod directory;
pub mod front;
pub mod here;
pub mod hosts;
pub mod import;
mod links;
pub mod model;
pub mod oidc;
pub mod own;
pub mod pages;
mod passkeys;
pub mod retention;
pub mod roles;
pub mod routes;
pub mod sign_in;
mod signed;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tokens;

pub use accounts::{any_admin, by_email, by_id, first_admin, found};
pub use links::issue_link;
pub use model::{Hat, LinkFor, Person, PersonId, PersonKind, Purpose, Role};
pub use signed::{MaybeSigned, Signed, still_signed};

use db::{Ambient, Db, DbError};
use oidc::Providers;
use sign_in::SignIn;
use std::sync::Arc;
use web::Site;
use web::places::{Menu, Place};

/// The texts of this crate.
pub(crate) static WORDS: web::Catalog = web::catalog!("./locales");

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/"]
struct Files;

/// The styles of this crate, served under `people/`, and its places in the header.
pub fn register_assets() {
    web::assets::register::<Files>("people");
    web::places::register(&[
        Place {
            href: "/people",
            name: |lang| WORDS.in_language(lang).text("place-people"),
            menu: Menu::Main,
            hats: &[],
        },
        Place { href: "/me", name: |lang| WORDS.in_language(lang).text("me-title"), menu: Menu::Own, hats: &[] },
        Place {
            href: "/me/security",
            name: |lang| WORDS.in_language(lang).text("security-title"),
            menu: Menu::Own,
            hats: &[],
        },
        Place {
            href: "/me/tokens",
            name: |lang| WORDS.in_language(lang).text("token-title"),
            menu: Menu::Own,
            hats: &[],
        },
    ]);
}

/// All that accounts, links and sessions need. Cheap to clone; part of the state of every router with sign-in.
#[derive(Clone)]
pub struct People {
    pub(crate) db: Db,
    pub(crate) ambient: Ambient,
    pub(crate) site: Site,
    pub(crate) sign_in: Arc<SignIn>,
    pub(crate) providers: Providers,
    /// What every capability keeps of people; this crate's own comes first.
    pub(crate) holdings: Arc<[Arc<dyn own::Holding>]>,
}

impl People {
    /// Over this database, with this clock and randomness, at this address. People sign in by links and passwords, and
    /// no letters are sent.
    pub fn new(db: Db, ambient: Ambient, site: Site) -> Self {
        let sign_in = Arc::new(SignIn::new(sign_in::Settings::default()));
        let holdings: Arc<[Arc<dyn own::Holding>]> = Arc::new([Arc::new(own::Directory), Arc::new(own::Ways)]);
        Self { db, ambient, site, sign_in, providers: Providers::default(), holdings }
    }

    /// With these ways to sign in.
    #[must_use]
    pub fn with_sign_in(self, settings: sign_in::Settings) -> Self {
        Self { sign_in: Arc::new(SignIn::new(settings)), ..self }
    }

    /// With these other servers that know people.
    #[must_use]
    pub fn with_providers(self, providers: Providers) -> Self {
        Self { providers, ..self }
    }

    /// With what another capability keeps of people.
    #[must_use]
    pub fn with_holding(self, holding: Arc<dyn own::Holding>) -> Self {
        let holdings = self.holdings.iter().cloned().chain([holding]).collect();
        Self { holdings, ..self }
    }

    /// What every capability keeps of people.
    pub fn holdings(&self) -> &[Arc<dyn own::Holding>] {
        &self.holdings
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
    /// The person has left.
    #[error("who has left cannot sign in")]
    Left,
    /// A part of a page could not be made.
    #[error("a part of a page could not be made")]
    Page,
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
