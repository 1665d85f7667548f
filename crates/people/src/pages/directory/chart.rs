//! The chart: who reports to whom today, as a tree that opens and closes without scripts.

use super::face::Face;
use super::tree::{Step, tree};
use super::{Here, Tabs, frame, may_read, unavailable};
use crate::directory::{self, Charted};
use crate::model::PersonId;
use crate::model::directory::{Status, words};
use crate::{People, Signed};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::HeaderMap;
use axum_extra::extract::Query;
use serde::Deserialize;
use std::collections::BTreeSet;
use web::{Frame, Outcome, Words};

/// People that a page holds.
const MOST: usize = 800;
/// People found whose ways are opened.
const MOST_FOUND: usize = 60;

/// What is asked for in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    at: String,
}

#[derive(Template, WebTemplate)]
#[template(path = "people/directory/chart.html")]
pub(super) struct Chart {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    query: String,
    say: Option<String>,
    steps: Vec<Drawn>,
    alone: Vec<Shown>,
    alone_title: String,
    alone_open: bool,
}

/// GET /people/chart
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Outcome<Chart> {
    may_read(&signed)?;
    let today = directory::today(&people);
    let charted = {
        let mut tx = people.db.read().await.map_err(unavailable)?;
        directory::chart(&mut tx, today).await.map_err(unavailable)?
    };
    let (frame, t) = frame(&people, &signed, &headers, "chart-title");
    let found = found(&charted, &asked.q);
    let searched = !asked.q.trim().is_empty();
    let say = searched.then(|| match found.len() {
        n if n > MOST_FOUND => t.with("chart-found-many", &[("n", n.into()), ("most", MOST_FOUND.into())]),
        n => t.with("chart-found", &[("n", n.into())]),
    });
    let found: BTreeSet<usize> = found.into_iter().take(MOST_FOUND).collect();
    let tree = tree(&charted, &found, asked.at.parse::<PersonId>().ok(), MOST);
    let first = tree.steps.iter().find_map(|step| match step {
        Step::Person(knot) if knot.found => Some(knot.at),
        _ => None,
    });
    Ok(Chart {
        tabs: Tabs::of(Here::Chart, &signed, &t),
        query: asked.q,
        say,
        alone_title: t.with("chart-alone", &[("n", (tree.alone.len() + tree.alone_hidden).into())]),
        alone_open: tree.alone_open,
        alone: tree.alone.iter().map(|at| Shown::of(&charted[*at])).collect(),
        steps: tree.steps.iter().map(|step| drawn(step, &charted, first, &t)).collect(),
        frame,
        t,
    })
}

fn found(people: &[Charted], query: &str) -> Vec<usize> {
    let words: Vec<String> = words::<4>(query).into_iter().flatten().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let fits = |it: &Charted| words.iter().all(|word| it.folded.contains(word.as_str()));
    people.iter().enumerate().filter(|(_, it)| fits(it)).map(|(n, _)| n).collect()
}

/// A step of the tree, ready to be written.
enum Drawn {
    /// The `first` who is found is scrolled to.
    Person {
        shown: Shown,
        found: bool,
        first: bool,
        here: bool,
        ends: bool,
    },
    Down {
        open: bool,
        say: String,
        of: String,
    },
    Up,
    Rest {
        href: String,
        say: String,
    },
}

/// A person in the chart.
struct Shown {
    href: String,
    face: Face,
    name: String,
    meta: Vec<String>,
    on_leave: bool,
}

impl Shown {
    fn of(it: &Charted) -> Self {
        let meta = [it.title.clone(), it.place.clone()];
        Self {
            href: format!("/people/{}", it.id),
            face: Face::of(it.id, &it.name),
            name: it.name.clone(),
            meta: meta.into_iter().filter(|it| !it.is_empty()).collect(),
            on_leave: it.status == Status::Leave,
        }
    }
}

fn drawn(step: &Step, people: &[Charted], first: Option<usize>, t: &Words) -> Drawn {
    match step {
        Step::Person(knot) => Drawn::Person {
            shown: Shown::of(&people[knot.at]),
            found: knot.found,
            first: first == Some(knot.at),
            here: knot.here,
            ends: knot.direct == 0,
        },
        Step::Down { at, direct, below, open } => Drawn::Down {
            open: *open,
            say: if direct == below {
                t.with("chart-direct", &[("n", (*direct).into())])
            } else {
                t.with("chart-below", &[("n", (*direct).into()), ("all", (*below).into())])
            },
            of: t.with("chart-of", &[("name", people[*at].name.as_str().into())]),
        },
        Step::Up => Drawn::Up,
        Step::Hidden { of, n } => Drawn::Rest {
            href: format!("/people/chart?at={of}#here"),
            say: t.with("chart-hidden", &[("n", (*n).into())]),
        },
    }
}
