//! Whatever is done to a random ledger behind the program's back is found, and found where it is.

use db::ledger::{self, Entry, Flaw, Head, Kept};
use db::sqlx::types::Uuid;
use db::testing::{ambient, engines};
use db::{Ambient, Conn, Db, Reads, WriteTx};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// Cases per engine.
const CASES: u32 = 400;

/// What somebody with all rights over the database does. Numbers are places, taken modulo what is there.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Nothing,
    /// Changes one field of an event.
    Edit(usize, usize),
    /// Deletes an event; with its seal, or leaving the seal.
    Delete(usize, bool),
    /// Deletes events up to the end and keeps the seals.
    CutEvents(usize),
    /// Deletes events and seals up to the end: only a kept head shows that.
    CutAll(usize),
    /// Exchanges two events.
    Swap(usize, usize),
    /// Moves all from here on one place further, with or without their seals, and puts an event of another place in.
    Insert(usize, bool),
    /// Puts an event before the first.
    Precede,
    /// Changes a seal.
    EditSeal(usize),
    /// Deletes a seal.
    DeleteSeal(usize),
    /// Changes an event and seals everything anew: only a kept head shows that.
    Rewrite(usize),
}

fn deeds() -> impl Strategy<Value = Deed> {
    let n = || 0..1_000_usize;
    prop_oneof![
        Just(Deed::Nothing),
        (n(), 0..7_usize).prop_map(|(at, field)| Deed::Edit(at, field)),
        (n(), any::<bool>()).prop_map(|(at, both)| Deed::Delete(at, both)),
        n().prop_map(Deed::CutEvents),
        n().prop_map(Deed::CutAll),
        (n(), n()).prop_map(|(a, b)| Deed::Swap(a, b)),
        (n(), any::<bool>()).prop_map(|(at, both)| Deed::Insert(at, both)),
        Just(Deed::Precede),
        n().prop_map(Deed::EditSeal),
        n().prop_map(Deed::DeleteSeal),
        n().prop_map(Deed::Rewrite),
    ]
}

fn data() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({})),
        any::<i64>().prop_map(|n| json!({ "n": n })),
        any::<f64>().prop_map(|n| json!([n, null, true])),
        "\\PC{0,12}".prop_map(|words| json!({ "words": words, "é": { "\u{1f600}": [words] } })),
    ]
}

#[test]
fn every_deed_is_found_where_it_was_done() {
    let runtime = Runtime::new().unwrap();
    let engines = runtime.block_on(engines());
    let ledgers = (proptest::collection::vec(data(), 2..30), 0..4_usize, deeds());
    for db in engines.each() {
        let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(CASES) });
        let found =
            runner.run(&ledgers, |(events, unsealed, deed)| runtime.block_on(case(db, &events, unsealed, deed)));
        found.unwrap_or_else(|error| panic!("on {db:?}: {error}"));
    }
    println!("{CASES} ledgers per engine, on {} engines", engines.each().count());
}

/// One ledger and one deed, in a transaction that is never committed.
async fn case(db: &Db, events: &[Value], unsealed: usize, deed: Deed) -> Result<(), TestCaseError> {
    let mut tx = db.write().await.unwrap();
    let ambient = ambient();
    append(&mut tx, &ambient, events).await;
    ledger::seal_some(&mut tx).await.unwrap();
    append(&mut tx, &ambient, &events[..unsealed.min(events.len())]).await;
    let head = ledger::head(&mut tx).await.unwrap().unwrap();
    prop_assert!(ledger::verify(&mut tx, &[]).await.unwrap().is_ok());
    let (alone, with_head) = do_it(&mut tx, deed, head).await;
    let kept = Kept { seq: Some(head.seq), hash: head.hash };
    let flaw = |found: Result<ledger::Sound, Flaw>| found.err();
    prop_assert_eq!(flaw(ledger::verify(&mut tx, &[]).await.unwrap()), alone);
    prop_assert_eq!(flaw(ledger::verify(&mut tx, &[kept]).await.unwrap()), with_head);
    Ok(())
}

async fn append(tx: &mut WriteTx, ambient: &Ambient, events: &[Value]) {
    for (n, data) in events.iter().enumerate() {
        let actor = n.is_multiple_of(3).then(|| Uuid::from_u128(n as u128));
        let object = Uuid::from_u128(1_000 + n as u128);
        let entry = Entry { actor, kind: "chat_moved", object, data: data.clone() };
        ledger::append(tx, ambient, entry).await.unwrap();
    }
}

/// Does it; answers what must be found without a kept head, and with one.
async fn do_it(tx: &mut WriteTx, deed: Deed, head: Head) -> (Option<Flaw>, Option<Flaw>) {
    let sealed = usize::try_from(head.seq).unwrap();
    let place = |n: usize| i64::try_from(n % sealed).unwrap() + 1;
    let both = |flaw| (Some(flaw), Some(flaw));
    match deed {
        Deed::Nothing => (None, None),
        Deed::Edit(at, field) => {
            let sql = [
                "UPDATE ledger SET actor = CASE WHEN actor IS NULL THEN id ELSE NULL END WHERE seq = $1",
                "UPDATE ledger SET at = at + 1 WHERE seq = $1",
                "UPDATE ledger SET kind = kind || ' ' WHERE seq = $1",
                "UPDATE ledger SET object = id WHERE seq = $1",
                "UPDATE ledger SET id = object WHERE seq = $1",
                // Means the same, and is an edit all the same.
                "UPDATE ledger SET data = data || ' ' WHERE seq = $1",
                "UPDATE ledger SET data = '[' || data || ']' WHERE seq = $1",
            ];
            run(tx, sql[field], &[place(at)]).await;
            both(Flaw::Changed(place(at)))
        }
        Deed::Delete(at, and_seal) => {
            run(tx, "DELETE FROM ledger WHERE seq = $1", &[place(at)]).await;
            if and_seal {
                run(tx, "DELETE FROM ledger_seal WHERE seq = $1", &[place(at)]).await;
            }
            let last = run(tx, "UPDATE ledger SET at = at WHERE seq > $1", &[place(at)]).await == 0;
            if and_seal && last {
                // Nothing comes after it: the cut of a single event.
                return (None, Some(Flaw::Cut(head.seq)));
            }
            both(Flaw::Missing(place(at)))
        }
        Deed::CutEvents(at) => {
            run(tx, "DELETE FROM ledger WHERE seq >= $1", &[place(at)]).await;
            both(Flaw::Missing(place(at)))
        }
        Deed::CutAll(at) => {
            run(tx, "DELETE FROM ledger WHERE seq >= $1", &[place(at)]).await;
            run(tx, "DELETE FROM ledger_seal WHERE seq >= $1", &[place(at)]).await;
            (None, Some(Flaw::Cut(head.seq)))
        }
        Deed::Swap(a, b) => {
            let (a, b) = (place(a), place(b));
            if a == b {
                return (None, None);
            }
            run(tx, "UPDATE ledger SET seq = -1 WHERE seq = $1", &[a]).await;
            run(tx, "UPDATE ledger SET seq = $1 WHERE seq = $2", &[a, b]).await;
            run(tx, "UPDATE ledger SET seq = $1 WHERE seq = -1", &[b]).await;
            both(Flaw::Changed(a.min(b)))
        }
        Deed::Insert(at, and_seals) => {
            let at = place(at);
            shift(
                tx,
                "UPDATE ledger SET seq = -seq - 1 WHERE seq >= $1",
                "UPDATE ledger SET seq = -seq WHERE seq < 0",
                at,
            )
            .await;
            run(tx, FORGED, &[at, at + 1]).await;
            if !and_seals {
                return both(Flaw::Changed(at));
            }
            let (away, back) = (
                "UPDATE ledger_seal SET seq = -seq - 1 WHERE seq >= $1",
                "UPDATE ledger_seal SET seq = -seq WHERE seq < 0",
            );
            shift(tx, away, back, at).await;
            both(Flaw::Unsealed(at))
        }
        Deed::Precede => {
            run(tx, FORGED, &[0, 1]).await;
            both(Flaw::BeforeTheFirst(0))
        }
        Deed::EditSeal(at) => {
            let sql = "UPDATE ledger_seal SET hash = (SELECT hash FROM ledger_seal WHERE seq = $1) WHERE seq = $2";
            run(tx, sql, &[place(at + 1), place(at)]).await;
            both(Flaw::Changed(place(at)))
        }
        Deed::DeleteSeal(at) => {
            run(tx, "DELETE FROM ledger_seal WHERE seq = $1", &[place(at)]).await;
            if place(at) == head.seq {
                // It will be sealed again; until then the head is not there.
                return (None, Some(Flaw::Cut(head.seq)));
            }
            both(Flaw::Unsealed(place(at)))
        }
        Deed::Rewrite(at) => {
            run(tx, "UPDATE ledger SET at = at + 1 WHERE seq = $1", &[place(at)]).await;
            run(tx, "DELETE FROM ledger_seal WHERE seq >= $1", &[place(at)]).await;
            ledger::seal_some(tx).await.unwrap();
            (None, Some(Flaw::Rewritten(head.seq)))
        }
    }
}

/// A copy of event `$2` under a number of its own; its object becomes its id, which must be new.
const FORGED: &str = "INSERT INTO ledger (seq, id, at, actor, kind, object, data)
                      SELECT $1, object, at, actor, kind, object, data FROM ledger WHERE seq = $2";

async fn shift(tx: &mut WriteTx, away: &'static str, back: &'static str, from: i64) {
    // By way of negative numbers, because no number may be there twice on the way.
    run(tx, away, &[from]).await;
    run(tx, back, &[]).await;
}

async fn run(tx: &mut WriteTx, sql: &'static str, numbers: &[i64]) -> u64 {
    match tx.conn() {
        Conn::Lite(c) => {
            let query = numbers.iter().fold(db::sqlx::query(sql), |query, n| query.bind(*n));
            query.execute(c).await.unwrap().rows_affected()
        }
        Conn::Pg(c) => {
            let query = numbers.iter().fold(db::sqlx::query(sql), |query, n| query.bind(*n));
            query.execute(c).await.unwrap().rows_affected()
        }
    }
}
