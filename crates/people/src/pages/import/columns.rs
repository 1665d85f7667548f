//! The second step: what the columns hold.

use super::{Here, Tabs, frame, opened, unavailable};
use crate::import::{self, Absent, Choices, Column, Columns, ImportId, Order, Table, Upload};
use crate::{People, Signed};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::Form;
use serde::Deserialize;
use web::{Frame, Outcome, Words};

/// Cells of a column that are shown.
const SAMPLES: usize = 3;
/// Characters of such a cell.
const SAMPLE: usize = 40;

#[derive(Template, WebTemplate)]
#[template(path = "people/import/columns.html")]
struct ColumnsPage {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    id: ImportId,
    file_name: String,
    lead: String,
    faults: Vec<String>,
    columns: Vec<Shown>,
    /// How a day that can be read in two ways is meant, where there is one.
    dates: Vec<Choice>,
    dates_title: String,
    absent: bool,
}

/// A column of the file.
struct Shown {
    n: usize,
    header: String,
    samples: String,
    choices: Vec<Choice>,
    ignored: bool,
}

/// Something to choose.
struct Choice {
    key: &'static str,
    word: String,
    is_chosen: bool,
}

/// The form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    column: Vec<String>,
    dates: String,
    absent: Option<String>,
}

/// GET /people/import/{file}/columns
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<ImportId>,
    headers: HeaderMap,
) -> Outcome<Response> {
    let (upload, table) = opened(&people, &signed, id).await?;
    let faults = upload.choices.columns.faults();
    // What a guess lacks is asked for in the form; only what was sent is called wrong.
    let told = if import::suggest(&table.headers).columns == upload.choices.columns { Vec::new() } else { faults };
    Ok(page(&people, &signed, &headers, &upload, &table, &told).into_response())
}

/// POST /people/import/{file}/columns
pub(super) async fn send(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<ImportId>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    let (mut upload, table) = opened(&people, &signed, id).await?;
    let mut meanings: Vec<Option<Column>> = sent.column.iter().map(|key| Column::from_key(key)).collect();
    meanings.resize(table.headers.len(), None);
    upload.choices = Choices {
        columns: Columns::of(meanings),
        dates: Order::from_key(&sent.dates).unwrap_or_default(),
        absent: if sent.absent.is_some() { Absent::Leave } else { Absent::Stay },
    };
    import::set_choices(&people, signed.person.id, id, &upload.choices).await.map_err(unavailable)?;
    let faults = upload.choices.columns.faults();
    if faults.is_empty() {
        return Ok(Redirect::to(&format!("/people/import/{id}")).into_response());
    }
    let page = page(&people, &signed, &headers, &upload, &table, &faults);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn page(
    people: &People,
    signed: &Signed,
    headers: &HeaderMap,
    upload: &Upload,
    table: &Table,
    faults: &[import::ColumnFault],
) -> ColumnsPage {
    let (frame, t) = frame(people, signed, headers, "columns-title");
    let system = import::suggest(&table.headers).system;
    let rows = ("n", table.rows.len().into());
    let lead = match system {
        Some(system) => t.with("columns-lead-system", &[rows, ("system", system.into())]),
        None => t.with("columns-lead", &[rows]),
    };
    let chosen = |n: usize| upload.choices.columns.all().get(n).copied().flatten();
    let columns = table.headers.iter().enumerate().map(|(n, header)| Shown {
        n,
        header: if header.is_empty() { t.with("columns-nameless", &[("n", (n + 1).into())]) } else { header.clone() },
        samples: samples(table, n),
        choices: Column::ALL
            .into_iter()
            .map(|it| Choice { key: it.key(), word: it.word(&t), is_chosen: chosen(n) == Some(it) })
            .collect(),
        ignored: chosen(n).is_none(),
    });
    let unclear = table.unclear_day();
    let dates_title = unclear
        .as_ref()
        .map_or_else(String::new, |(value, ..)| t.with("columns-dates", &[("value", value.as_str().into())]));
    let dates = unclear.map_or_else(Vec::new, |(_, one, two)| {
        let words = [
            (Order::Unknown, t.text("columns-dates-unknown")),
            (Order::DayFirst, one.to_string()),
            (Order::MonthFirst, two.to_string()),
        ];
        let choice = |(order, word): (Order, String)| Choice {
            key: order.key(),
            word,
            is_chosen: upload.choices.dates == order,
        };
        words.into_iter().map(choice).collect()
    });
    ColumnsPage {
        tabs: Tabs::of(Here::Import, signed, &t),
        id: upload.id,
        file_name: upload.file_name.clone(),
        lead,
        faults: faults.iter().map(|it| it.say(&t)).collect(),
        columns: columns.collect(),
        dates,
        dates_title,
        absent: upload.choices.absent == Absent::Leave,
        frame,
        t,
    }
}

/// The first different cells of a column.
fn samples(table: &Table, n: usize) -> String {
    let mut shown: Vec<String> = Vec::new();
    for cell in table.rows.iter().filter_map(|row| row.cells.get(n)).map(|it| it.trim()).filter(|it| !it.is_empty()) {
        let short: String = cell.chars().filter(|c| !c.is_control()).take(SAMPLE).collect();
        if !shown.contains(&short) {
            shown.push(short);
        }
        if shown.len() == SAMPLES {
            break;
        }
    }
    shown.join(" · ")
}
