//! Everything this crate knows of one person.

use crate::import::rows_about;
use crate::model::directory::Field;
use crate::own::holding::{Held, Item, Shown, Subject};
use crate::own::read_word;
use crate::store::{directory as people, own as store, role as roles};
use db::{DbError, ReadTx, ledger};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Events that are read at a time.
const PAGE: i64 = 500;

/// Fields that colleagues see.
const CARD: [Field; 8] = [
    Field::Name,
    Field::PreferredName,
    Field::Pronouns,
    Field::Title,
    Field::Place,
    Field::TimeZone,
    Field::Language,
    Field::Status,
];
/// Fields that the line above sees, too.
const EMPLOYMENT: [Field; 4] = [Field::Level, Field::Email, Field::StartedOn, Field::LeftOn];
/// Fields of those who keep the directory.
const PAPERS: [Field; 3] = [Field::EmployeeId, Field::GivenName, Field::FamilyName];

pub(super) async fn all(tx: &mut ReadTx, of: &Subject) -> Result<Vec<Held>, DbError> {
    let mut all = Vec::new();
    let mut put = |kind: &'static str, items: Vec<Item>| all.push(Held { kind, items });
    let Some(row) = people::entry_by_id(tx, of.id).await? else { return Ok(Vec::new()) };
    let entry = row.entry();
    let field = |it: Field| {
        let text = entry.text(it);
        (it.key(), if it == Field::Status { Shown::Word(text) } else { Shown::Text(text) })
    };
    put("entry", vec![Item::of(CARD.map(field))]);
    for (kind, fields) in [("employment", EMPLOYMENT.as_slice()), ("papers", &PAPERS)] {
        let item = Item::of(fields.iter().map(|it| field(*it)));
        put(kind, if item.parts.is_empty() { Vec::new() } else { vec![item] });
    }
    let own = store::own_fields(tx, of.id).await?;
    put(
        "own-fields",
        own.into_iter().map(|it| Item::of([("field", Shown::Word(it.word)), ("since", at(it.n))])).collect(),
    );
    let teams = store::memberships_named(tx, of.id).await?;
    put("team", teams.into_iter().map(|it| span("team", it.name, it.from_on, it.until_on)).collect());
    let lines = people::reporting_of(tx, of.id).await?;
    put("line", lines.into_iter().map(|it| span("manager", it.name, it.from_on, it.until_on)).collect());
    let reports = store::reports_counted(tx, of.id).await?;
    put(
        "reports",
        reports.into_iter().map(|it| Item::of([("from", it.word.into()), ("people", Shown::Count(it.n))])).collect(),
    );
    let mut roles = roles::grants_of(tx, of.id).await?;
    roles.reverse();
    put("roles", roles.into_iter().map(role).collect());
    let sessions = store::sessions_of(tx, of.id).await?;
    let sessions = sessions.into_iter().map(|it| {
        Item::of([
            ("how", Shown::Word(it.how)),
            ("device", it.device.into()),
            ("since", at(it.created_at)),
            ("seen", at(it.seen_at)),
            ("until", at(it.expires_at)),
        ])
    });
    put("sessions", sessions.collect());
    let keys = store::links_of(tx, of.id).await?.into_iter().map(|it| {
        let used = Shown::maybe_at(it.used_at);
        Item::of([
            ("purpose", Shown::Word(it.purpose)),
            ("made", at(it.created_at)),
            ("until", at(it.expires_at)),
            ("used", used),
        ])
    });
    put("links", keys.collect());
    put("imported", imported(tx, of).await?);
    let mut sent: Vec<Item> = store::uploads_of(tx, of.id).await?.into_iter().map(file).collect();
    sent.extend(store::imports_by(tx, of.id).await?.into_iter().map(file));
    put("imports", sent);
    all.extend(requests(tx, of).await?);
    let mut put = |kind: &'static str, items: Vec<Item>| all.push(Held { kind, items });
    let mut decided: BTreeMap<String, i64> = BTreeMap::new();
    for row in store::decided_by(tx, of.id).await? {
        *decided.entry(row.day).or_default() += 1;
    }
    put(
        "decided",
        decided
            .into_iter()
            .map(|(what, n)| Item::of([("what", Shown::Word(what)), ("times", Shown::Count(n))]))
            .collect(),
    );
    let reads = store::reads_by(tx, of.id).await?.into_iter().map(|it| {
        let (day, kind) = it.word.split_once(' ').unwrap_or_default();
        Item::of([
            ("day", day.into()),
            ("what", Shown::Word(read_word(kind).to_owned())),
            ("times", Shown::Count(it.n)),
        ])
    });
    put("read", reads.collect());
    put("readers", readers(tx, of.id).await?);
    put("events", events(tx, of.id).await?);
    Ok(all)
}

/// What somebody asked for, and what keeps their records.
async fn requests(tx: &mut ReadTx, of: &Subject) -> Result<Vec<Held>, DbError> {
    let mut all = Vec::new();
    let mut put = |kind: &'static str, items: Vec<Item>| all.push(Held { kind, items });
    let corrections = store::corrections_of(tx, of.id).await?.into_iter().map(|it| {
        Item::of([
            ("field", Shown::Word(it.field)),
            ("wish", it.wish.into()),
            ("why", it.why.into()),
            ("state", Shown::Word(it.state)),
            ("answer", it.answer.into()),
            ("asked", at(it.asked_at)),
            ("decided", Shown::maybe_at(it.decided_at)),
        ])
    });
    put("corrections", corrections.collect());
    let erasures = store::erasures_of(tx, of.id).await?.into_iter().map(|it| {
        let when = [
            ("asked", at(it.asked_at)),
            ("agreed", Shown::maybe_at(it.first_at)),
            ("decided", Shown::maybe_at(it.second_at)),
        ];
        Item::of([("state", Shown::Word(it.state)), ("answer", it.answer.into())].into_iter().chain(when))
    });
    put("erasures", erasures.collect());
    // That there is a hold is told; why, is between those who set it.
    let holds = store::holds_of(tx, of.id).await?;
    put(
        "holds",
        holds
            .into_iter()
            .map(|it| Item::of([("since", at(it.set_at)), ("until", Shown::maybe_at(it.ended_at))]))
            .collect(),
    );
    Ok(all)
}

fn at(micros: i64) -> Shown {
    Shown::At(db::from_micros(micros))
}

fn span(what: &'static str, name: String, from: String, until: Option<String>) -> Item {
    Item::of([(what, Shown::Text(name)), ("from", Shown::Text(from)), ("until", Shown::maybe(until))])
}

fn role(it: roles::GrantRow) -> Item {
    // Roles that were held before they had days are held since ever.
    let from = if it.from_on.starts_with("0001") { String::new() } else { it.from_on };
    Item::of([
        ("role", Shown::Word(it.role)),
        ("team", Shown::maybe(it.team)),
        ("from", from.into()),
        ("until", Shown::maybe(it.until_on)),
        ("given", Shown::maybe(it.granted_by)),
    ])
}

fn file(it: store::PastImportRow) -> Item {
    let counts: BTreeMap<String, u64> = serde_json::from_str(&it.counts).unwrap_or_default();
    let rows = counts.get("new").copied().unwrap_or(0) + counts.get("changed").copied().unwrap_or(0);
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    let mut parts = vec![("file", Shown::Text(it.file_name)), ("made", at(it.made_at))];
    if !it.counts.is_empty() {
        parts.push(("people", Shown::Count(rows)));
    }
    Item::of(parts)
}

/// Files that wait and imports that can be taken back, as far as they are about this person: only what they say of them.
async fn imported(tx: &mut ReadTx, of: &Subject) -> Result<Vec<Item>, DbError> {
    let mut items = Vec::new();
    for file in store::upload_texts(tx).await? {
        for row in rows_about(&file.body, &file.choices, of.employee_id.as_deref(), of.email.as_deref()) {
            let cells: Vec<String> = row.iter().map(|(column, cell)| format!("{}: {cell}", column.key())).collect();
            items.push(Item::of([
                ("file", file.file_name.as_str().into()),
                ("made", at(file.made_at)),
                ("row", cells.join("; ").into()),
            ]));
        }
    }
    for import in store::import_texts(tx).await? {
        let fields = fields_of(&import.undo, of.id);
        if !fields.is_empty() {
            items.push(Item::of([
                ("file", import.file_name.into()),
                ("made", at(import.made_at)),
                ("wrote", fields.join("; ").into()),
            ]));
        }
    }
    Ok(items)
}

/// What the record of an import says of somebody: `field: before → after`.
fn fields_of(undo: &str, id: Uuid) -> Vec<String> {
    let record: Value = serde_json::from_str(undo).unwrap_or_default();
    let own = id.to_string();
    let people = ["made", "changed"].into_iter().filter_map(|list| record[list].as_array()).flatten();
    let mine = people.filter(|it| it["id"].as_str() == Some(own.as_str())).filter_map(|it| it["fields"].as_object());
    let say = |(key, value): (&String, &Value)| match value.as_array().map(Vec::as_slice) {
        Some([from, to]) => format!("{key}: {} → {}", words(from), words(to)),
        _ => format!("{key}: {}", words(value)),
    };
    mine.flat_map(|fields| fields.iter().map(say)).collect()
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

async fn readers(tx: &mut ReadTx, id: Uuid) -> Result<Vec<Item>, DbError> {
    let mut items = Vec::new();
    let mut before = i64::MAX;
    loop {
        let page = ledger::about(tx, id, before, 200).await?;
        let Some(last) = page.last() else { break };
        before = last.seq;
        for event in page {
            let name = match event.actor {
                Some(actor) => store::name_of(tx, actor).await?.map(|it| it.name),
                None => None,
            };
            let day = event.at.strftime("%Y-%m-%d").to_string();
            items.push(Item::of([
                ("day", day.into()),
                ("who", Shown::maybe(name)),
                ("what", Shown::Word(read_word(&event.kind).to_owned())),
            ]));
        }
    }
    items.reverse();
    Ok(items)
}

/// What somebody did and what was done to their record: kinds, objects and days as the ledger has them.
async fn events(tx: &mut ReadTx, id: Uuid) -> Result<Vec<Item>, DbError> {
    let mut by_number: BTreeMap<i64, Item> = BTreeMap::new();
    for about in [false, true] {
        let mut after = 0;
        loop {
            let page = if about {
                store::events_about(tx, id, after, PAGE).await?
            } else {
                store::events_by(tx, id, after, PAGE).await?
            };
            let Some(last) = page.last() else { break };
            after = last.seq;
            for it in page {
                let object = it.object.to_string();
                let item = Item::of([("at", at(it.at)), ("event", it.kind.into()), ("object", object.into())]);
                by_number.insert(it.seq, item);
            }
        }
    }
    Ok(by_number.into_values().collect())
}
