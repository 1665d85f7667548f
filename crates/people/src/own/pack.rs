//! Everything about somebody to take along: data for programs and the same to be read.

use super::gather::{Report, report};
use super::zip::zip;
use crate::model::PersonId;
use crate::store::own as store;
use crate::{Files, People, WORDS, accounts};
use askama::Template;
use db::{DbError, micros};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use newtype_uuid::GenericUuid;
use serde_json::{Map, Value, json};
use std::io;
use web::Words;

/// Downloads of one person within 24 hours.
pub const MOST_PER_DAY: i64 = 10;

/// Why there is nothing to take along.
#[derive(Debug, thiserror::Error)]
pub enum NotPacked {
    /// Enough for today.
    #[error("more than {MOST_PER_DAY} downloads in a day")]
    TooOften,
    /// There is no such person.
    #[error("there is no such person")]
    NoSuchPerson,
    /// The file could not be made.
    #[error("the file could not be made")]
    File(#[from] io::Error),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

#[derive(Template)]
#[template(path = "people/own/pack.html")]
struct Sheet {
    t: Words,
    lang: &'static str,
    name: String,
    made: String,
    chapters: Vec<Chapter>,
}

struct Chapter {
    title: String,
    what: String,
    facts: Vec<(String, String)>,
    records: Vec<Vec<(String, String)>>,
}

/// A ZIP file with everything about somebody.
pub async fn packed(people: &People, id: PersonId, language: &'static str) -> Result<Vec<u8>, NotPacked> {
    let now = people.ambient.now();
    let uuid = id.into_untyped_uuid();
    {
        let mut tx = people.db.write().await?;
        let since = micros(now - SignedDuration::from_hours(24));
        let kind = "own_data_downloaded";
        if store::events_since(&mut tx, uuid, kind, since).await?.is_some_and(|it| it.n >= MOST_PER_DAY) {
            return Err(NotPacked::TooOften);
        }
        accounts::note(&mut tx, people, Some(uuid), kind, uuid, json!({})).await?;
        tx.commit().await?;
    }
    let report = report(people, id).await?.ok_or(NotPacked::NoSuchPerson)?;
    let data = serde_json::to_vec_pretty(&data(&report, now)).map_err(io::Error::from)?;
    let sheet = sheet(&report, now, language).render().map_err(io::Error::other)?;
    let style = Files::get("pack.css").map(|it| it.data).unwrap_or_default();
    let files = [("your-data.json", &*data), ("your-data.html", sheet.as_bytes()), ("your-data.css", &*style)];
    Ok(zip(&files, now.to_zoned(TimeZone::UTC).datetime())?)
}

/// The data: kinds by their keys, each with what the page says of it.
fn data(report: &Report, now: Timestamp) -> Value {
    let kinds = report.kinds.iter().map(|it| {
        let records: Vec<Value> = it
            .items
            .iter()
            .map(|item| {
                let parts = item.parts.iter().map(|part| (part.key.to_owned(), part.value.json()));
                Value::Object(parts.collect::<Map<_, _>>())
            })
            .collect();
        let readers: Vec<&str> = it.kind.readers.iter().map(|reader| reader.key()).collect();
        let kind = json!({ "source": it.kind.source.key(), "readers": readers, "records": records });
        (it.kind.key.to_owned(), kind)
    });
    json!({
        "made_at": now,
        "person": report.subject.id,
        "readers_by_role": {
            "admins": report.holders.admins,
            "partners": report.holders.partners,
            "managers": report.holders.managers,
        },
        "kinds": kinds.collect::<Map<_, _>>(),
    })
}

fn sheet(report: &Report, now: Timestamp, language: &'static str) -> Sheet {
    let t = WORDS.in_language(language);
    let chapters = report.kinds.iter().filter(|it| !it.items.is_empty()).map(|it| {
        let own = (it.kind.words)(language);
        let record = |item: &super::Item| {
            let say = |part: &super::Part| (own.text(&format!("own-part-{}", part.key)), part.value.say(&own));
            item.parts.iter().map(say).collect()
        };
        let readers: Vec<String> =
            it.kind.readers.iter().map(|reader| t.text(&format!("own-reader-{}", reader.key()))).collect();
        Chapter {
            title: own.text(&format!("holding-{}", it.kind.key)),
            what: own.text(&format!("holding-{}-what", it.kind.key)),
            facts: vec![
                (t.text("own-source"), t.text(&format!("own-source-{}", it.kind.source.key()))),
                (t.text("own-readers"), readers.join(", ")),
            ],
            records: it.items.iter().map(record).collect(),
        }
    });
    Sheet {
        name: report.subject.names.first().cloned().unwrap_or_default(),
        made: now.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        chapters: chapters.collect(),
        lang: language,
        t,
    }
}
