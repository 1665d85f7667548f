//! Nobody notices what is hidden from them: something that somebody may not see is edited, added or taken away, and every
//! answer to that person stays the same to the byte.

use super::company::{Company, HOSTS, Looker, TODAY};
use super::kit::http::Answer;
use super::kit::phone::Phone;
use super::table::{self, Table};
use candor::server::endpoints;
use db::{Ambient, ManualClock};
use feedback::desk;
use feedback::model::{Identity, PieceId};
use futures_util::{StreamExt, stream};
use jiff::civil::date;
use newtype_uuid::GenericUuid;
use people::model::directory::{Entry, Field, Status};
use people::roles::{self, New};
use people::{Hat, Role, directory};
use reqwest::Method;
use serde_json::json;
use std::sync::Arc;

/// Changes that are made.
const CHANGES: u32 = 36;
/// From how many of those who may not see it each is hidden and looked for.
const LOOKERS: usize = 3;
/// Requests on the way at once.
const AT_ONCE: usize = 8;
/// Nobody's.
const NOBODYS: &str = "01900000-0000-7000-8000-000000000000";

/// Something that is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    /// A field of somebody.
    Field(usize, Field),
    /// A manager of long ago.
    History(usize),
    /// A role begins, or ends.
    Role(usize),
    /// Somebody comes who has left already, and goes without a trace.
    Stray,
    /// Somebody signs in, and puts a hat on.
    Session(usize),
    /// A new chat.
    Chat(usize),
    /// The words of a draft.
    Draft(usize),
    /// The next step of a chat that runs.
    Step(usize),
    /// A voice that joins, swipes and writes why.
    Voice(usize),
    /// The recap: written, then edited.
    Recap(usize),
    /// A piece of feedback is written, and sent; it has not arrived.
    Feedback(usize),
}

const FIELDS: [Field; 11] = [
    Field::Level,
    Field::Email,
    Field::EmployeeId,
    Field::GivenName,
    Field::FamilyName,
    Field::StartedOn,
    Field::LeftOn,
    Field::Title,
    Field::Place,
    Field::Pronouns,
    Field::Name,
];

/// What was asked, and all that came back but the time of day and the number of the request.
type Seen = (String, u16, Vec<(String, String)>, String);

struct Dice(Ambient);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.0.below(u64::try_from(n).unwrap())).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_notices_what_is_hidden_from_them() {
    // The same changes each time, so that what fails fails again.
    let clock = ManualClock::new(jiff::Timestamp::UNIX_EPOCH);
    let mut dice = Dice(Ambient::new(Arc::new(clock), [7; 32]));
    let table = table::read();
    let mut company = Company::found().await;
    company.agrees().await;
    let (mut pairs, mut answers, mut noticed) = (0, 0, 0);
    // The first look may leave a trace, such as who has read what; later ones find it there.
    let everything: Vec<_> = company
        .people
        .iter()
        .map(|it| it.id.to_string())
        .chain(company.chats.iter().map(|it| it.1.id.clone()))
        .collect();
    let paths_of_all = paths(&company, &everything, 0);
    for looker in &company.lookers {
        look(looker, &paths_of_all).await;
    }
    for n in 0..CHANGES {
        let change = draw(&mut dice, &company, n);
        let about = about(&company, change);
        let (hidden, seen): (Vec<_>, Vec<_>) =
            company.lookers.iter().cloned().partition(|it| is_hidden(&table, &company, it, change));
        let mut chosen = Vec::new();
        let mut from = hidden;
        while chosen.len() < LOOKERS && !from.is_empty() {
            chosen.push(from.swap_remove(dice.below(from.len())));
        }
        let sighted = seen.first().cloned().filter(|_| n % 3 == 0);
        let paths = paths(&company, &about, n);
        let mut before = Vec::new();
        for looker in chosen.iter().chain(&sighted) {
            before.push(look(looker, &paths).await);
        }
        apply(&mut company, change, n, &mut dice).await;
        for (looker, before) in chosen.iter().zip(&before) {
            let after = look(looker, &paths).await;
            answers += after.len();
            pairs += 1;
            for (was, is) in before.iter().zip(&after) {
                let who = looker.who.map_or("a stranger", |it| company.people[it].name);
                assert!(
                    was == is,
                    "change {n}, {change:?}, must be hidden from {who} with the hat {:?}, but {} tells: {}",
                    looker.hat,
                    was.0,
                    difference(was, is)
                );
            }
        }
        if let (Some(looker), Some(before)) = (&sighted, before.get(chosen.len())) {
            noticed += usize::from(&look(looker, &paths).await != before);
        }
    }
    company.agrees().await;
    println!(
        "{CHANGES} changes hidden from {pairs} lookers: {answers} answers the same; {noticed} noticed by who may see"
    );
    // Looking finds something where there is something to find.
    assert!(noticed >= 5, "{noticed}");
    assert!(pairs >= 80, "{pairs}");
}

/// Where two answers part.
fn difference(was: &Seen, is: &Seen) -> String {
    if (was.1, &was.2) != (is.1, &is.2) {
        return format!("{} {:?} became {} {:?}", was.1, was.2, is.1, is.2);
    }
    let lines = was.3.lines().zip(is.3.lines());
    lines.into_iter().find(|(was, is)| was != is).map_or_else(String::new, |(was, is)| format!("{was}\nbecame\n{is}"))
}

fn draw(dice: &mut Dice, company: &Company, n: u32) -> Change {
    let whom = dice.below(company.people.len());
    let here = |it: usize| if company.people[it].status == Status::Leaver { 2 } else { it };
    let host = HOSTS[dice.below(2)];
    // Each kind comes up, whatever the dice say.
    match n % 12 {
        kind @ 0..=4 => {
            let turn = usize::try_from(n / 12 * 5 + kind).unwrap();
            // Each field of somebody who is here, then some of whoever comes up.
            let whom = if turn < FIELDS.len() { here(whom) } else { whom };
            Change::Field(whom, FIELDS[turn % FIELDS.len()])
        }
        5 => Change::History(here(whom)),
        6 => Change::Role(here(whom)),
        7 if n >= 12 => Change::Feedback(here(whom)),
        7 => Change::Stray,
        8 => Change::Session(here(whom)),
        9 if n < 24 => Change::Chat(host),
        9 => Change::Draft(host),
        10 => [Change::Step(host), Change::Voice(host)][dice.below(2)],
        _ if n < 12 => Change::Step(host),
        _ => Change::Recap(host),
    }
}

/// Whom a change is about.
fn about(company: &Company, change: Change) -> Vec<String> {
    match change {
        Change::Field(n, _) | Change::History(n) | Change::Role(n) | Change::Session(n) | Change::Feedback(n) => {
            vec![company.people[n].id.to_string()]
        }
        Change::Stray => vec![],
        Change::Chat(n) | Change::Draft(n) | Change::Step(n) | Change::Voice(n) | Change::Recap(n) => {
            company.chats.iter().filter(|it| it.0 == n).map(|it| it.1.id.clone()).collect()
        }
    }
}

/// Who becomes somebody's manager of long ago.
const fn once_manager(whom: usize) -> usize {
    (whom + 1) % 4
}

/// Whether the rules say that somebody may not see it.
fn is_hidden(table: &Table, company: &Company, looker: &Looker, change: Change) -> bool {
    let reads = |n: usize, field: &str| {
        table.allows("read", "entry", field, company.people[n].status.key(), company.stands(looker, n))
    };
    match change {
        Change::Field(n, field) => !reads(n, field.key()),
        // Who reported to oneself is a record about oneself too.
        Change::History(n) => {
            let managers = [Some(once_manager(n)), company.people[n].manager];
            !reads(n, "history") && (looker.who.is_none() || !managers.contains(&looker.who))
        }
        Change::Role(n) => !reads(n, "roles") && looker.hat != Hat::Admin && looker.who != Some(n),
        // Of no team: whoever looks after some teams does not look after them.
        Change::Stray => {
            !table.allows("read", "entry", "name", "leaver", if looker.hat == Hat::Admin { "admin" } else { "member" })
        }
        Change::Session(n) | Change::Feedback(n) => looker.who != Some(n),
        // Nobody but its host, who has it in the list.
        Change::Chat(n) | Change::Draft(n) | Change::Step(n) | Change::Voice(n) | Change::Recap(n) => {
            looker.who != Some(n)
        }
    }
}

/// All that can be asked for by reading, about these and about others.
fn paths(company: &Company, about: &[String], n: u32) -> Vec<String> {
    let some = |it: usize| company.people[it].id.to_string();
    let mut people: Vec<String> = [some(8), NOBODYS.to_owned()].into();
    let mut chats: Vec<String> = company.chats.iter().map(|it| it.1.id.clone()).collect();
    chats.truncate(1);
    chats.push(NOBODYS.to_owned());
    for id in about {
        let list = if company.people.iter().any(|it| it.id.to_string() == *id) { &mut people } else { &mut chats };
        if !list.contains(id) {
            list.push(id.clone());
        }
    }
    let mut paths = Vec::new();
    for endpoint in endpoints() {
        // Wrong codes are slowed down for everybody who guesses; that answer is about guessing and nothing else.
        let guesses = endpoint.path.contains("{code}");
        // The same for everybody, long or slow, and about nobody.
        let dull = ["licenses", "server"].contains(&endpoint.object);
        // Taking one's own records along is itself kept among them, each time.
        let counted = endpoint.path == "/me/download";
        if endpoint.method != Method::GET || endpoint.path.starts_with("/ws/") || guesses || dull || counted {
            continue;
        }
        let ids = if endpoint.path.contains("people") || endpoint.path.contains("person") { &people } else { &chats };
        let with = |id: &str| {
            let mut path = endpoint.path.replace("{id}", id).replace("{chat}", id);
            path = path.replace("{name}", "culture-chat-7").replace("{token}", &"A".repeat(43));
            while let Some((from, to)) = path.find('{').zip(path.find('}')) {
                path.replace_range(from..=to, NOBODYS);
            }
            path
        };
        if endpoint.path.contains("{id}") || endpoint.path.contains("{chat}") {
            paths.extend(ids.iter().map(|id| with(id)));
        } else {
            paths.push(with(NOBODYS));
        }
    }
    let team = company.teams[1];
    for words in ["", "pilot", "L3", "SM-00", "saltmarsh", &format!("zz{n}")] {
        for place in ["/people?q=", "/people/chart?q=", "/api/v1/people?limit=3&q="] {
            paths.push(format!("{place}{words}"));
        }
    }
    paths.extend([format!("/people?team={team}"), format!("/api/v1/people?team={team}")]);
    paths.extend(people.iter().map(|id| format!("/people/chart?at={id}")));
    paths.sort();
    paths.dedup();
    paths
}

async fn look(looker: &Looker, paths: &[String]) -> Vec<Seen> {
    let ask = |path: String| async move {
        let answer = if path.starts_with("/api/") { looker.web.get(&path).await } else { looker.web.page(&path).await };
        seen(path, answer)
    };
    stream::iter(paths.to_vec()).map(ask).buffered(AT_ONCE).collect().await
}

fn seen(path: String, answer: Answer) -> Seen {
    // The length is that of the text, which is compared itself.
    let told = |name: &str| !["date", "x-request-id", "content-length"].contains(&name);
    let headers = answer.headers.iter().filter(|(name, _)| told(name.as_str()));
    let mut headers: Vec<_> = headers
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    headers.sort();
    let mut text = answer.text;
    // Each form to ask with has an id of its own, drawn by lot.
    if path == "/feedback/asks/new"
        && let Some(at) = text.find("name=\"id\" value=\"").map(|at| at + 17)
    {
        text.replace_range(at..at + 36, NOBODYS);
    }
    (path, answer.status, headers, text)
}

async fn apply(company: &mut Company, change: Change, n: u32, dice: &mut Dice) {
    let people = company.server.running.people.clone();
    match change {
        Change::Field(whom, field) => {
            let text = match field {
                Field::Email => format!("zz{n}@saltmarsh.example"),
                Field::StartedOn => date(2019, 1, 1 + i8::try_from(n % 28).unwrap()).to_string(),
                Field::LeftOn if company.people[whom].status == Status::Leaver => "2026-02-02".to_owned(),
                Field::LeftOn => date(2026, 12, 1 + i8::try_from(n % 28).unwrap()).to_string(),
                _ => format!("zz{n}"),
            };
            company.put(whom, field, &text).await;
        }
        Change::History(whom) => {
            let other = company.people[once_manager(whom)].id;
            company.set_manager(whom, Some(other), date(2021 + i16::try_from(n % 3).unwrap(), 6, 1)).await;
            let manager = company.people[whom].manager.map(|it| company.people[it].id);
            company.set_manager(whom, manager, date(2024, 1, 1)).await;
        }
        Change::Role(whom) => {
            let new = New { role: Role::Host, team: None, last: TODAY.tomorrow().ok() };
            let id = company.people[whom].id;
            if roles::grant(&people, None, id, new).await.is_err() {
                // A host who stays one keeps the hat: only what was given here is taken.
                let mut tx = people.db().read().await.unwrap();
                let held = roles::of(&mut tx, id).await.unwrap();
                drop(tx);
                if let Some(held) = held.iter().find(|it| it.until_on.as_deref().is_some_and(|it| it > "2026-03-04")) {
                    roles::end(&people, None, id, held.n).await.unwrap();
                }
            }
        }
        Change::Stray => {
            let left = Some(date(2026, 1, 5));
            let entry = Entry { status: Status::Leaver, left_on: left, ..Entry::named(format!("Stray zz{n}")) };
            let id = directory::add(&people, None, &entry).await.unwrap();
            if dice.below(2) == 0 {
                let mut tx = people.db().write().await.unwrap();
                let id = id.into_untyped_uuid();
                people::store::directory::person_remove(&mut tx, id).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
        Change::Session(whom) => {
            let web = company.sign_in(whom).await;
            assert_eq!(web.form("/hat", &[("hat", "member")]).await.status, 303);
        }
        Change::Chat(host) => {
            let web = company.looker(host, Hat::Host).web.clone();
            let chat = super::kit::chat::Chat::write(&web, &super::kit::chat::draft(1)).await;
            company.chats.push((host, chat));
        }
        Change::Draft(host) => {
            let web = company.looker(host, Hat::Host).web.clone();
            let last = company.chats.iter().rev().find(|it| it.0 == host).unwrap().1.id.clone();
            let mut anew = super::kit::chat::draft(2);
            anew["title"] = json!(format!("zz{n}"));
            anew["version"] = web.get(&format!("/api/v1/chats/{last}")).await.json()["version"].clone();
            let answer = web.put(&format!("/api/v1/chats/{last}"), &anew).await;
            assert!([200, 409].contains(&answer.status), "{}", answer.text);
        }
        Change::Step(host) => {
            let chat = &company.chats.iter().find(|it| it.0 == host).unwrap().1;
            chat.act(json!({ "action": "advance" })).await;
        }
        Change::Voice(host) => {
            let chat = &company.chats.iter().find(|it| it.0 == host).unwrap().1;
            let mut phone = Phone::join(&company.server, &chat.code).await;
            phone.swipe(&chat.takes[0], "agree").await;
            phone.truth(&chat.takes[0], &format!("zz{n}")).await;
        }
        Change::Feedback(whom) => {
            let feedback = &company.server.running.feedback;
            let (writer, to) = (company.people[whom].id, company.people[usize::from(whom == 0)].id);
            let mut tx = people.db().read().await.unwrap();
            let setting = desk::setting(&mut tx, feedback, writer, to, None, TODAY).await.unwrap();
            drop(tx);
            let words = format!("zz{n}");
            let draft = feedback::model::Draft { happened: &words, ..Default::default() };
            let (id, identity) = (PieceId::from_u128(n.into()), setting.identity(Some(Identity::Confidential)));
            let sheet = desk::Sheet { id, to, task: None, draft, identity: Some(identity), seen: None };
            desk::send(feedback, writer, sheet, &setting.contract(identity).mark()).await.unwrap();
        }
        Change::Recap(host) => {
            let web = company.looker(host, Hat::Host).web.clone();
            let chat = company.chats.iter().find(|it| it.0 == host).unwrap().1.clone();
            let recap = web.post(&chat.api("/recap"), &json!({})).await.json();
            let write = json!({ "version": recap["version"], "title": "Culture Chat 7", "body": format!("zz{n}") });
            let answer = web.put(&chat.api("/recap"), &write).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
        }
    }
}
