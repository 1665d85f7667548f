#![doc = include_str!("../README.md")]

pub mod assets;
pub mod charts;
pub mod clean;
pub mod fonts;
pub mod forms;
mod frame;
mod json;
mod lang;
mod lean;
pub mod page;
pub mod places;
mod problem;
pub mod qr;
mod shell;
mod site;
pub mod tag;

pub use assets::Assets;
pub use frame::{Frame, HatChoice, SignedIn, Theme};
pub use json::{Json, Query};
pub use lang::{Catalog, Words};
pub use problem::{Fault, Offer, Outcome, Problem, wants_json};
pub use shell::{BODY, shell};
pub use site::{Site, SiteConfig};

/// Loads the language files below a folder of the calling crate: `catalog!("./locales")`.
#[macro_export]
macro_rules! catalog {
    ($folder:literal) => {{
        $crate::__fluent::static_loader! {
            static LOADER = {
                locales: $folder,
                fallback_language: "en",
                // English needs no isolation marks; templates put `<bdi>` around other people's words.
                customise: |bundle| bundle.set_use_isolating(false),
            };
        }
        $crate::Catalog::new(|| &*LOADER)
    }};
}

#[doc(hidden)]
pub use fluent_templates as __fluent;
#[doc(hidden)]
pub use fluent_templates::fluent_bundle::FluentValue as Value;

pub(crate) static WORDS: Catalog = catalog!("./locales");
