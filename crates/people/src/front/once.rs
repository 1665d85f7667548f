//! `Idempotency-Key`: a request that changes something is done once, however often it is sent.
//!
//! A key is kept for a day, with the request it came with and its answer. It is written before the work begins. The first
//! change that the work makes is marked in its own transaction (`db::keyed`), so after a crash it is known whether to do
//! it again. A run that is not in this process any more, and has changed nothing, is overtaken: should it still live
//! somewhere, it can no longer change anything. ADR 0021 has the whole table.

use super::Front;
use crate::store::idempotency as sql;
use crate::{Signed, WORDS, pages};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use db::{DbError, keyed, micros};
use jiff::SignedDuration;
use newtype_uuid::{GenericUuid, TypedUuidKind, TypedUuidTag};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tracing::Instrument;
use uuid::Uuid;
use web::{Fault, Problem};

/// The header.
pub(super) const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Characters that a key may have.
const LONGEST: usize = 255;
/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// What of an answer's head is kept; the rest is made anew for each request.
const HEADERS: [HeaderName; 4] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION, header::LINK];

/// The runs of this process that are not answered yet.
#[derive(Default)]
pub(super) struct Live(Mutex<HashSet<Uuid>>);

/// A run that is under way; it is no more when this is dropped.
struct Run {
    id: Uuid,
    live: Arc<Live>,
}

enum RunKind {}

impl TypedUuidKind for RunKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("run");
        TAG
    }
}

impl Live {
    fn begin(self: &Arc<Self>, id: Uuid) -> Run {
        self.set().insert(id);
        Run { id, live: Arc::clone(self) }
    }

    fn holds(&self, id: Uuid) -> bool {
        self.set().contains(&id)
    }

    fn set(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        // A panic elsewhere leaves the set usable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.live.set().remove(&self.id);
    }
}

/// What a key says about a request.
enum Found {
    /// Do it: nobody did.
    New,
    /// It was done, and this is what was said.
    Answered(Response),
    /// Not to be done, or not now.
    Refused(Problem),
}

/// Does a request once.
pub(super) async fn run(front: &Front, signed: &Signed, request: Request, next: Next) -> Response {
    let key = match key(request.headers()) {
        Ok(key) => key,
        Err(problem) => return problem.into_response(),
    };
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, web::BODY).await else {
        return Problem::too_large().into_response();
    };
    let target = parts.uri.path_and_query().map_or("", |it| it.as_str());
    let preconditions = parts.headers.get(header::IF_MATCH).map_or(&b""[..], HeaderValue::as_bytes);
    let hash = hash(&[signed.hat.key().as_bytes(), target.as_bytes(), preconditions, &body]);

    let id = GenericUuid::into_untyped_uuid(front.people.ambient.timeless_id::<RunKind>());
    let run = front.live.begin(id);
    let person = signed.person.id.into_untyped_uuid();
    match find(front, person, &key, &hash, id).await {
        Ok(Found::New) => {}
        Ok(Found::Answered(response)) => return response,
        Ok(Found::Refused(problem)) => return again(problem),
        Err(error) => return pages::unavailable(error).into_response(),
    }
    let (front, request) = (front.clone(), Request::from_parts(parts, Body::from(body)));
    // In a task of its own: whoever asked may hang up, and the answer must be there when they ask again.
    let work = async move {
        let response = keyed::within(Some(run.id), next.run(request)).await;
        keep(&front, run, response).await
    };
    match tokio::spawn(work.in_current_span()).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a request with a key broke off");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The key as it was sent: 1 to 255 visible characters.
fn key(headers: &HeaderMap) -> Result<String, Problem> {
    let mut sent = headers.get_all(KEY).iter();
    let (first, more) = (sent.next().and_then(|it| it.to_str().ok()), sent.next());
    let fits = |key: &&str| (1..=LONGEST).contains(&key.len()) && key.bytes().all(|it| it.is_ascii_graphic());
    first.filter(fits).filter(|_| more.is_none()).map(str::to_owned).ok_or_else(|| {
        let say = WORDS.in_language("en").with("key-unusable", &[("most", LONGEST.into())]);
        let problem = Problem::new(StatusCode::BAD_REQUEST, "key-unusable").say(say.clone());
        problem.fault(Fault::in_header("Idempotency-Key", say))
    })
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

async fn find(front: &Front, person: Uuid, key: &str, request: &[u8], run: Uuid) -> Result<Found, DbError> {
    let now = front.people.ambient.now();
    let mut tx = front.people.db.write().await?;
    sql::keys_forget(&mut tx, micros(now - KEPT)).await?;
    if sql::key_begin(&mut tx, person, key, request, run, micros(now)).await? == 1 {
        tx.commit().await?;
        return Ok(Found::New);
    }
    // Between the two it may have been dropped: whoever asks again finds it so.
    let Some(known) = sql::key_find(&mut tx, person, key).await? else { return Ok(busy()) };
    if known.request != request {
        return Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, "key-reused"));
    }
    match known.state.as_str() {
        "answered" => Ok(answered(known).map_or_else(busy, Found::Answered)),
        _ if front.live.holds(known.run) => Ok(busy()),
        "begun" => {
            if sql::key_overtake(&mut tx, known.run, run).await? == 0 {
                return Ok(busy());
            }
            tx.commit().await?;
            Ok(Found::New)
        }
        _ => {
            // It may have been answered between the look at the row and the one at what is being worked on.
            if let Some(known) = sql::key_find(&mut tx, person, key).await?.filter(|it| it.state == "answered") {
                return Ok(answered(known).map_or_else(busy, Found::Answered));
            }
            let object = known.object.map(|it| it.to_string()).unwrap_or_default();
            let say = WORDS.in_language("en").with("key-answer-lost", &[("object", object.into())]);
            Ok(Found::Refused(Problem::new(StatusCode::CONFLICT, "key-answer-lost").say(say)))
        }
    }
}

fn busy() -> Found {
    refused(StatusCode::CONFLICT, "key-in-flight")
}

fn refused(status: StatusCode, key: &'static str) -> Found {
    Found::Refused(Problem::new(status, key).say(WORDS.in_language("en").text(key)))
}

/// What is under way will be answered soon.
fn again(problem: Problem) -> Response {
    let soon = problem.key() == "key-in-flight";
    let mut response = problem.into_response();
    if soon {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

fn answered(row: sql::KeyRow) -> Option<Response> {
    let status = StatusCode::from_u16(u16::try_from(row.status?).ok()?).ok()?;
    let headers: Vec<(String, String)> = serde_json::from_str(&row.headers?).ok()?;
    let mut response = (status, row.body?).into_response();
    response.headers_mut().remove(header::CONTENT_TYPE);
    for (name, value) in headers {
        response.headers_mut().insert(HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?);
    }
    Some(response)
}

/// Keeps an answer. What broke on our side is not kept: nothing was changed, or it is known that something was.
async fn keep(front: &Front, run: Run, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    // Answers of the API stand in memory as a whole.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_else(|_| Bytes::new());
    let headers: Vec<_> =
        HEADERS.iter().filter_map(|name| Some((name.as_str(), parts.headers.get(name)?.to_str().ok()?))).collect();
    let headers = serde_json::to_string(&headers).unwrap_or_default();
    let kept = async {
        let mut tx = front.people.db.write().await?;
        if parts.status.is_server_error() {
            sql::key_drop(&mut tx, run.id).await?;
        } else {
            sql::key_answer(&mut tx, run.id, parts.status.as_u16().into(), &headers, &body).await?;
        }
        tx.commit().await
    };
    if let Err(error) = kept.await {
        // The answer stands; whoever sends the same again hears that it is lost.
        tracing::error!(error = &error as &dyn std::error::Error, "the answer to a key could not be kept");
    }
    Response::from_parts(parts, Body::from(body))
}

/// Forgets the answers of more than a day ago; answers how many. To be asked now and then.
pub async fn forget_answers(people: &crate::People) -> Result<u64, DbError> {
    let mut tx = people.db.write().await?;
    let forgotten = sql::keys_forget(&mut tx, micros(people.ambient.now() - KEPT)).await?;
    tx.commit().await?;
    Ok(forgotten)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_visible_characters() {
        let read = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(KEY, HeaderValue::from_bytes(value.as_bytes()).unwrap());
            }
            key(&headers).map_err(|problem| problem.status().as_u16())
        };
        for good in ["a", "\"a\"", "8e03978e-40d5-43dd-bc93-6894a57f9324", &"x".repeat(LONGEST)] {
            assert_eq!(read(&[good]), Ok(good.to_owned()), "{good}");
        }
        for bad in ["", "a b", "ä", &"x".repeat(LONGEST + 1)] {
            assert_eq!(read(&[bad]), Err(400), "{bad}");
        }
        assert_eq!(read(&["a", "a"]), Err(400));
    }

    #[test]
    fn requests_differ_in_every_part() {
        let all = [hash(&[b"a", b"b"]), hash(&[b"ab", b""]), hash(&[b"", b"ab"]), hash(&[b"a", b"c"])];
        let different: HashSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
