//! The parts of other pages that are about passkeys.

use super::{MODULE, STYLE};
use crate::model::{Passkey, PasskeyId, Person};
use crate::sign_in::ways::{Piece, To};
use crate::{People, PeopleError, WORDS, passkeys};
use askama::Template;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use web::Words;

#[derive(Template)]
#[template(path = "people/passkeys/way.html")]
struct Way {
    t: Words,
    to: String,
    origin: String,
}

#[derive(Template)]
#[template(path = "people/passkeys/card.html")]
struct Card {
    t: Words,
    keys: Vec<Shown>,
    /// Browsers make passkeys at this address.
    fits: bool,
    more: bool,
}

struct Shown {
    id: PasskeyId,
    name: String,
    /// When it was added, when it was used, where it lives.
    about: String,
    change: String,
}

/// The button of the sign-in page; none where browsers would refuse.
pub(crate) fn offer(people: &People, lang: &'static str, to: To<'_>) -> Option<Piece> {
    if !people.sign_in.is_local() {
        return None;
    }
    let rp = passkeys::relying_party(&people.site)?;
    let way = Way { t: WORDS.in_language(lang), to: to.path.to_owned(), origin: rp.origin };
    Some(Piece { html: way.render().ok()?, module: Some(MODULE), style: None })
}

/// The card of the security page; none where passkeys are switched off.
pub(crate) fn card<'a>(
    people: &'a People,
    lang: &'static str,
    person: &'a Person,
) -> BoxFuture<'a, Result<Option<Piece>, PeopleError>> {
    Box::pin(async move {
        if !people.sign_in.is_local() {
            return Ok(None);
        }
        let t = WORDS.in_language(lang);
        let mut tx = people.db.read().await?;
        let keys = passkeys::of(&mut tx, person.id).await?;
        let more = keys.len() < passkeys::MOST;
        let keys = keys.into_iter().map(|key| shown(&t, key)).collect();
        let fits = passkeys::relying_party(&people.site).is_some();
        let html = Card { t, keys, fits, more }.render().map_err(|_| PeopleError::Page)?;
        Ok(Some(Piece { html, module: None, style: Some(STYLE) }))
    })
}

fn shown(t: &Words, key: Passkey) -> Shown {
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date().to_string();
    let used = match key.used_at {
        Some(at) => t.with("passkeys-used", &[("day", day(at).into())]),
        None => t.text("passkeys-never-used"),
    };
    let made = t.with("passkeys-made", &[("day", day(key.made_at).into())]);
    let place = t.text(if key.synced { "passkeys-synced" } else { "passkeys-here" });
    Shown {
        id: key.id,
        about: [made, used, place].join(" · "),
        change: t.with("passkeys-change-named", &[("name", key.name.as_str().into())]),
        name: key.name,
    }
}
