//! The third step: what would happen; then it happens.

use super::{Here, Tabs, aside, frame, may_import, opened, unavailable};
use crate::directory::{self, DirectoryError};
use crate::import::{self, Agreed, Fate, ImportId, NotApplied, Plan, Planned, Table, Upload};
use crate::pages::language;
use crate::{People, Signed, WORDS, own};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;
use web::{Frame, Outcome, Words};

/// Rows of each kind that are shown; the rest is counted.
const SHOWN: usize = 200;

#[derive(Template, WebTemplate)]
#[template(path = "people/import/preview.html")]
struct Preview {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    id: ImportId,
    file_name: String,
    /// What stopped the import.
    stopped: Option<String>,
    counts: Vec<Count>,
    asked: Vec<Asked>,
    refused: Vec<Refused>,
    refused_more: Option<String>,
    changed: Vec<Changed>,
    changed_more: Option<String>,
    kept: Vec<Changed>,
    new: Vec<String>,
    new_more: Option<String>,
    absent: Vec<String>,
    absent_more: Option<String>,
    mark: String,
    go: Option<String>,
}

/// A number and what it counts.
struct Count {
    n: String,
    word: String,
    kind: &'static str,
}

/// A question.
struct Asked {
    key: &'static str,
    ask: String,
    details: Vec<String>,
    yes: String,
    answered: bool,
}

/// A row that cannot be imported.
struct Refused {
    line: u64,
    name: String,
    reasons: Vec<String>,
}

/// Somebody who changes.
struct Changed {
    name: String,
    changes: Vec<(String, String, String)>,
}

/// The form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    mark: String,
    yes: Vec<String>,
}

/// GET /people/import/{file}
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<ImportId>,
    headers: HeaderMap,
) -> Outcome<Response> {
    let (upload, table) = opened(&people, &signed, id).await?;
    if !upload.choices.columns.faults().is_empty() {
        return Ok(Redirect::to(&format!("/people/import/{id}/columns")).into_response());
    }
    Ok(page(&people, &signed, &headers, upload, table, None, &[]).await?.into_response())
}

/// POST /people/import/{file}: what was looked at is done.
pub(super) async fn send(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<ImportId>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    let (upload, table) = opened(&people, &signed, id).await?;
    if !upload.choices.columns.faults().is_empty() {
        return Ok(Redirect::to(&format!("/people/import/{id}/columns")).into_response());
    }
    let by = signed.person.id;
    let agreed = Agreed { mark: Some(sent.mark), answers: sent.yes, all: false };
    let applied = import::apply(&people, Some(by), &upload.file_name, &table, &upload.choices, &agreed).await;
    let (status, stopped) = match applied {
        Ok(_) => {
            import::drop_upload(&people, by, id).await.map_err(unavailable)?;
            return Ok(Redirect::to("/people/import?done=1").into_response());
        }
        Err(NotApplied::Questions(_)) => (StatusCode::UNPROCESSABLE_ENTITY, "preview-answer"),
        Err(NotApplied::Moved) => (StatusCode::CONFLICT, "preview-moved"),
        Err(NotApplied::Idle) => (StatusCode::UNPROCESSABLE_ENTITY, "preview-idle"),
        // A later day that is known already: today's lines alone are fine.
        Err(NotApplied::Directory(DirectoryError::Circle(_))) => (StatusCode::CONFLICT, "preview-circle"),
        Err(NotApplied::Directory(DirectoryError::Db(error))) => return Err(unavailable(error)),
        Err(NotApplied::Directory(error)) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "an import was refused");
            (StatusCode::CONFLICT, "preview-moved")
        }
    };
    let page = page(&people, &signed, &headers, upload, table, Some(stopped), &agreed.answers).await?;
    Ok((status, page).into_response())
}

/// GET /people/import/{file}/refused.csv
pub(super) async fn refused(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<ImportId>,
    headers: HeaderMap,
) -> Outcome<Response> {
    let (upload, table) = opened(&people, &signed, id).await?;
    let (table, plan) = planned(&people, &signed, &upload, table).await?;
    let text = import::refused(&table, &plan, &WORDS.in_language(language(&headers)));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"refused.csv\"")),
    ];
    Ok((headers, text).into_response())
}

/// POST /people/import/{file}/drop: the file is forgotten.
pub(super) async fn forget(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<ImportId>,
) -> Outcome<Redirect> {
    may_import(&signed)?;
    import::drop_upload(&people, signed.person.id, id).await.map_err(unavailable)?;
    Ok(Redirect::to("/people/import"))
}

/// The plan as it is now.
async fn planned(people: &People, signed: &Signed, upload: &Upload, table: Table) -> Outcome<(Table, Plan)> {
    let today = directory::today(people);
    let known = {
        let mut tx = people.db.read().await.map_err(unavailable)?;
        import::known(&mut tx, today).await.map_err(unavailable)?
    };
    let (choices, by) = (upload.choices.clone(), signed.person.id);
    aside(move || {
        let plan = import::plan(&table, &choices, &known, Some(by), today);
        (table, plan)
    })
    .await
}

async fn page(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    upload: Upload,
    table: Table,
    stopped: Option<&'static str>,
    answers: &[String],
) -> Outcome<Preview> {
    let (_, plan) = planned(people, signed, &upload, table).await?;
    note_shown(people, signed, &plan).await?;
    let (frame, t) = frame(people, signed, headers, "preview-title");
    let (refused, refused_more) = some(&t, plan.rows.iter().filter_map(|row| refused_row(row, &t)));
    let (changed, changed_more) = some(&t, plan.rows.iter().filter_map(|row| changed_row(row, &t)));
    let (kept, _) = some(&t, plan.rows.iter().filter_map(|row| kept_row(row, &t)));
    let new = plan.rows.iter().filter(|it| matches!(it.fate, Fate::New(_))).map(|it| it.name.clone());
    let (new, new_more) = some(&t, new);
    let (absent, absent_more) = some(&t, plan.absent.iter().map(|it| it.2.name.clone()));
    let asked = plan.questions.iter().map(|it| Asked {
        key: it.key(),
        ask: it.ask(&t),
        details: it.details(&t),
        yes: it.yes(&t),
        answered: answers.iter().any(|answer| answer == it.key()),
    });
    let n = plan.counts();
    Ok(Preview {
        tabs: Tabs::of(Here::Import, signed, &t),
        id: upload.id,
        file_name: upload.file_name,
        stopped: stopped.map(|key| t.text(key)),
        counts: counts(&plan, &t),
        asked: asked.collect(),
        refused,
        refused_more,
        changed,
        changed_more,
        kept,
        new,
        new_more,
        absent,
        absent_more,
        mark: plan.mark(),
        go: (!plan.is_idle()).then(|| t.with("preview-go", &[("n", (n.new + n.changed + plan.absent.len()).into())])),
        frame,
        t,
    })
}

/// Whoever is named with what changes can see who looked at it.
async fn note_shown(people: &People, signed: &Signed, plan: &Plan) -> Outcome<()> {
    let shown = plan.rows.iter().filter_map(|row| match &row.fate {
        Fate::Changed { id, .. } => Some(*id),
        _ => None,
    });
    let noted = own::note_reading(people, signed.person.id, own::EMPLOYMENT_READ, shown.take(SHOWN).collect()).await;
    noted.map_err(unavailable)
}

fn counts(plan: &Plan, t: &Words) -> Vec<Count> {
    let n = plan.counts();
    let always = [("new", n.new), ("changed", n.changed), ("unchanged", n.unchanged), ("refused", n.refused)];
    let sometimes = [("leavers", n.leavers), ("left-before", n.left_before), ("teams", n.teams)];
    let count = |(kind, n): (&'static str, usize)| Count {
        n: t.number(u64::try_from(n).unwrap_or(u64::MAX)),
        word: t.with(&format!("preview-count-{kind}"), &[("n", n.into())]),
        kind,
    };
    always.into_iter().chain(sometimes.into_iter().filter(|it| it.1 > 0)).map(count).collect()
}

fn refused_row(row: &Planned, t: &Words) -> Option<Refused> {
    let Fate::Refused(reasons) = &row.fate else { return None };
    let reasons = reasons.iter().map(|it| it.say(t)).collect();
    Some(Refused { line: row.line, name: row.name.clone(), reasons })
}

fn changed_row(row: &Planned, t: &Words) -> Option<Changed> {
    let Fate::Changed { changes, .. } = &row.fate else { return None };
    let changes = changes.iter().map(|it| (it.field.word(t), it.was(t), it.will_be(t))).collect();
    Some(Changed { name: row.name.clone(), changes })
}

/// What the file says and what stays, for somebody who has put it right themselves.
fn kept_row(row: &Planned, t: &Words) -> Option<Changed> {
    let kept = row.kept.iter().map(|it| (it.field.word(t), it.was(t), it.will_be(t)));
    (!row.kept.is_empty()).then(|| Changed { name: row.name.clone(), changes: kept.collect() })
}

/// The first of them, and how many more there are.
fn some<T>(t: &Words, all: impl Iterator<Item = T>) -> (Vec<T>, Option<String>) {
    let mut all: Vec<T> = all.collect();
    let more = all.len().saturating_sub(SHOWN);
    all.truncate(SHOWN);
    (all, (more > 0).then(|| t.with("preview-more", &[("n", more.into())])))
}
