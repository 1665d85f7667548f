//! The first step, and the imports of before.

use super::{Here, Tabs, frame, may_import, unavailable};
use crate::directory::DirectoryError;
use crate::import::{
    self, Absent, Choices, Counts, FileError, ImportId, Kept, MOST_BYTES, MOST_ROWS, NotUndone, Order, Past,
};
use crate::{People, Signed};
use askama::Template;
use askama_web::WebTemplate;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, Query};
use futures_util::StreamExt;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::{Frame, Outcome, Problem, Words};

/// Bytes of a request that is read to its end although its file does not fit, so that the browser shows the answer.
const MOST_READ: usize = 1024 * 1024 * 1024;
/// Bytes around the file in a form.
const AROUND: usize = 16 * 1024;
/// Characters of a file name that are kept.
const NAME: usize = 120;

#[derive(Template, WebTemplate)]
#[template(path = "people/import/start.html")]
struct Start {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    fault: Option<String>,
    done: Option<String>,
    limit: String,
    past: Vec<Shown>,
}

/// An import of before.
struct Shown {
    id: ImportId,
    file_name: String,
    at: String,
    by: String,
    counts: String,
    undone: Option<String>,
    may_undo: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "people/import/undone.html")]
struct UndonePage {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    say: String,
    kept: Vec<String>,
}

/// What is asked for in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    done: Option<String>,
}

/// Which import is taken back.
#[derive(Debug, Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    id: String,
}

/// GET /people/import
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Outcome<Response> {
    may_import(&signed)?;
    Ok(page(&people, &signed, &headers, None, asked.done.is_some()).await?.into_response())
}

/// POST /people/import: a file.
pub(super) async fn send(State(people): State<People>, signed: Signed, request: Request) -> Outcome<Response> {
    may_import(&signed)?;
    let headers = request.headers().clone();
    let taken = match file(request).await? {
        Some((name, bytes)) => import::read(&bytes).map(|table| (name, bytes, table)),
        None => Err(FileError::Empty),
    };
    let (name, bytes, table) = match taken {
        Ok(taken) => taken,
        Err(error) => {
            let status = match error {
                FileError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            return Ok((status, page(&people, &signed, &headers, Some(&error), false).await?).into_response());
        }
    };
    let columns = import::suggest(&table.headers).columns;
    let choices = Choices { columns, dates: Order::Unknown, absent: Absent::Stay };
    let id = import::keep(&people, signed.person.id, &name, &bytes, &choices).await.map_err(unavailable)?;
    Ok(Redirect::to(&format!("/people/import/{id}/columns")).into_response())
}

/// The file in a form: its name and its bytes; none where nothing was chosen. What is too large comes back as one byte
/// too many: [`import::read`] says so in its own words.
async fn file(request: Request) -> Outcome<Option<(String, Vec<u8>)>> {
    let (head, body) = request.into_parts();
    let mut bytes = Vec::new();
    let (mut read, mut fits) = (0, true);
    let mut stream = body.into_data_stream();
    while let Some(part) = stream.next().await {
        let part = part.map_err(|_| unreadable())?;
        read += part.len();
        fits = read <= MOST_BYTES + AROUND;
        if fits {
            bytes.extend_from_slice(&part);
        } else {
            bytes = Vec::new();
        }
        if read > MOST_READ {
            break;
        }
    }
    if !fits {
        return Ok(Some((String::new(), vec![b' '; MOST_BYTES + 1])));
    }
    let request = Request::from_parts(head, Body::from(bytes));
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        if field.name() == Some("file") {
            let name = file_name(field.file_name().unwrap_or_default());
            let bytes = field.bytes().await.map_err(|_| unreadable())?;
            return Ok((!bytes.is_empty()).then(|| (name, bytes.to_vec())));
        }
    }
    Ok(None)
}

fn unreadable() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad-request")
}

/// The name of a file without its folders.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    web::clean::line(last, NAME).unwrap_or_else(|_| "people.csv".to_owned())
}

/// POST /people/import/undo
pub(super) async fn undo(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Form(back): Form<Back>,
) -> Outcome<Response> {
    may_import(&signed)?;
    let (frame, t) = frame(&people, &signed, &headers, "undone-title");
    let refused = |key: &'static str| Problem::new(StatusCode::CONFLICT, key).say(t.text(key));
    let id = back.id.parse().map_err(|_| refused("undo-not-last"))?;
    let undone = match import::undo(&people, Some(signed.person.id), id).await {
        Ok(undone) => undone,
        Err(NotUndone::NotLast) => return Err(refused("undo-not-last")),
        Err(NotUndone::Forgotten) => return Err(refused("undo-forgotten")),
        Err(NotUndone::Directory(DirectoryError::Db(error))) => return Err(unavailable(error)),
        Err(NotUndone::Directory(DirectoryError::Circle(_))) => return Err(refused("undo-circle")),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "an import cannot be taken back");
            return Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal"));
        }
    };
    let say = t.with(
        "undone-say",
        &[
            ("file", undone.file_name.as_str().into()),
            ("restored", undone.restored.into()),
            ("removed", undone.removed.into()),
        ],
    );
    let kept = undone.kept.iter().map(|it| kept(it, &t)).collect();
    Ok(UndonePage { tabs: Tabs::of(Here::Import, &signed, &t), say, kept, frame, t }.into_response())
}

fn kept(it: &Kept, t: &Words) -> String {
    if it.fields.is_empty() {
        return t.with("undone-stays", &[("name", it.name.as_str().into())]);
    }
    let fields = it.fields.iter().map(|field| field.word(t)).collect::<Vec<_>>().join(", ");
    t.with("undone-kept", &[("name", it.name.as_str().into()), ("fields", fields.into())])
}

async fn page(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    fault: Option<&FileError>,
    done: bool,
) -> Outcome<Start> {
    let (frame, t) = frame(people, signed, headers, "import-title");
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let past = import::history(&mut tx).await.map_err(unavailable)?;
    let mut names = BTreeMap::new();
    for id in past.iter().filter_map(|it| it.by) {
        let today = crate::directory::today(people);
        let card = crate::directory::person_card(&mut tx, id, today).await.map_err(unavailable)?;
        names.insert(id, card.map(|it| it.name).unwrap_or_default());
    }
    drop(tx);
    let last = past.iter().find(|it| it.undone_at.is_none()).map(|it| it.id);
    let done = past.first().filter(|it| done && it.undone_at.is_none());
    let done = done.map(|it| t.with("import-done", &[("counts", counts(&it.counts, &t).into())]));
    let shown = |it: &Past| Shown {
        id: it.id,
        file_name: it.file_name.clone(),
        at: it.at.strftime("%Y-%m-%d %H:%M").to_string(),
        by: match it.by {
            Some(id) => names.get(&id).cloned().unwrap_or_default(),
            None => t.text("import-by-command"),
        },
        counts: counts(&it.counts, &t),
        undone: it
            .undone_at
            .map(|at| t.with("import-undone-at", &[("at", at.strftime("%Y-%m-%d %H:%M").to_string().into())])),
        may_undo: last == Some(it.id) && !it.is_forgotten,
    };
    let rows = t.number(u64::try_from(MOST_ROWS).unwrap_or(u64::MAX));
    Ok(Start {
        tabs: Tabs::of(Here::Import, signed, &t),
        fault: fault.map(|it| it.say(&t)),
        done,
        limit: t.with("import-limit", &[("most", (MOST_BYTES / 1024 / 1024).into()), ("rows", rows.into())]),
        past: past.iter().map(shown).collect(),
        frame,
        t,
    })
}

fn counts(it: &Counts, t: &Words) -> String {
    let n = [("new", it.new.into()), ("changed", it.changed.into()), ("leavers", it.leavers.into())];
    t.with("import-counts", &n)
}
