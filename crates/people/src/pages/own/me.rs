//! Everything that is stored about whoever asks, and who reads it.

use super::{frame, gone, may, unavailable};
use crate::own::{self, Correction, Erasure, Gathered, Item, Keeps, MOST_PER_DAY, Names, NotPacked, ReadNote, Reader};
use crate::retention::{self, Chosen};
use crate::{People, Signed};
use askama::Template;
use askama_web::WebTemplate;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use futures_util::stream;
use newtype_uuid::GenericUuid;
use serde::Deserialize;
use std::convert::Infallible;
use web::{Frame, Outcome, Problem, Words};

/// Records of one kind on the page; the download has all.
const SHOWN: usize = 20;
/// Readings on the page.
const READS: u32 = 20;
/// Bytes that are sent at a time.
const CHUNK: usize = 64 * 1024;

/// What is asked for in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    before: Option<i64>,
    done: Option<String>,
}

#[derive(Template, WebTemplate)]
#[template(path = "people/own/me.html")]
pub(super) struct Me {
    frame: Frame,
    t: Words,
    done: Option<String>,
    held: bool,
    holders: Vec<(String, String)>,
    chapters: Vec<Chapter>,
    none: Vec<String>,
    reads: Vec<Read>,
    older: Option<i64>,
    is_first: bool,
    corrections: Vec<Wish>,
    erasures: Vec<End>,
    may_withdraw: bool,
}

/// Records of one kind.
struct Chapter {
    key: &'static str,
    title: String,
    what: String,
    count: String,
    facts: Vec<(String, String)>,
    records: Vec<Record>,
    more: Option<String>,
}

struct Record {
    parts: Vec<(String, String)>,
    readers: Option<String>,
}

struct Read {
    day: String,
    who: String,
    what: String,
}

struct Wish {
    id: String,
    what: String,
    state: String,
    kind: &'static str,
    at: String,
    answer: String,
    open: bool,
}

struct End {
    state: String,
    kind: &'static str,
    at: String,
    say: String,
    answer: String,
}

/// GET /me
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Outcome<Me> {
    may(&signed, "own", "read")?;
    let id = signed.person.id;
    let report = own::report(&people, id).await.map_err(unavailable)?.ok_or_else(gone)?;
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let before = asked.before.unwrap_or(i64::MAX);
    let mut reads = own::reads(&mut tx, id, before, READS + 1).await.map_err(unavailable)?;
    let corrections = own::corrections(&mut tx, id).await.map_err(unavailable)?;
    let erasures = own::erasures(&mut tx, id).await.map_err(unavailable)?;
    let rules = retention::rules(&people, &mut tx).await.map_err(unavailable)?;
    let held = retention::is_held(&mut tx, id.into_untyped_uuid()).await.map_err(unavailable)?;
    drop(tx);

    let more = reads.len() > READS as usize;
    reads.truncate(READS as usize);
    let older = reads.last().filter(|_| more).map(|it| it.seq);
    let (frame, t) = frame(&people, &signed, &headers, "me-title");
    // Who has read has a section of its own.
    let (full, empty): (Vec<&Gathered>, Vec<&Gathered>) =
        report.kinds.iter().filter(|it| it.kind.key != "readers").partition(|it| !it.items.is_empty());
    let lang = frame.lang.clone();
    Ok(Me {
        done: asked
            .done
            .filter(|it| it == "edit" || it == "asked" || it == "withdrawn")
            .map(|it| t.text(&format!("me-done-{it}"))),
        held,
        holders: holders(&report.holders, &t),
        chapters: full.into_iter().map(|it| chapter(it, &report.holders, &rules, &lang, &t)).collect(),
        none: empty.into_iter().map(|it| (it.kind.words)(&lang).text(&format!("holding-{}", it.kind.key))).collect(),
        reads: reads.iter().map(|it| read(it, &t)).collect(),
        older,
        is_first: asked.before.is_none(),
        may_withdraw: erasures.iter().any(|it| matches!(it.state.as_str(), "asked" | "agreed")),
        corrections: corrections.iter().map(|it| wish(it, &t)).collect(),
        erasures: erasures.iter().map(|it| end(it, &t)).collect(),
        frame,
        t,
    })
}

fn holders(names: &Names, t: &Words) -> Vec<(String, String)> {
    let say = |names: &[String]| if names.is_empty() { t.text("me-nobody") } else { names.join(", ") };
    vec![
        (t.text("own-reader-managers"), say(&names.managers)),
        (t.text("own-reader-partners"), say(&names.partners)),
        (t.text("own-reader-admins"), say(&names.admins)),
    ]
}

fn chapter(it: &Gathered, names: &Names, rules: &[Chosen], lang: &str, t: &Words) -> Chapter {
    let own = (it.kind.words)(lang);
    let record = |item: &Item| Record {
        parts: item.parts.iter().map(|p| (own.text(&format!("own-part-{}", p.key)), p.value.say(&own))).collect(),
        readers: (!item.readers.is_empty()).then(|| item.readers.join(", ")),
    };
    let n = it.items.len();
    // The newest stand last, and are what people look for.
    let records: Vec<Record> = it.items.iter().rev().take(SHOWN).map(record).collect();
    let more = (n > SHOWN).then(|| t.with("me-more", &[("n", (n - SHOWN).into())]));
    let readers: Vec<String> = it.kind.readers.iter().map(|reader| reader_said(*reader, names, t)).collect();
    Chapter {
        key: it.kind.key,
        title: own.text(&format!("holding-{}", it.kind.key)),
        what: own.text(&format!("holding-{}-what", it.kind.key)),
        count: t.number(n as u64),
        facts: vec![
            (t.text("own-readers"), readers.join(" · ")),
            (t.text("own-source"), t.text(&format!("own-source-{}", it.kind.source.key()))),
            (t.text("own-keeps"), keeps(it.kind.keeps, rules, t)),
            (t.text("own-fate"), t.text(&format!("own-fate-{}", it.kind.fate.key()))),
        ],
        records,
        more,
    }
}

/// A reader by role, with names where few people have it.
fn reader_said(reader: Reader, names: &Names, t: &Words) -> String {
    let word = t.text(&format!("own-reader-{}", reader.key()));
    let names = match reader {
        Reader::Managers => &names.managers,
        Reader::Partners => &names.partners,
        Reader::Admins => &names.admins,
        _ => return word,
    };
    if names.is_empty() {
        return t.with("own-reader-none", &[("role", word.into())]);
    }
    t.with("own-reader-named", &[("role", word.into()), ("names", names.join(", ").into())])
}

fn keeps(keeps: Keeps, rules: &[Chosen], t: &Words) -> String {
    let days = |key: &str| rules.iter().find(|it| it.rule.key == key).map_or(0, |it| it.days);
    match keeps {
        Keeps::Rule(key) => t.with("own-keeps-rule", &[("days", days(key).into())]),
        Keeps::Employment(key) => t.with("own-keeps-employment", &[("days", days(key).into())]),
        Keeps::Hours(hours) => t.with("own-keeps-hours", &[("hours", hours.into())]),
        Keeps::Whole => t.text("own-keeps-whole"),
        Keeps::Ledger => t.text("own-keeps-ledger"),
    }
}

fn read(it: &ReadNote, t: &Words) -> Read {
    let what = own::read_word(&it.what);
    Read { day: it.day.to_string(), who: it.who.clone(), what: t.text(&format!("own-word-{what}")) }
}

fn wish(it: &Correction, t: &Words) -> Wish {
    Wish {
        id: it.id.to_string(),
        what: t.with("me-wish", &[("field", it.field.word(t).into()), ("wish", it.wish.as_str().into())]),
        state: t.text(&format!("own-word-{}", it.state)),
        kind: chip(&it.state),
        at: it.asked_at.strftime("%Y-%m-%d").to_string(),
        answer: it.answer.clone(),
        open: it.state == "asked",
    }
}

fn end(it: &Erasure, t: &Words) -> End {
    let say = match (it.state.as_str(), &it.first) {
        ("agreed", Some((_, name))) => t.with("me-erasure-agreed", &[("name", name.as_str().into())]),
        ("asked", _) => t.text("me-erasure-asked"),
        _ => String::new(),
    };
    End {
        state: t.text(&format!("own-word-{}", it.state)),
        kind: chip(&it.state),
        at: it.asked_at.strftime("%Y-%m-%d").to_string(),
        say,
        answer: it.answer.clone(),
    }
}

/// Class of the chip of a state.
fn chip(state: &str) -> &'static str {
    match state {
        "applied" | "done" => "chip-ok",
        "asked" | "agreed" => "chip-brand",
        _ => "",
    }
}

/// GET /me/download: everything as a ZIP file.
pub(super) async fn download(State(people): State<People>, signed: Signed, headers: HeaderMap) -> Outcome<Response> {
    may(&signed, "own", "take")?;
    let (frame, t) = frame(&people, &signed, &headers, "me-title");
    let lang = if frame.lang == "en" { "en" } else { "en-XA" };
    let bytes = match own::packed(&people, signed.person.id, lang).await {
        Ok(bytes) => bytes,
        Err(NotPacked::TooOften) => {
            let say = t.with("me-too-often", &[("most", MOST_PER_DAY.into())]);
            let mut response =
                Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many-downloads").say(say).into_response();
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("3600"));
            return Ok(response);
        }
        Err(NotPacked::NoSuchPerson) => return Err(gone()),
        Err(NotPacked::Db(error)) => return Err(unavailable(error)),
        Err(NotPacked::File(error)) => {
            tracing::error!(%error, "own data could not be packed");
            return Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal"));
        }
    };
    let length = bytes.len();
    let bytes = Bytes::from(bytes);
    let parts = (0..length).step_by(CHUNK).map(move |at| Ok::<_, Infallible>(bytes.slice(at..length.min(at + CHUNK))));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"your-data.zip\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Body::from_stream(stream::iter(parts))).into_response())
}
