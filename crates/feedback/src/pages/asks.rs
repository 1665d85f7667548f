//! Asking, and being asked.

use super::face::Face;
use super::{Here, Tab, Turned, day, frame, language, older, tabs};
use crate::asks::{self, NotAsked, Wish};
use crate::model::{Allowed, Ask, AskId, Task, TaskId, TaskState};
use crate::{Feedback, FeedbackError, WORDS, access, store};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, Query};
use db::Reads;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use newtype_uuid::GenericUuid;
use people::directory::{self, Card, Search};
use people::model::directory::Status;
use people::{PersonId, Signed};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use web::{Frame, Outcome, Words};

/// Name of the list in its cursors.
const LIST: &str = "asked";
/// Questions that can be chosen instead of an own one.
const QUESTIONS: [&str; 5] =
    ["feedback-question-1", "feedback-question-2", "feedback-question-3", "feedback-question-4", "feedback-question-5"];
/// People that a search shows.
const FOUND: u32 = 20;
/// Asks about somebody that are shown.
const ABOUT: i64 = 20;

#[derive(Template, WebTemplate)]
#[template(path = "feedback/asks.html")]
pub(super) struct Asks {
    frame: Frame,
    t: Words,
    tabs: Vec<Tab>,
    fault: Option<String>,
    todo: Vec<Todo>,
    mine: Vec<Mine>,
    older: Option<String>,
    about: Vec<About>,
}

/// What I am asked.
struct Todo {
    href: String,
    answer: String,
    face: Face,
    asker: String,
    about: Option<String>,
    question: String,
    until: String,
    is_accepted: bool,
    may_accept: bool,
    reminder: Option<String>,
    identity: String,
    shown: String,
    id: TaskId,
}

/// What I asked.
struct Mine {
    href: String,
    question: String,
    about: Option<String>,
    sent: String,
    status: String,
    heard: Vec<(String, String, String)>,
    others: Option<String>,
    may_withdraw: bool,
}

/// What was asked about me.
struct About {
    face: Face,
    say: String,
    question: String,
    sent: String,
}

/// The names of everybody in a list, looked up once.
struct Names(BTreeMap<PersonId, String>);

impl Names {
    async fn of(
        tx: &mut impl Reads,
        ids: impl IntoIterator<Item = PersonId>,
        today: Date,
    ) -> Result<Self, FeedbackError> {
        let mut names = BTreeMap::new();
        for id in ids.into_iter().collect::<BTreeSet<_>>() {
            let card = directory::person_card(tx, id, today).await?;
            names.insert(id, card.map(|it| it.name).unwrap_or_default());
        }
        Ok(Self(names))
    }

    fn get(&self, id: PersonId) -> &str {
        self.0.get(&id).map_or("", String::as_str)
    }
}

fn date(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// GET /feedback/asks
pub(super) async fn list(
    State(feedback): State<Feedback>,
    signed: Signed,
    headers: HeaderMap,
    Query(turned): Query<Turned>,
) -> Outcome<Asks> {
    access::signed(&signed, "read")?;
    page(&feedback, &signed, &headers, &turned, None).await
}

async fn page(
    feedback: &Feedback,
    signed: &Signed,
    headers: &HeaderMap,
    turned: &Turned,
    fault: Option<String>,
) -> Outcome<Asks> {
    let me = signed.person.id;
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let open = asks::open_tasks(&mut tx, me).await?;
    let (mine, next) = asks::asked_by(&mut tx, feedback, me, &turned.part(LIST)).await?;
    let rows = store::asks_about(&mut tx, me.into_untyped_uuid(), ABOUT).await.map_err(FeedbackError::from)?;
    let about = rows.into_iter().map(Ask::try_from).collect::<Result<Vec<_>, _>>().map_err(FeedbackError::from)?;
    let people = open.iter().flat_map(|(_, ask)| [ask.asker, ask.subject]);
    let people = people.chain(mine.iter().map(|(ask, _)| ask.subject)).chain(about.iter().map(|ask| ask.asker));
    let names = Names::of(&mut tx, people.collect::<Vec<_>>(), feedback.today()).await?;
    drop(tx);
    let (frame, t) = frame(feedback, signed, headers, "feedback-asks-title");
    let now = feedback.ambient.now();
    Ok(Asks {
        tabs: tabs(Here::Asks, &t),
        fault,
        todo: open.iter().map(|(task, ask)| todo(task, ask, &names, &t)).collect(),
        older: older(LIST, "/feedback/asks", next.as_ref()),
        mine: mine.into_iter().map(|(ask, progress)| my(&ask, progress, me, now, &names, &t)).collect(),
        about: about
            .iter()
            .map(|ask| About {
                face: Face::of(ask.asker, names.get(ask.asker)),
                say: t.with("feedback-asked-about-you", &[("name", names.get(ask.asker).into())]),
                question: ask.question.clone(),
                sent: day(date(ask.sent_at), &t),
            })
            .collect(),
        frame,
        t,
    })
}

fn todo(task: &Task, ask: &Ask, names: &Names, t: &Words) -> Todo {
    let until = day(date(task.expires_at()), t);
    Todo {
        href: format!("/feedback/tasks/{}", task.id),
        answer: format!("/feedback/new?task={}", task.id),
        face: Face::of(ask.asker, names.get(ask.asker)),
        asker: names.get(ask.asker).to_owned(),
        about: (ask.subject != ask.asker)
            .then(|| t.with("feedback-ask-about", &[("name", names.get(ask.subject).into())])),
        question: ask.question.clone(),
        until: t.with("feedback-ask-until", &[("day", until.into())]),
        is_accepted: task.state == TaskState::Accepted,
        // Where nobody shall be told who takes part, saying “I will” would tell it.
        may_accept: task.state == TaskState::Sent && ask.allowed == Allowed::Named,
        reminder: match task.reminders {
            0 => None,
            1 => Some(t.text("feedback-ask-reminder")),
            _ => Some(t.text("feedback-ask-reminder-last")),
        },
        identity: t.text(match ask.allowed {
            Allowed::Named => "feedback-ask-named",
            Allowed::Choice => "feedback-ask-choice",
        }),
        shown: t.text(match ask.allowed {
            Allowed::Named => "feedback-ask-reason-shown",
            Allowed::Choice => "feedback-ask-decline-shown",
        }),
        id: task.id,
    }
}

fn my(ask: &Ask, told: asks::Progress, me: PersonId, now: Timestamp, names: &Names, t: &Words) -> Mine {
    let (is_over, is_withdrawn) = (now >= ask.ends_at(), ask.withdrawn_at.is_some());
    let until = day(date(ask.ends_at()), t);
    let word = |state| {
        t.text(match state {
            TaskState::Sent => "feedback-heard-sent",
            TaskState::Accepted => "feedback-heard-accepted",
            TaskState::Answered => "feedback-heard-answered",
            TaskState::Declined => "feedback-heard-declined",
            TaskState::Expired => "feedback-heard-expired",
            TaskState::Withdrawn => "feedback-heard-withdrawn",
        })
    };
    Mine {
        href: format!("/feedback/asks/{}", ask.id),
        question: ask.question.clone(),
        about: (ask.subject != me).then(|| t.with("feedback-ask-about", &[("name", names.get(ask.subject).into())])),
        sent: day(date(ask.sent_at), t),
        status: match (is_withdrawn, is_over) {
            (true, _) => t.text("feedback-ask-withdrawn"),
            (_, true) => t.with("feedback-ask-over", &[("day", until.into())]),
            _ => t.with("feedback-ask-open", &[("day", until.into())]),
        },
        heard: told.heard.into_iter().map(|it| (it.name, word(it.state), it.reason)).collect(),
        others: (told.others > 0).then(|| t.with("feedback-ask-others", &[("n", told.others.into())])),
        may_withdraw: !is_over && !is_withdrawn,
    }
}

/// What the asked says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Said {
    r#do: String,
    reason: String,
    shown: String,
}

/// POST /feedback/tasks/{id}
pub(super) async fn answer(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<TaskId>,
    headers: HeaderMap,
    Form(said): Form<Said>,
) -> Outcome<Response> {
    access::signed(&signed, "answer")?;
    let me = signed.person.id;
    let done = match said.r#do.as_str() {
        "accept" => asks::accept(&feedback, me, id).await,
        "decline" => asks::decline(&feedback, me, id, &said.reason, !said.shown.is_empty()).await,
        _ => Err(FeedbackError::Hidden),
    };
    match done {
        Ok(()) => Ok(Redirect::to("/feedback/asks").into_response()),
        Err(error @ FeedbackError::Line(_)) => {
            let say = error.say(&WORDS.in_language(language(&headers)));
            let page = page(&feedback, &signed, &headers, &Turned::default(), Some(say)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// POST /feedback/asks/{id}: takes it back.
pub(super) async fn withdraw(
    State(feedback): State<Feedback>,
    signed: Signed,
    Path(id): Path<AskId>,
) -> Outcome<Redirect> {
    access::signed(&signed, "ask")?;
    asks::withdraw(&feedback, signed.person.id, id).await?;
    Ok(Redirect::to("/feedback/asks"))
}

#[derive(Template, WebTemplate)]
#[template(path = "feedback/ask.html")]
struct New {
    frame: Frame,
    t: Words,
    faults: Vec<String>,
    id: AskId,
    subjects: Vec<(PersonId, String, bool)>,
    questions: Vec<(String, bool)>,
    own: String,
    is_choice: bool,
    chosen: Vec<Choosable>,
    found: Vec<Choosable>,
    query: String,
    said_found: Option<String>,
}

/// Somebody who can be asked.
struct Choosable {
    id: PersonId,
    face: Face,
    name: String,
    meta: String,
    is_chosen: bool,
}

impl Choosable {
    fn of(card: &Card, is_chosen: bool) -> Self {
        let team = card.team.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
        let meta: Vec<_> = [card.title.clone(), team].into_iter().filter(|it| !it.is_empty()).collect();
        Self {
            id: card.id,
            face: Face::of(card.id, &card.name),
            name: card.name.clone(),
            meta: meta.join(", "),
            is_chosen,
        }
    }
}

/// The form, and what the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Form1 {
    id: String,
    of: String,
    subject: String,
    question: String,
    own: String,
    allowed: String,
    people: Vec<PersonId>,
    q: String,
    r#do: String,
}

/// GET /feedback/asks/new
pub(super) async fn show(
    State(feedback): State<Feedback>,
    signed: Signed,
    headers: HeaderMap,
    Query(mut asked): Query<Form1>,
) -> Outcome<Response> {
    access::signed(&signed, "ask")?;
    asked.people.extend(asked.of.parse::<PersonId>().ok());
    Ok(form(&feedback, &signed, &headers, &asked, Vec::new()).await?.into_response())
}

/// POST /feedback/asks/new
pub(super) async fn send(
    State(feedback): State<Feedback>,
    signed: Signed,
    headers: HeaderMap,
    Form(sent): Form<Form1>,
) -> Outcome<Response> {
    access::signed(&signed, "ask")?;
    let me = signed.person.id;
    if sent.r#do == "find" {
        return Ok(form(&feedback, &signed, &headers, &sent, Vec::new()).await?.into_response());
    }
    let wish = Wish {
        id: sent.id.parse().map_err(|_| FeedbackError::Hidden)?,
        subject: about(&sent, me)?,
        question: if sent.own.trim().is_empty() { &sent.question } else { &sent.own },
        allowed: Allowed::from_key(&sent.allowed).unwrap_or(Allowed::Choice),
        people: sent.people.iter().copied().collect(),
    };
    match asks::ask(&feedback, me, &wish).await {
        Ok(_) => Ok(Redirect::to("/feedback/asks#mine").into_response()),
        Err(FeedbackError::NotAsked(why)) => {
            let page = form(&feedback, &signed, &headers, &sent, why).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// About whom; the asker, where nothing is said.
fn about(sent: &Form1, me: PersonId) -> Result<PersonId, FeedbackError> {
    if sent.subject.is_empty() { Ok(me) } else { sent.subject.parse().map_err(|_| FeedbackError::Hidden) }
}

async fn form(
    feedback: &Feedback,
    signed: &Signed,
    headers: &HeaderMap,
    sent: &Form1,
    why: Vec<NotAsked>,
) -> Outcome<New> {
    let (me, today) = (signed.person.id, feedback.today());
    let (frame, t) = frame(feedback, signed, headers, "feedback-ask-title");
    let mut tx = feedback.db.read().await.map_err(FeedbackError::from)?;
    let reports = directory::report_cards(&mut tx, me, today).await.map_err(FeedbackError::from)?;
    let own = directory::person_card(&mut tx, me, today).await.map_err(FeedbackError::from)?;
    let mut chosen = Vec::new();
    for id in sent.people.iter().copied().collect::<BTreeSet<_>>().into_iter().take(2 * asks::MOST_ASKED) {
        let card = directory::person_card(&mut tx, id, today).await.map_err(FeedbackError::from)?;
        chosen.extend(card.filter(|it| it.status != Status::Leaver));
    }
    // Without a search, those who are likely to have seen something: the own team.
    let team = own.as_ref().and_then(|it| it.team.as_ref()).map(|(id, _)| *id);
    let is_searched = !sent.q.trim().is_empty();
    let search = Search { words: sent.q.clone(), team: if is_searched { None } else { team } };
    let listed = directory::list(&mut tx, &search, None, FOUND, today).await.map_err(FeedbackError::from)?;
    drop(tx);
    let others = listed.people.iter().filter(|it| it.id != me && chosen.iter().all(|one| one.id != it.id));
    let subject = sent.subject.parse().unwrap_or(me);
    let mut subjects = vec![(me, t.text("feedback-ask-subject-self"), subject == me)];
    subjects.extend(reports.iter().map(|it| (it.id, it.name.clone(), subject == it.id)));
    Ok(New {
        // What was refused is asked anew under the same id; what was sent is never sent again.
        id: sent.id.parse().unwrap_or_else(|_| feedback.ambient.timeless_id()),
        faults: why.iter().map(|it| it.say(&t, |date| day(date, &t))).collect(),
        subjects,
        questions: QUESTIONS
            .iter()
            .map(|key| t.text(key))
            .map(|question| {
                let is_chosen = question == sent.question;
                (question, is_chosen)
            })
            .collect(),
        own: sent.own.clone(),
        is_choice: sent.allowed != "named",
        found: others.map(|it| Choosable::of(it, false)).collect(),
        chosen: chosen.iter().map(|it| Choosable::of(it, true)).collect(),
        query: sent.q.clone(),
        said_found: is_searched.then(|| t.with("feedback-ask-found", &[("n", listed.total.into())])),
        frame,
        t,
    })
}
