//! The fields that everybody writes for themselves.

use super::{frame, may, moved, refused, unavailable};
use crate::directory::DirectoryError;
use crate::model::directory::Field;
use crate::own::{self, NotCorrected, OwnWords};
use crate::store::directory as store;
use crate::{People, Signed};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use newtype_uuid::GenericUuid;
use serde::Deserialize;
use web::{Frame, Outcome, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/own/edit.html")]
struct Edit {
    frame: Frame,
    t: Words,
    fields: Vec<Line>,
    faults: Vec<(&'static str, String)>,
    version: i64,
    zones: Vec<String>,
}

struct Line {
    key: &'static str,
    label: String,
    hint: String,
    value: String,
    fault: Option<String>,
    own: bool,
}

/// The form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    version: i64,
    preferred_name: String,
    pronouns: String,
    timezone: String,
    locale: String,
}

/// GET /me/edit
pub(super) async fn show(State(people): State<People>, signed: Signed, headers: HeaderMap) -> Outcome<Response> {
    may(&signed, "own", "correct")?;
    Ok(page(&people, &signed, &headers, None, &[]).await?.into_response())
}

/// POST /me/edit
pub(super) async fn send(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    may(&signed, "own", "correct")?;
    let words = OwnWords {
        preferred_name: sent.preferred_name.clone(),
        pronouns: sent.pronouns.clone(),
        timezone: sent.timezone.clone(),
        language: sent.locale.clone(),
    };
    match own::correct(&people, signed.person.id, sent.version, &words).await {
        Ok(()) => Ok(Redirect::to("/me?done=edit").into_response()),
        Err(NotCorrected::Fields(faults)) => {
            let page = page(&people, &signed, &headers, Some(&sent), &faults).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(NotCorrected::Directory(DirectoryError::Stale)) => {
            // What was typed stays; the next try is over what is stored now.
            let page = page(&people, &signed, &headers, Some(&sent), &[]).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(NotCorrected::Directory(error)) => Err(refused(error)),
        Err(_) => Err(moved()),
    }
}

async fn page(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    sent: Option<&Sent>,
    faults: &[Field],
) -> Outcome<Edit> {
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let row = store::entry_by_id(&mut tx, signed.person.id.into_untyped_uuid()).await.map_err(unavailable)?;
    let row = row.ok_or_else(super::gone)?;
    let own = own::own_fields(&mut tx, signed.person.id).await.map_err(unavailable)?;
    drop(tx);
    let entry = row.entry();
    let (frame, t) = frame(people, signed, headers, "mine-title");
    let whole = entry.given_name.is_empty() && entry.family_name.is_empty();
    let lines = own::OWN_FIELDS.into_iter().map(|field| {
        let typed = sent.map(|it| match field {
            Field::PreferredName => it.preferred_name.clone(),
            Field::Pronouns => it.pronouns.clone(),
            Field::TimeZone => it.timezone.clone(),
            _ => it.locale.clone(),
        });
        let hint = if whole && field == Field::PreferredName {
            t.text("mine-hint-whole-name")
        } else {
            t.text(&format!("mine-hint-{}", field.key()))
        };
        Line {
            key: field.key(),
            label: field.word(&t),
            hint,
            value: typed.unwrap_or_else(|| entry.text(field)),
            fault: faults.contains(&field).then(|| t.text(&format!("mine-wrong-{}", field.key()))),
            own: own.contains(&field),
        }
    });
    let fields: Vec<Line> = lines.collect();
    let faults = fields.iter().filter_map(|it| Some((it.key, it.fault.clone()?))).collect();
    let zones = jiff::tz::db().available().map(|it| it.to_string()).filter(|it| it.contains('/')).collect();
    Ok(Edit { fields, faults, version: row.version, zones, frame, t })
}
