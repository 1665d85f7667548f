#![doc = include_str!("../README.md")]

pub mod access;
pub mod api;
pub mod asks;
pub mod balance;
pub mod desk;
mod error;
mod look;
pub mod model;
pub mod own;
pub mod pages;
pub mod receive;
pub mod store;
pub mod story;
pub mod sweep;
pub mod values;

pub use error::FeedbackError;

use db::{Ambient, Db};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use people::People;
use people::routes::Routes;
use web::Site;
use web::places::{Menu, Place};

/// The texts of this crate.
pub(crate) static WORDS: web::Catalog = web::catalog!("./locales");

/// Writers in the smallest batch of confidential pieces, unless the installation says otherwise.
pub const FLOOR: u32 = 5;
/// No installation goes below this.
pub const FLOOR_LEAST: u32 = 3;

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/"]
struct Files;

/// The styles and modules of this crate, served under `feedback/`, and its place in the header.
pub fn register_assets() {
    web::assets::register::<Files>("feedback");
    web::places::register(&[
        Place {
            href: "/feedback",
            name: |lang| WORDS.in_language(lang).text("feedback-title"),
            menu: Menu::Main,
            hats: &[],
        },
        Place {
            href: "/feedback/reports",
            name: |lang| WORDS.in_language(lang).text("feedback-reports-title"),
            menu: Menu::Own,
            hats: &["partner"],
        },
        Place {
            href: "/feedback/values",
            name: |lang| WORDS.in_language(lang).text("feedback-values-title"),
            menu: Menu::Own,
            hats: &["partner", "admin"],
        },
    ]);
}

/// All that feedback needs. Cheap to clone; the state of its router.
#[derive(Clone)]
pub struct Feedback {
    pub(crate) db: Db,
    pub(crate) ambient: Ambient,
    pub(crate) site: Site,
    pub(crate) people: People,
    pub(crate) floor: u32,
}

impl Feedback {
    /// Over this database, with this clock and randomness, at this address. Batches have [`FLOOR`] writers at least.
    pub fn new(db: Db, ambient: Ambient, site: Site, people: People) -> Self {
        Self { db, ambient, site, people, floor: FLOOR }
    }

    /// With batches of so many writers at least, and never of fewer than [`FLOOR_LEAST`]. What was promised already keeps
    /// the number it was promised, or a larger one.
    #[must_use]
    pub fn with_floor(self, floor: u32) -> Self {
        Self { floor: floor.max(FLOOR_LEAST), ..self }
    }

    /// The day it is, in UTC.
    pub(crate) fn today(&self) -> Date {
        self.ambient.now().to_zoned(TimeZone::UTC).date()
    }

    /// When this day began, in UTC.
    pub(crate) fn day_began(&self) -> Timestamp {
        let now = self.ambient.now();
        now.to_zoned(TimeZone::UTC).start_of_day().map_or(now, |it| it.timestamp())
    }
}

impl axum::extract::FromRef<Feedback> for People {
    fn from_ref(feedback: &Feedback) -> Self {
        feedback.people.clone()
    }
}

/// Everything this crate serves.
pub fn routes() -> Routes<Feedback> {
    pages::routes().merge(api::routes())
}
