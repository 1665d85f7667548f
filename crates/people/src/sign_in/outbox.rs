//! Letters that wait, and the job that sends them.
//!
//! A letter is written down with what caused it, in one transaction, and removed once the mail server has taken it. If
//! the program dies in between, the letter goes out again: once too often rather than never. Its link is made when it is
//! sent, so no token ever lies in a table.

use super::letters;
use super::mail::{Letter, MailError, MailSettings, Mailer};
use crate::accounts::note;
use crate::model::{Email, Landing, Purpose};
use crate::store::sign_in::{self as store, LetterRow};
use crate::{People, store as accounts};
use db::{Ambient, DbError, Secret, WriteTx, from_micros, micros};
use jiff::{SignedDuration, Timestamp};
use newtype_uuid::{GenericUuid, TypedUuidKind, TypedUuidTag};
use serde_json::json;
use std::time::SystemTime;
use uuid::Uuid;
use web::Site;

/// How long a try may take before somebody else may try: longer than a conversation with the server, which has a bound.
const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// A link that comes later helps nobody: whoever waits has asked again.
const LINKS_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// Other letters are worth more patience. No letter waits longer.
pub(crate) const OTHERS_WAIT: SignedDuration = SignedDuration::from_hours(72);

enum LetterKind {}

impl TypedUuidKind for LetterKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("letter");
        TAG
    }
}

/// What a letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Somebody asked for a link.
    SignIn,
    /// A password was set.
    PasswordSet,
    /// A password was removed.
    PasswordRemoved,
    /// A token for programs was made.
    TokenMade,
}

impl Kind {
    fn key(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::PasswordSet => "password-set",
            Self::PasswordRemoved => "password-removed",
            Self::TokenMade => "token-made",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        let all = [Self::SignIn, Self::PasswordSet, Self::PasswordRemoved, Self::TokenMade];
        all.into_iter().find(|it| it.key() == key)
    }

    fn waits(self) -> SignedDuration {
        if self == Self::SignIn { LINKS_WAIT } else { OTHERS_WAIT }
    }
}

/// Writes a letter down, to be sent after the transaction.
pub(crate) async fn add(
    tx: &mut WriteTx,
    people: &People,
    kind: Kind,
    to: &Email,
    lands_on: Option<&Landing>,
) -> Result<(), DbError> {
    let id = people.ambient.timeless_id::<LetterKind>().into_untyped_uuid();
    let lands_on = lands_on.map_or("", Landing::as_str);
    store::letter_add(tx, id, kind.key(), to.as_str(), lands_on, micros(people.ambient.now())).await?;
    Ok(())
}

/// Writes a letter down to somebody about their own account, so that nobody changes it behind their back. Without an
/// address, or without mail, nobody is told.
pub(crate) async fn tell(tx: &mut WriteTx, people: &People, person: Uuid, kind: Kind) -> Result<(), DbError> {
    if people.sign_in.mailer.is_none() {
        return Ok(());
    }
    let email = store::known(tx, person).await?.and_then(|it| it.email).as_deref().and_then(Email::parse);
    match email {
        Some(email) => add(tx, people, kind, &email, None).await,
        None => Ok(()),
    }
}

/// What a round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Letters that the server took.
    pub sent: u64,
    /// Letters that wait for another try.
    pub kept: u64,
    /// Letters that nobody was to get, or that waited too long.
    pub dropped: u64,
}

/// Waits until somebody asked for a letter.
pub async fn letters_asked(people: &People) {
    people.sign_in.asked.notified().await;
}

/// Sends what is due, one letter after the other.
pub async fn deliver(people: &People) -> Result<Round, DbError> {
    let mut round = Round::default();
    if people.sign_in.mailer.is_none() {
        return Ok(round);
    }
    while let Some(taken) = take(people).await? {
        match taken {
            Taken::Nobody => round.dropped += 1,
            Taken::Other => {}
            Taken::Ready(ready) => {
                let (row, ready) = *ready;
                match send(people, &row, &ready).await {
                    Ok(()) => {
                        let mut tx = people.db.write().await?;
                        store::letter_done(&mut tx, row.id).await?;
                        tx.commit().await?;
                        round.sent += 1;
                    }
                    Err(error) => {
                        let (tries, error) = (row.attempts + 1, error.logged());
                        tracing::warn!(kind = row.kind, tries, error, "a letter waits");
                        if later(people, &row, &ready).await? { round.kept += 1 } else { round.dropped += 1 }
                    }
                }
            }
        }
    }
    Ok(round)
}

/// Sends a letter to see whether mail works, at once.
pub async fn send_trial(settings: MailSettings, site: &Site, ambient: &Ambient, to: &str) -> Result<(), TrialError> {
    let letter = letters::trial(site).map_err(|_| TrialError::Words)?;
    let id = ambient.timeless_id::<LetterKind>().into_untyped_uuid();
    Ok(Mailer::new(settings).send(to, &letter, &id.to_string(), SystemTime::from(ambient.now())).await?)
}

/// Why no trial letter went out.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// A defect.
    #[error("the letter could not be written")]
    Words,
    /// The server.
    #[error(transparent)]
    Mail(#[from] MailError),
}

struct Ready {
    letter: Letter,
    /// The link in it.
    link: Option<Secret>,
}

enum Taken {
    /// Nobody has this address any more, or ever had; or nobody waits for it.
    Nobody,
    /// Another process was faster.
    Other,
    Ready(Box<(LetterRow, Ready)>),
}

/// Takes the letter that waits longest, and makes its link.
async fn take(people: &People) -> Result<Option<Taken>, DbError> {
    let now = people.ambient.now();
    // Most of the time there is nothing, and nobody has to wait for that.
    if store::letter_due(&mut people.db.read().await?, micros(now)).await?.is_none() {
        return Ok(None);
    }
    let mut tx = people.db.write().await?;
    let Some(row) = store::letter_due(&mut tx, micros(now)).await? else {
        return Ok(None);
    };
    if store::letter_take(&mut tx, row.id, row.due_at, micros(now + LEASE)).await? == 0 {
        return Ok(Some(Taken::Other));
    }
    let person = store::credential(&mut tx, &row.address).await?.map(|it| it.id);
    let kind = Kind::from_key(&row.kind);
    let closed = kind == Some(Kind::SignIn) && !people.sign_in.is_local();
    // The server stood still, or mail was switched off: nobody waits for it any more.
    let late = kind.is_none_or(|it| now > from_micros(row.made_at) + it.waits());
    let ready = match (kind, person) {
        (Some(kind), Some(id)) if !closed && !late => write(&mut tx, people, kind, id, &row, now).await?,
        _ => None,
    };
    let Some(ready) = ready else {
        store::letter_done(&mut tx, row.id).await?;
        tx.commit().await?;
        return Ok(Some(Taken::Nobody));
    };
    tx.commit().await?;
    Ok(Some(Taken::Ready(Box::new((row, ready)))))
}

async fn write(
    tx: &mut WriteTx,
    people: &People,
    kind: Kind,
    id: Uuid,
    row: &LetterRow,
    now: Timestamp,
) -> Result<Option<Ready>, DbError> {
    let rows = accounts::person_by_id(tx, id).await?;
    let Some(person) = accounts::person(&rows) else {
        return Ok(None);
    };
    let (letter, link) = match kind {
        Kind::SignIn => {
            let secret = people.ambient.secret();
            let lands_on = super::landing(people, &row.lands_on, &person);
            let (from, until) = (micros(now), micros(now + Purpose::Mail.life()));
            let purpose = Purpose::Mail.key();
            accounts::link_add(tx, &secret.hash(), Some(id), purpose, lands_on.as_str(), from, until).await?;
            note(tx, people, None, "link_issued", id, json!({ "purpose": purpose })).await?;
            let url = people.site.absolute(&format!("/sign-in/{}", secret.reveal()));
            (letters::sign_in(&people.site, &person.name, url), Some(secret))
        }
        Kind::PasswordSet => (letters::told(&people.site, &person.name, letters::PASSWORD_SET), None),
        Kind::PasswordRemoved => (letters::told(&people.site, &person.name, letters::PASSWORD_REMOVED), None),
        Kind::TokenMade => (letters::told(&people.site, &person.name, letters::TOKEN_MADE), None),
    };
    match letter {
        Ok(letter) => Ok(Some(Ready { letter, link })),
        Err(error) => {
            tracing::error!(%error, "a letter could not be written");
            Ok(None)
        }
    }
}

async fn send(people: &People, row: &LetterRow, ready: &Ready) -> Result<(), MailError> {
    let Some(mailer) = &people.sign_in.mailer else { return Ok(()) };
    let at = SystemTime::from(people.ambient.now());
    mailer.send(&row.address, &ready.letter, &row.id.to_string(), at).await
}

/// Puts a letter back, or gives it up. Its link is of no use: the next try makes another.
async fn later(people: &People, row: &LetterRow, ready: &Ready) -> Result<bool, DbError> {
    let now = people.ambient.now();
    let mut tx = people.db.write().await?;
    if let Some(link) = &ready.link {
        store::link_drop(&mut tx, &link.hash()).await?;
    }
    let next = now + backoff(row.attempts);
    let patience = Kind::from_key(&row.kind).map_or(SignedDuration::ZERO, Kind::waits);
    let kept = next <= from_micros(row.made_at) + patience;
    if kept {
        store::letter_later(&mut tx, row.id, micros(next)).await?;
    } else {
        store::letter_done(&mut tx, row.id).await?;
    }
    tx.commit().await?;
    Ok(kept)
}

/// How long to wait after so many tries before this one.
fn backoff(tries: i64) -> SignedDuration {
    const STEPS: [i64; 6] = [5, 15, 60, 180, 600, 900];
    let step = usize::try_from(tries).unwrap_or(0).min(STEPS.len() - 1);
    SignedDuration::from_secs(STEPS[step])
}
