//! One's own balance, and what a manager may know of a team.

use super::{Here, Tab, frame, tabs};
use crate::balance::{self, Month};
use crate::{Feedback, FeedbackError, access};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::HeaderMap;
use people::Signed;
use web::{Frame, Outcome, Words};

/// Height of the bars, in units of the drawing.
const HEIGHT: u32 = 120;
/// Width of a month.
const STEP: u32 = 50;

#[derive(Template, WebTemplate)]
#[template(path = "feedback/balance.html")]
pub(super) struct Balance {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    bars: Vec<Bar>,
    rows: Vec<Row>,
    given: String,
    asked: String,
    received: String,
    describe: String,
    is_leader: bool,
}

/// A month in the drawing: two bars beside each other.
struct Bar {
    x: u32,
    mid: u32,
    given_y: u32,
    given_height: u32,
    received_x: u32,
    received_y: u32,
    received_height: u32,
    word: String,
}

/// A month in the table.
struct Row {
    month: String,
    given: [u32; 3],
    asked: u32,
    received: [u32; 3],
}

/// GET /feedback/balance
pub(super) async fn show(State(feedback): State<Feedback>, signed: Signed, headers: HeaderMap) -> Outcome<Balance> {
    access::signed(&signed, "read")?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let months = balance::months(&mut tx, &feedback, signed.person.id).await?;
    let is_leader = balance::team(&mut tx, &feedback, signed.person.id).await?.is_some();
    drop(tx);
    let (frame, t) = frame(&feedback, &signed, &headers, "feedback-balance-title");
    let sum = |of: fn(&Month) -> u32| months.iter().map(of).sum::<u32>();
    let given = sum(|it| it.given.iter().sum());
    let received = sum(|it| it.received.iter().sum());
    let asked = sum(|it| it.asked);
    let most = months.iter().flat_map(|it| [it.given.iter().sum::<u32>(), it.received.iter().sum()]).max();
    Ok(Balance {
        tabs: tabs(Here::Balance, &t),
        bars: (0..).zip(&months).map(|(n, it)| bar(n, it, most.unwrap_or(0).max(4), &t)).collect(),
        rows: months.iter().rev().map(|it| row(it, &t)).collect(),
        given: t.number(given),
        asked: t.number(asked),
        received: t.number(received),
        describe: t.with("feedback-balance-describe", &[("given", given.into()), ("received", received.into())]),
        is_leader,
        frame,
        t,
    })
}

fn bar(n: u32, it: &Month, most: u32, t: &Words) -> Bar {
    let height = |count: u32| count * HEIGHT / most;
    let (given, received) = (height(it.given.iter().sum()), height(it.received.iter().sum()));
    let x = n * STEP + 6;
    Bar {
        x,
        mid: x + 19,
        given_y: HEIGHT - given,
        given_height: given,
        received_x: x + 20,
        received_y: HEIGHT - received,
        received_height: received,
        word: t.text(&format!("feedback-month-short-{}", it.first.month())),
    }
}

fn row(it: &Month, t: &Words) -> Row {
    let month = t.text(&format!("feedback-month-{}", it.first.month()));
    let month = t.with("feedback-month-of", &[("month", month.into()), ("year", it.first.year().to_string().into())]);
    Row { month, given: it.given, asked: it.asked, received: it.received }
}

#[derive(Template, WebTemplate)]
#[template(path = "feedback/team.html")]
pub(super) struct Team {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    say: String,
    why: String,
}

/// GET /feedback/team
pub(super) async fn team(State(feedback): State<Feedback>, signed: Signed, headers: HeaderMap) -> Outcome<Team> {
    access::signed(&signed, "read")?;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let team = balance::team(&mut tx, &feedback, signed.person.id).await?;
    drop(tx);
    let (frame, t) = frame(&feedback, &signed, &headers, "feedback-team-title");
    let floor = feedback.floor;
    let say = match team {
        None => t.text("feedback-team-none"),
        Some(team) => {
            let quarter = (team.quarter.month() - 1) / 3 + 1;
            let year = team.quarter.year().to_string();
            match team.pieces {
                Some(n) => t.with(
                    "feedback-team-pieces",
                    &[("n", n.into()), ("quarter", quarter.into()), ("year", year.into())],
                ),
                None => t.with("feedback-team-few", &[("quarter", quarter.into()), ("year", year.into())]),
            }
        }
    };
    let why = t.with("feedback-team-why", &[("k", floor.into())]);
    Ok(Team { tabs: tabs(Here::Balance, &t), say, why, frame, t })
}
