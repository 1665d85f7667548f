//! What people ask for, and what was decided.

use super::erasure::problem;
use super::{Here, ROWS, Tabs, frame, gone, may, moved, refused, tabs, unavailable};
use crate::access::{Decision, Standing, decide, standing_to};
use crate::directory::{self, DirectoryError};
use crate::model::PersonId;
use crate::own::{self, Correction, Erasure, NotCorrected, NotErased, Proof, Step};
use crate::store::own as store;
use crate::{People, Signed};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use newtype_uuid::GenericUuid;
use serde::Deserialize;
use uuid::Uuid;
use web::{Frame, Outcome, Problem, Words};

/// Erasures that were carried out and are shown with their proofs.
const DONE: i64 = 20;

#[derive(Template, WebTemplate)]
#[template(path = "people/own/requests.html")]
struct Requests {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    stopped: Option<String>,
    corrections: Vec<Wish>,
    erasures: Vec<Open>,
    done: Vec<Done>,
}

struct Wish {
    id: String,
    version: i64,
    href: String,
    name: String,
    field: String,
    is: String,
    wanted: String,
    why: String,
    at: String,
    answer: String,
}

struct Open {
    id: String,
    version: i64,
    name: String,
    at: String,
    first: Option<String>,
    is_second: bool,
    may_agree: bool,
    answer: String,
}

struct Done {
    name: String,
    at: String,
    cause: String,
    clean: bool,
    say: String,
    stands: Vec<(String, String)>,
    hash: String,
}

/// The form of a decision.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    version: i64,
    #[serde(rename = "do")]
    what: String,
    answer: String,
}

impl Sent {
    fn step(&self) -> Step {
        if self.what == "agree" { Step::Agree } else { Step::Decline }
    }
}

/// GET /people/requests
pub(super) async fn show(State(people): State<People>, signed: Signed, headers: HeaderMap) -> Outcome<Response> {
    may(&signed, "request", "read")?;
    Ok(page(&people, &signed, &headers, None).await?.into_response())
}

/// POST /people/requests/correction/{request}
pub(super) async fn correction(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    let whose = whose_correction(&people, &signed, id).await?;
    may_decide(&people, &signed, whose).await?;
    let decided = own::decide_correction(&people, signed.person.id, id, sent.version, sent.step(), &sent.answer).await;
    let key = match decided {
        Ok(()) => return Ok(Redirect::to("/people/requests").into_response()),
        Err(NotCorrected::Gone) => return Err(gone()),
        Err(NotCorrected::Directory(DirectoryError::Stale)) => return Err(moved()),
        Err(NotCorrected::Directory(DirectoryError::Db(error))) => return Err(unavailable(error)),
        Err(NotCorrected::Why(_)) => "requests-answer",
        Err(NotCorrected::Unclear) => "requests-unclear",
        Err(NotCorrected::Directory(DirectoryError::EmailTaken)) => "requests-email-taken",
        Err(NotCorrected::Directory(DirectoryError::EmployeeIdTaken)) => "requests-id-taken",
        Err(NotCorrected::Directory(DirectoryError::Circle(_))) => "requests-circle",
        Err(NotCorrected::Directory(DirectoryError::NoSuchPerson)) => {
            return Err(refused(DirectoryError::NoSuchPerson));
        }
        Err(_) => "requests-cannot",
    };
    stopped(&people, &signed, &headers, id, key, &sent.answer).await
}

/// POST /people/requests/erasure/{request}
pub(super) async fn erasure(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    let whose = whose_erasure(&people, &signed, id).await?;
    may_decide(&people, &signed, whose).await?;
    let by = signed.person.id;
    let decided = match sent.step() {
        Step::Agree => own::agree(&people, (by, signed.hat), id, sent.version).await.map(drop),
        Step::Decline => own::decline(&people, by, id, sent.version, &sent.answer).await,
    };
    let key = match decided {
        Ok(()) => return Ok(Redirect::to("/people/requests").into_response()),
        Err(NotErased::Answer(_)) => "requests-answer",
        Err(NotErased::SamePerson) => "erasure-same-person",
        Err(NotErased::TooNew) => "erasure-too-new",
        Err(NotErased::NoPartner) => "erasure-no-partner",
        Err(NotErased::Held) => "erasure-held",
        Err(NotErased::LastAdmin) => "erasure-last-admin",
        Err(error) => return Err(problem(error)),
    };
    stopped(&people, &signed, &headers, id, key, &sent.answer).await
}

/// The page again, with what was typed and why it did not do.
async fn stopped(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    id: Uuid,
    key: &'static str,
    answer: &str,
) -> Outcome<Response> {
    let mut page = page(people, signed, headers, Some(key)).await?;
    let id = id.to_string();
    for it in page.corrections.iter_mut().filter(|it| it.id == id) {
        answer.clone_into(&mut it.answer);
    }
    for it in page.erasures.iter_mut().filter(|it| it.id == id) {
        answer.clone_into(&mut it.answer);
    }
    let status = if key == "requests-answer" { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    Ok((status, page).into_response())
}

async fn whose_correction(people: &People, signed: &Signed, id: Uuid) -> Outcome<PersonId> {
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let row = store::correction_by_id(&mut tx, id).await.map_err(unavailable)?;
    row.map(|it| PersonId::from_untyped_uuid(it.person_id)).ok_or_else(|| missing(signed))
}

async fn whose_erasure(people: &People, signed: &Signed, id: Uuid) -> Outcome<PersonId> {
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let row = store::erasure_by_id(&mut tx, id).await.map_err(unavailable)?;
    row.map(|it| PersonId::from_untyped_uuid(it.person_id)).ok_or_else(|| missing(signed))
}

/// What is not there answers as what is out of reach.
fn missing(signed: &Signed) -> Problem {
    let scene = signed.scene(Standing::None);
    match decide(ROWS, &signed.actor(), "request", "decide", scene) {
        Decision::Allow(_) => gone(),
        Decision::Deny(deny) => deny.problem(),
    }
}

/// May they decide for this person? Nobody does for themselves; a request out of reach is not there.
async fn may_decide(people: &People, signed: &Signed, whose: PersonId) -> Outcome<()> {
    let decision = decision(people, signed, whose).await?;
    decision.or_problem().map(|_| ())
}

async fn decision(people: &People, signed: &Signed, whose: PersonId) -> Outcome<Decision> {
    let today = directory::today(people);
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let standing = standing_to(&mut tx, &signed.wearer(), whose, today).await.map_err(unavailable)?;
    Ok(decide(ROWS, &signed.actor(), "request", "decide", signed.scene(standing)))
}

async fn page(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    stopped: Option<&'static str>,
) -> Outcome<Requests> {
    let (corrections, erasures, done) = {
        let mut tx = people.db.read().await.map_err(unavailable)?;
        let corrections = own::open_corrections(&mut tx).await.map_err(unavailable)?;
        let (open, done) = own::open_erasures(&mut tx, DONE).await.map_err(unavailable)?;
        (corrections, open, done)
    };
    let mut seen = Vec::new();
    let (mut wishes, mut ends) = (Vec::new(), Vec::new());
    let (frame, t) = frame(people, signed, headers, "requests-title");
    for it in corrections {
        if decision(people, signed, it.person).await?.is_yes() {
            seen.push(it.person);
            wishes.push(wish(&it, &t));
        }
    }
    for it in erasures {
        if decision(people, signed, it.person).await?.is_yes() {
            seen.push(it.person);
            ends.push(open(&it, signed, &t));
        }
    }
    // What was carried out keeps to the same scope.
    let mut carried = Vec::new();
    for it in done {
        if decision(people, signed, it.person).await?.is_yes() {
            carried.push(carried_out(&it, &t));
        }
    }
    // Who asked can see who looked.
    own::note_reading(people, signed.person.id, own::REQUEST_READ, seen).await.map_err(unavailable)?;
    Ok(Requests {
        tabs: tabs(Here::Requests, signed, &t),
        stopped: stopped.map(|key| t.text(key)),
        corrections: wishes,
        erasures: ends,
        done: carried,
        frame,
        t,
    })
}

fn wish(it: &Correction, t: &Words) -> Wish {
    Wish {
        id: it.id.to_string(),
        version: it.version,
        href: format!("/people/{}", it.person),
        name: it.name.clone(),
        field: it.field.word(t),
        is: it.is.clone(),
        wanted: it.wish.clone(),
        why: it.why.clone(),
        at: it.asked_at.strftime("%Y-%m-%d").to_string(),
        answer: String::new(),
    }
}

fn open(it: &Erasure, signed: &Signed, t: &Words) -> Open {
    let own = signed.person.id.into_untyped_uuid();
    Open {
        id: it.id.to_string(),
        version: it.version,
        name: it.name.clone(),
        at: it.asked_at.strftime("%Y-%m-%d").to_string(),
        first: it.first.as_ref().map(|(_, name)| t.with("requests-first", &[("name", name.as_str().into())])),
        is_second: it.first.is_some(),
        may_agree: it.first.as_ref().is_none_or(|(by, _)| *by != own),
        answer: String::new(),
    }
}

fn carried_out(it: &Erasure, t: &Words) -> Done {
    let stands = it.proof.as_ref().map(|proof| proof.stands.as_slice()).unwrap_or_default();
    Done {
        name: it.name.clone(),
        at: it.ended_at.map(|at| at.strftime("%Y-%m-%d").to_string()).unwrap_or_default(),
        cause: t.text(&format!("own-word-{}", it.cause)),
        clean: stands.is_empty(),
        say: it.proof.as_ref().map(|proof| said(proof, t)).unwrap_or_default(),
        stands: stands
            .iter()
            .map(|place| {
                let at = format!("{}.{}", place.table, place.column);
                let why = t.text(&format!("proof-why-{}", place.why));
                (t.with("proof-place", &[("at", at.into()), ("n", place.cells.into())]), why)
            })
            .collect(),
        hash: it.hash.clone(),
    }
}

/// What was looked at and found, in a sentence.
fn said(proof: &Proof, t: &Words) -> String {
    let (cells, gone) = (t.number(proof.cells), proof.gone.values().sum::<u64>());
    let found: u64 = proof.stands.iter().map(|it| it.cells).sum();
    let key = if found == 0 { "proof-clean" } else { "proof-stands" };
    let columns = proof.columns;
    t.with(key, &[("gone", gone.into()), ("cells", cells.into()), ("columns", columns.into()), ("found", found.into())])
}
