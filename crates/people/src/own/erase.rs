//! The end of what is known of somebody: asked for by them, agreed to by two others, carried out and proved in one
//! transaction.

use super::gather::subject;
use super::hands::{names_of, role_holders};
use super::holding::Erasing;
use super::needles::Needles;
use super::proof::Proof;
use super::second::is_second;
use crate::directory::{self, DirectoryError, Hand};
use crate::model::directory::Status;
use crate::model::{Hat, PersonId};
use crate::store::directory as people_store;
use crate::store::own::{self as store, ErasureRow};
use crate::{People, WORDS, accounts, retention};
use db::{DbError, Reads, WriteTx, from_micros, micros};
use jiff::Timestamp;
use newtype_uuid::{GenericUuid, TypedUuidKind, TypedUuidTag};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;
use web::clean::{self, CleanError};

/// Characters of an answer.
const ANSWER_MAX: usize = 500;

enum ErasureKind {}

impl TypedUuidKind for ErasureKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("erasure");
        TAG
    }
}

/// What a decider does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Yes.
    Agree,
    /// No, with an answer.
    Decline,
}

/// An erasure as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// Id.
    pub id: Uuid,
    /// Whose.
    pub person: PersonId,
    /// Their name, or what stands for it.
    pub name: String,
    /// `asked` or `retention`.
    pub cause: String,
    /// `asked`, `agreed`, `declined`, `withdrawn` or `done`.
    pub state: String,
    /// What they were told.
    pub answer: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Who agreed first.
    pub first: Option<(Uuid, String)>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// What was found afterwards.
    pub proof: Option<Proof>,
    /// Hash of the proof, in hexadecimal digits.
    pub hash: String,
    /// Counts changes.
    pub version: i64,
}

/// What an erasure would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsed {
    /// What would be found afterwards.
    pub proof: Proof,
    /// What they would be called.
    pub pseudonym: String,
}

/// Why somebody was not erased.
#[derive(Debug, thiserror::Error)]
pub enum NotErased {
    /// There is no such open request, or somebody decided first.
    #[error("there is no such open request")]
    Gone,
    /// There is an open request already.
    #[error("this was asked for already")]
    AskedAlready,
    /// Whoever agreed first cannot be the second.
    #[error("two different people must agree")]
    SamePerson,
    /// The role of the second was given since this was asked for.
    #[error("the second must have held the role before")]
    TooNew,
    /// A people partner must be one of the two.
    #[error("one of the two must be a people partner")]
    NoPartner,
    /// The records must stay.
    #[error("there is a hold on these records")]
    Held,
    /// Nobody could look after the server.
    #[error("the last admin cannot be erased")]
    LastAdmin,
    /// The answer is missing or too long.
    #[error("an answer is missing or too long")]
    Answer(CleanError),
    /// The directory refused.
    #[error(transparent)]
    Directory(DirectoryError),
}

impl From<DirectoryError> for NotErased {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::LastAdmin => Self::LastAdmin,
            error => Self::Directory(error),
        }
    }
}

impl From<DbError> for NotErased {
    fn from(error: DbError) -> Self {
        Self::Directory(error.into())
    }
}

/// Asks for the erasure of somebody: they themselves, or `by` nobody for the command line.
pub async fn ask_erasure(people: &People, by: Option<PersonId>, id: PersonId) -> Result<Uuid, NotErased> {
    let mut tx = people.db.write().await?;
    let new = begin(&mut tx, people, id.into_untyped_uuid(), "asked").await?;
    let by = by.map(GenericUuid::into_untyped_uuid);
    accounts::note(&mut tx, people, by, "erasure_asked", new, json!({ "person": id })).await?;
    tx.commit().await?;
    Ok(new)
}

async fn begin(tx: &mut WriteTx, people: &People, id: Uuid, cause: &str) -> Result<Uuid, NotErased> {
    if directory::is_erased(tx, id).await? {
        return Err(NotErased::Gone);
    }
    let new = people.ambient.id::<ErasureKind>().into_untyped_uuid();
    match store::erasure_add(tx, new, id, cause, micros(people.ambient.now())).await {
        Ok(_) => Ok(new),
        Err(DbError::Conflict) => Err(NotErased::AskedAlready),
        Err(error) => Err(error.into()),
    }
}

/// Takes an own request back, as long as nothing is carried out.
pub async fn withdraw_erasure(people: &People, id: PersonId) -> Result<(), NotErased> {
    let uuid = id.into_untyped_uuid();
    let mut tx = people.db.write().await?;
    let open = store::erasures_of(&mut tx, uuid).await?.into_iter().find(is_open).ok_or(NotErased::Gone)?;
    let now = micros(people.ambient.now());
    if store::erasure_stop(&mut tx, open.id, open.version, "withdrawn", "", None, now).await? == 0 {
        return Err(NotErased::Gone);
    }
    accounts::note(&mut tx, people, Some(uuid), "erasure_withdrawn", open.id, json!({ "person": id })).await?;
    tx.commit().await?;
    Ok(())
}

fn is_open(row: &ErasureRow) -> bool {
    matches!(row.state.as_str(), "asked" | "agreed")
}

/// Declines a request, with an answer. The caller has made sure that `by` may.
pub async fn decline(people: &People, by: PersonId, erasure: Uuid, seen: i64, answer: &str) -> Result<(), NotErased> {
    let answer = clean::text(answer, ANSWER_MAX).map_err(NotErased::Answer)?;
    let mut tx = people.db.write().await?;
    let row = open_for(&mut tx, by, erasure, seen).await?;
    let (by, now) = (by.into_untyped_uuid(), micros(people.ambient.now()));
    if store::erasure_stop(&mut tx, erasure, seen, "declined", &answer, Some(by), now).await? == 0 {
        return Err(NotErased::Gone);
    }
    accounts::note(&mut tx, people, Some(by), "erasure_declined", erasure, json!({ "person": row.person_id })).await?;
    tx.commit().await?;
    Ok(())
}

/// Agrees to a request: the first time it waits for somebody else, the second time it is carried out. The caller has
/// made sure that `by` may, and says under which hat. One of the two is a people partner, where there is one who reaches
/// this person; and the second held the role before it was asked for. Answers the proof once there is one.
pub async fn agree(
    people: &People,
    (by, hat): (PersonId, Hat),
    erasure: Uuid,
    seen: i64,
) -> Result<Option<Proof>, NotErased> {
    let hand = Hand::of(people, Some(by));
    let mut tx = hand.begin().await?;
    let row = open_for(&mut tx, by, erasure, seen).await?;
    let by = by.into_untyped_uuid();
    let hat = if hat == Hat::Partner { Hat::Partner } else { Hat::Admin };
    if row.state == "asked" {
        if store::erasure_first(&mut tx, erasure, seen, by, hat.key(), micros(people.ambient.now())).await? == 0 {
            return Err(NotErased::Gone);
        }
        hand.note(&mut tx, "erasure_agreed", erasure, json!({ "person": row.person_id })).await?;
        tx.commit().await?;
        return Ok(None);
    }
    if row.first_by == Some(by) {
        return Err(NotErased::SamePerson);
    }
    let today = directory::today(people);
    if !is_second(&mut tx, by, hat, from_micros(row.asked_at), today).await? {
        return Err(NotErased::TooNew);
    }
    if ![row.first_hat.as_deref(), Some(hat.key())].contains(&Some(Hat::Partner.key())) {
        let holders = role_holders(&mut tx, row.person_id, today).await?;
        if !holders.partners.is_empty() {
            return Err(NotErased::NoPartner);
        }
    }
    let done = carry_out(&mut tx, people, &row, Some(by)).await?;
    tx.commit().await?;
    tell(people, &done.touched).await;
    Ok(Some(done.proof))
}

async fn open_for(tx: &mut WriteTx, by: PersonId, erasure: Uuid, seen: i64) -> Result<ErasureRow, NotErased> {
    let row = store::erasure_by_id(tx, erasure).await?.filter(is_open).filter(|it| it.version == seen);
    // Nobody decides about themselves.
    row.filter(|it| it.person_id != by.into_untyped_uuid()).ok_or(NotErased::Gone)
}

/// Erases somebody whose time is over: nobody has to agree.
pub async fn erase_by_retention(people: &People, id: PersonId) -> Result<Proof, NotErased> {
    let hand = Hand::of(people, None);
    let mut tx = hand.begin().await?;
    let uuid = id.into_untyped_uuid();
    // A request that waits is answered by this.
    let open = store::erasures_of(&mut tx, uuid).await?.into_iter().find(is_open);
    let row = if let Some(row) = open {
        row
    } else {
        let new = begin(&mut tx, people, uuid, "retention").await?;
        store::erasure_by_id(&mut tx, new).await?.ok_or(NotErased::Gone)?
    };
    let done = carry_out(&mut tx, people, &row, None).await?;
    tx.commit().await?;
    tell(people, &done.touched).await;
    Ok(done.proof)
}

/// What an erasure would do: everything is done, looked at and taken back.
pub async fn rehearse(people: &People, id: PersonId) -> Result<Rehearsed, NotErased> {
    let hand = Hand::of(people, None);
    let mut tx = hand.begin().await?;
    let uuid = id.into_untyped_uuid();
    let open = store::erasures_of(&mut tx, uuid).await?.into_iter().find(is_open);
    let row = if let Some(row) = open {
        row
    } else {
        let new = begin(&mut tx, people, uuid, "asked").await?;
        store::erasure_by_id(&mut tx, new).await?.ok_or(NotErased::Gone)?
    };
    let done = carry_out(&mut tx, people, &row, None).await?;
    // Dropped uncommitted: nothing has happened.
    drop(tx);
    Ok(Rehearsed { proof: done.proof, pseudonym: done.pseudonym })
}

struct Done {
    proof: Proof,
    pseudonym: String,
    touched: Vec<Vec<Uuid>>,
}

async fn carry_out(tx: &mut WriteTx, people: &People, row: &ErasureRow, by: Option<Uuid>) -> Result<Done, NotErased> {
    if retention::is_held(tx, row.person_id).await? {
        return Err(NotErased::Held);
    }
    let id = PersonId::from_untyped_uuid(row.person_id);
    let today = directory::today(people);
    let subject = subject(tx, row.person_id, today).await?.ok_or(NotErased::Gone)?;
    leave(tx, people, id, by).await?;
    let pseudonym = pseudonym(row.person_id);
    let mut gone: BTreeMap<String, u64> = BTreeMap::new();
    let mut touched = Vec::new();
    for holding in people.holdings.iter() {
        let it = Erasing { people, subject: &subject, pseudonym: &pseudonym, by };
        let erased = holding.erase(tx, &it).await?;
        for (kind, n) in erased.counts.into_iter().filter(|it| it.1 > 0) {
            *gone.entry(kind.to_owned()).or_default() += n;
        }
        touched.push(erased.touched);
    }
    let at = people.ambient.now();
    let proof = Proof::of(tx, &Needles::of(&subject), gone, at).await?;
    let hash = proof.hash();
    if store::erasure_done(tx, row.id, row.version, by, micros(at), &proof.text(), &hash).await? == 0 {
        return Err(NotErased::Gone);
    }
    let data = json!({ "erasure": row.id, "proof": hex(&hash), "stands": proof.stands.len(), "gone": proof.gone });
    accounts::note(tx, people, by, "person_erased", row.person_id, data).await?;
    Ok(Done { proof, pseudonym, touched })
}

/// Whoever is erased has left: no session, no line, no team, and the last admin stays.
async fn leave(tx: &mut WriteTx, people: &People, id: PersonId, by: Option<Uuid>) -> Result<(), NotErased> {
    let row = people_store::entry_by_id(tx, id.into_untyped_uuid()).await?.ok_or(NotErased::Gone)?;
    let mut entry = row.entry();
    if entry.status == Status::Leaver {
        return Ok(());
    }
    entry.status = Status::Leaver;
    let today = directory::today(people);
    entry.left_on = Some(entry.started_on.map_or(today, |started| started.max(today)));
    let hand = Hand::of(people, by.map(PersonId::from_untyped_uuid));
    directory::update(tx, &hand, id, row.version, &entry).await?;
    Ok(())
}

/// What somebody is called afterwards: the end of their id keeps two of them apart.
fn pseudonym(id: Uuid) -> String {
    let [.., one, two] = *id.as_bytes();
    WORDS.in_language("en").with("own-pseudonym", &[("code", hex(&[one, two]).into())])
}

/// Neither memory nor journal must keep what the records forgot.
async fn tell(people: &People, touched: &[Vec<Uuid>]) {
    let db = people.db.clone();
    tokio::spawn(async move { db.empty_journal().await });
    for (holding, touched) in people.holdings.iter().zip(touched) {
        holding.erased(touched).await;
    }
}

/// The requests of one person, the newest first.
pub async fn erasures(tx: &mut impl Reads, id: PersonId) -> Result<Vec<Erasure>, DbError> {
    let rows = store::erasures_of(tx, id.into_untyped_uuid()).await?;
    let mut all = shown(tx, rows).await?;
    all.reverse();
    Ok(all)
}

/// Open requests, the oldest first, and the last `done` that were carried out.
pub async fn open_erasures(tx: &mut impl Reads, done: i64) -> Result<(Vec<Erasure>, Vec<Erasure>), DbError> {
    let open = store::erasures_asked(tx).await?;
    let done = store::erasures_done(tx, done).await?;
    Ok((shown(tx, open).await?, shown(tx, done).await?))
}

async fn shown(tx: &mut impl Reads, rows: Vec<ErasureRow>) -> Result<Vec<Erasure>, DbError> {
    let names = names_of(tx, rows.iter().filter_map(|it| it.first_by).collect()).await?;
    let one = |row: ErasureRow| Erasure {
        id: row.id,
        person: PersonId::from_untyped_uuid(row.person_id),
        name: row.name,
        cause: row.cause,
        state: row.state,
        answer: row.answer,
        asked_at: from_micros(row.asked_at),
        first: row.first_by.map(|by| (by, names.get(&by).cloned().unwrap_or_default())),
        ended_at: row.second_at.map(from_micros),
        proof: row.proof.as_deref().and_then(Proof::parse),
        hash: row.proof_hash.as_deref().map(hex).unwrap_or_default(),
        version: row.version,
    };
    Ok(rows.into_iter().map(one).collect())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        use std::fmt::Write;
        // Writing to a text cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
