//! The parts of other pages that are about providers.

use super::STYLE;
use crate::model::{Identity, IdentityId, Person};
use crate::oidc;
use crate::sign_in::ways::{Piece, To};
use crate::{People, PeopleError, WORDS};
use askama::Template;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use web::Words;

#[derive(Template)]
#[template(path = "people/oidc/ways.html")]
struct Ways {
    ways: Vec<Way>,
}

struct Way {
    go: String,
    words: String,
}

#[derive(Template)]
#[template(path = "people/oidc/card.html")]
struct Card {
    t: Words,
    accounts: Vec<Shown>,
    /// Providers that are not connected.
    others: Vec<Way>,
}

struct Shown {
    id: IdentityId,
    name: String,
    about: String,
    remove: String,
}

/// The buttons of the sign-in page.
pub(crate) fn offers(people: &People, lang: &'static str, to: To<'_>) -> Option<Piece> {
    if people.providers.is_empty() {
        return None;
    }
    let t = WORDS.in_language(lang);
    let ways = people.providers.iter().map(|provider| Way {
        go: super::start::address(&provider.settings.id, to.path, to.again),
        words: t.with("oidc-way", &[("name", provider.settings.name.as_str().into())]),
    });
    let html = Ways { ways: ways.collect() }.render().ok()?;
    Some(Piece { html, module: None, style: None })
}

/// The card of the security page; none where there are no providers and never were.
pub(crate) fn card<'a>(
    people: &'a People,
    lang: &'static str,
    person: &'a Person,
) -> BoxFuture<'a, Result<Option<Piece>, PeopleError>> {
    Box::pin(async move {
        let t = WORDS.in_language(lang);
        let mut tx = people.db.read().await?;
        let there = oidc::of(&mut tx, person.id).await?;
        if people.providers.is_empty() && there.is_empty() {
            return Ok(None);
        }
        let connected = |issuer: &str| there.iter().any(|it| it.issuer == issuer);
        let others = people.providers.iter().filter(|it| !connected(&it.settings.issuer)).map(|it| Way {
            go: format!("/oidc/{}/connect", it.settings.id),
            words: t.with("oidc-connect", &[("name", it.settings.name.as_str().into())]),
        });
        let others = others.collect();
        let accounts = there.iter().map(|it| shown(people, &t, it)).collect();
        let html = Card { t, accounts, others }.render().map_err(|_| PeopleError::Page)?;
        Ok(Some(Piece { html, module: None, style: Some(STYLE) }))
    })
}

fn shown(people: &People, t: &Words, account: &Identity) -> Shown {
    let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).date().to_string();
    // A provider that was taken out of the settings is known by its address alone.
    let provider = people.providers.by_issuer(&account.issuer);
    let name = provider.map_or_else(|| account.issuer.clone(), |it| it.settings.name.clone());
    let made = t.with("oidc-made", &[("day", day(account.made_at).into())]);
    let used = match account.used_at {
        Some(at) => t.with("oidc-used", &[("day", day(at).into())]),
        None => t.text("oidc-never-used"),
    };
    let remove = t.with("oidc-remove-named", &[("name", name.as_str().into())]);
    Shown { id: account.id, name, about: [made, used].join(" · "), remove }
}
