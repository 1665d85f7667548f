//! The ways in that stand beside mail links and passwords, each from its own room.

use crate::model::Person;
use crate::{People, PeopleError};
use futures_util::future::BoxFuture;

/// A part of a page, made by the room it belongs to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Piece {
    /// Finished HTML.
    pub(crate) html: String,
    /// The module that makes it better.
    pub(crate) module: Option<&'static str>,
    /// Its style sheet.
    pub(crate) style: Option<&'static str>,
}

/// Where somebody who signs in wants to go on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct To<'t> {
    /// The path; empty if they wanted nothing else.
    pub(crate) path: &'t str,
    /// They are signed in already, and are to prove anew who they are.
    pub(crate) again: bool,
}

/// A way in: what the sign-in page shows of it in a language, for somebody who wants to go on.
type Offer = fn(&People, &'static str, To<'_>) -> Option<Piece>;

/// A card of the account page, for its owner.
type Card = for<'a> fn(&'a People, &'static str, &'a Person) -> BoxFuture<'a, Result<Option<Piece>, PeopleError>>;

/// In this order above mail and password.
const OFFERS: &[Offer] = &[crate::pages::oidc::offers, crate::pages::passkeys::offer];

/// In this order.
const CARDS: &[Card] = &[crate::pages::passkeys::card, crate::pages::oidc::card, crate::pages::sign_in::password_card];

/// Whether a server is set up that knows people by itself.
const PROVIDERS: &[fn(&People) -> bool] = &[|people| !people.providers.is_empty()];

/// Nobody could sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "local sign-in is switched off and no other server that knows people is set up, so nobody could sign in: set one \
     up, or take CANDOR_LOCAL_SIGN_IN=off away"
)]
pub struct NoWay;

/// What the sign-in page shows besides mail and password.
pub(crate) fn offered(people: &People, lang: &'static str, to: To<'_>) -> Vec<Piece> {
    OFFERS.iter().filter_map(|offer| offer(people, lang, to)).collect()
}

/// What the account page shows.
pub(crate) async fn cards(people: &People, lang: &'static str, person: &Person) -> Result<Vec<Piece>, PeopleError> {
    let mut cards = Vec::new();
    for card in CARDS {
        cards.extend(card(people, lang, person).await?);
    }
    Ok(cards)
}

impl People {
    /// Refuses a choice by which nobody could sign in.
    pub fn check_ways(&self) -> Result<(), NoWay> {
        let open = self.sign_in.is_local() || PROVIDERS.iter().any(|is_set_up| is_set_up(self));
        if open { Ok(()) } else { Err(NoWay) }
    }
}
