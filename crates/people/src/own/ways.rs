//! What is kept of the ways in: passwords, letters, passkeys, accounts elsewhere, tokens for programs.

use super::holding::{Erased, Erasing, Fate, Held, Holding, Item, Keeps, Kind, Reader, Shown, Source, Subject};
use crate::WORDS;
use crate::store::own::{keys, letters};
use crate::store::{idempotency, token};
use db::{DbError, ReadTx, WriteTx, from_micros};
use futures_util::future::BoxFuture;
use web::Words;

/// Passwords, letters, passkeys, accounts elsewhere, tokens for programs.
#[derive(Debug, Clone, Copy)]
pub struct Ways;

fn words(language: &str) -> Words {
    WORDS.in_language(language)
}

const fn kind(
    key: &'static str,
    columns: &'static [(&'static str, &'static str)],
    source: Source,
    keeps: Keeps,
) -> Kind {
    Kind { key, words, columns, source, readers: &[Reader::You], keeps, fate: Fate::Goes }
}

const HERE: Keeps = Keeps::Employment("leavers");
/// As long as letters wait at most; those with a link wait an hour.
const LETTERS: Keeps = Keeps::Hours(72);
/// As long as a key is worth the same answer.
const ANSWERS: Keeps = Keeps::Hours(24);

const KINDS: &[Kind] = &[
    kind("password", &[("password", "person_id")], Source::You, HERE),
    kind("letters", &[("mail_outbox", "address")], Source::Program, LETTERS),
    kind("passkeys", &[("passkey", "person_id"), ("passkey_challenge", "person_id")], Source::You, HERE),
    kind("accounts", &[("oidc_identity", "person_id"), ("oidc_flow", "person_id")], Source::You, HERE),
    kind("tokens", &[("api_token", "person_id")], Source::You, HERE),
    kind("answers", &[("idempotency", "person_id")], Source::Program, ANSWERS),
];

impl Holding for Ways {
    fn kinds(&self) -> &'static [Kind] {
        KINDS
    }

    fn gather<'a>(&'a self, tx: &'a mut ReadTx, of: &'a Subject) -> BoxFuture<'a, Result<Vec<Held>, DbError>> {
        Box::pin(gather(tx, of))
    }

    fn erase<'a>(&'a self, tx: &'a mut WriteTx, it: &'a Erasing<'a>) -> BoxFuture<'a, Result<Erased, DbError>> {
        Box::pin(erase(tx, it))
    }
}

fn at(micros: i64) -> Shown {
    Shown::At(from_micros(micros))
}

async fn gather(tx: &mut ReadTx, of: &Subject) -> Result<Vec<Held>, DbError> {
    let held = |kind, items| Held { kind, items };
    let password = letters::password_set(tx, of.id).await?;
    let password = password.into_iter().map(|(set,)| Item::of([("since", at(set))])).collect();
    let waiting = match &of.email {
        Some(address) => letters::letters_to(tx, address).await?,
        None => Vec::new(),
    };
    let waiting = waiting.into_iter().map(|it| Item::of([("letter", it.kind.into()), ("made", at(it.made_at))]));
    let waiting = waiting.collect();
    let passkeys = keys::passkeys_of(tx, of.id).await?.into_iter().map(|it| {
        Item::of([("called", it.name.into()), ("made", at(it.made_at)), ("used", Shown::maybe_at(it.used_at))])
    });
    let passkeys = passkeys.collect();
    let accounts = keys::accounts_of(tx, of.id).await?.into_iter().map(|it| {
        Item::of([
            ("issuer", it.issuer.into()),
            ("subject", it.subject.into()),
            ("made", at(it.made_at)),
            ("used", Shown::maybe_at(it.used_at)),
        ])
    });
    let accounts = accounts.collect();
    let tokens = token::tokens_of(tx, of.id).await?.into_iter().map(|it| {
        Item::of([
            ("called", it.name.into()),
            ("made", at(it.created_at)),
            ("until", at(it.expires_at)),
            ("seen", it.used_on.unwrap_or_default().into()),
        ])
    });
    let tokens = tokens.collect();
    let answers = idempotency::keys_counted(tx, of.id).await?.filter(|(n,)| *n > 0);
    let answers = answers.into_iter().map(|(n,)| Item::of([("answers", Shown::Count(n))])).collect();
    Ok(vec![
        held("password", password),
        held("letters", waiting),
        held("passkeys", passkeys),
        held("accounts", accounts),
        held("tokens", tokens),
        held("answers", answers),
    ])
}

async fn erase(tx: &mut WriteTx, it: &Erasing<'_>) -> Result<Erased, DbError> {
    let id = it.subject.id;
    let waiting = match &it.subject.email {
        Some(address) => letters::letters_forget(tx, address).await?,
        None => 0,
    };
    keys::challenges_forget(tx, id).await?;
    keys::flows_forget(tx, id).await?;
    keys::account_sessions_forget(tx, id).await?;
    let counts = vec![
        ("password", letters::password_forget(tx, id).await?),
        ("letters", waiting),
        ("passkeys", keys::passkeys_forget(tx, id).await?),
        ("accounts", keys::accounts_forget(tx, id).await?),
        ("answers", idempotency::keys_of_person_forget(tx, id).await?),
        ("tokens", token::tokens_end(tx, id).await?),
    ];
    Ok(Erased { counts, touched: Vec::new() })
}
