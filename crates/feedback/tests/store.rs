//! The story of feedback in SQL, on every engine at hand.

use db::testing::{assert_one_shape, engines, never_ran};
use db::{Db, DbError, WriteTx};
use feedback::store::{self, STATEMENTS};
use people::store::directory as people;
use uuid::Uuid;

const MEI: Uuid = Uuid::from_u128(1);
const TAMSIN: Uuid = Uuid::from_u128(2);
const ASK: Uuid = Uuid::from_u128(11);
const TASK: Uuid = Uuid::from_u128(12);
const PIECE: Uuid = Uuid::from_u128(21);
const DRAFT: Uuid = Uuid::from_u128(22);
const GOT: Uuid = Uuid::from_u128(31);
const GOAL: Uuid = Uuid::from_u128(41);

#[tokio::test]
async fn statements_have_one_shape() {
    assert_one_shape(&engines().await, STATEMENTS).await;
}

/// One story that executes every statement.
#[tokio::test]
async fn asked_written_received() {
    for db in engines().await.each() {
        let mut tx = db.write().await.unwrap();
        company(&mut tx).await.unwrap();
        asks(&mut tx).await.unwrap();
        pieces(&mut tx).await.unwrap();
        received(&mut tx).await.unwrap();
        over(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        refused(db).await;
        let mut tx = db.write().await.unwrap();
        forgotten(&mut tx).await.unwrap();
    }
    assert_eq!(never_ran(STATEMENTS), Vec::<String>::new());
}

async fn company(tx: &mut WriteTx) -> Result<(), DbError> {
    for (id, name) in [(MEI, "Mei"), (TAMSIN, "Tamsin")] {
        person(tx, id, name).await?;
    }
    people::reporting_add(tx, TAMSIN, MEI, "2020-01-01", None).await?;
    Ok(())
}

async fn asks(tx: &mut WriteTx) -> Result<(), DbError> {
    store::ask_insert(tx, ASK, TAMSIN, TAMSIN, "What should I keep?", "choice", 100).await?;
    store::ask_insert(tx, Uuid::from_u128(13), MEI, TAMSIN, "How does Tamsin help?", "named", 100).await?;
    assert_eq!(store::ask_withdraw(tx, Uuid::from_u128(13), 9, 200).await?, 0, "somebody was faster");
    assert_eq!(store::ask_withdraw(tx, Uuid::from_u128(13), 1, 200).await?, 1);
    assert_eq!(store::ask_by_id(tx, Uuid::from_u128(13)).await?.unwrap().withdrawn_at, Some(200));
    assert_eq!(store::asks_by(tx, TAMSIN, i64::MAX, Uuid::nil(), 9).await?.len(), 1);
    assert_eq!(store::asks_by(tx, TAMSIN, 100, ASK, 9).await?.len(), 0, "behind the last one");
    assert_eq!(store::asks_about(tx, TAMSIN, 9).await?[0].asker_id, MEI);
    assert_eq!(store::asked_at(tx, TAMSIN, 100).await?.len(), 1);
    store::task_insert(tx, TASK, ASK, MEI, 100).await?;
    assert_eq!(store::asked_whom(tx, TAMSIN, 100).await?[0].id, MEI);
    assert_eq!(store::task_update(tx, TASK, 1, "accepted", true, 1, "", true).await?, 1);
    assert_eq!(store::task_update(tx, TASK, 1, "declined", false, 1, "", true).await?, 0);
    let task = store::task_by_id(tx, TASK).await?.unwrap();
    assert!(task.state == "accepted" && task.accepted && task.reason_shown && task.version == 2);
    assert_eq!(store::tasks_open(tx, MEI).await?.len(), 1);
    assert_eq!(store::tasks_due(tx, 100).await?.len(), 1);
    assert_eq!(store::tasks_counted(tx, MEI, 99).await?.len(), 1);
    assert_eq!(store::tasks_counted(tx, MEI, 100).await?.len(), 0);
    assert_eq!(store::asked_already(tx, MEI, TAMSIN, TAMSIN, 99).await?.unwrap().n, 1);
    Ok(())
}

async fn pieces(tx: &mut WriteTx) -> Result<(), DbError> {
    let day = "2026-03-04";
    store::piece_insert(tx, PIECE, MEI, TAMSIN, Some(TASK), "peer", "named", "boxes", "a", "b", "c", day, "Care", 300)
        .await?;
    store::piece_insert(tx, DRAFT, MEI, TAMSIN, None, "peer", "named", "free", "a", "", "", day, "", 300).await?;
    assert_eq!(store::draft_about(tx, MEI, TAMSIN).await?.unwrap().id, DRAFT);
    assert_eq!(store::piece_of_task(tx, TASK).await?.unwrap().id, PIECE);
    let moves = async |tx: &mut WriteTx, seen, identity, state, sent: Option<i64>| {
        let held = (state == "held").then_some(400);
        store::piece_update(
            tx,
            PIECE,
            seen,
            "peer",
            identity,
            "boxes",
            "a",
            "b",
            "c",
            day,
            "Care",
            Some("{}"),
            state,
            300,
            sent,
            held,
            None,
            Some(TASK),
            state == "delivered",
        )
        .await
    };
    assert_eq!(moves(tx, 1, "confidential", "answered", Some(310)).await?, 1);
    assert_eq!(moves(tx, 1, "confidential", "held", None).await?, 0, "somebody was faster");
    assert_eq!(store::pieces_ripe(tx, 310, 9).await?.len(), 1);
    assert_eq!(store::pieces_ripe(tx, 309, 9).await?.len(), 0);
    assert_eq!(moves(tx, 2, "confidential", "held", Some(310)).await?, 1);
    let pool = store::pools(tx).await?.remove(0);
    assert_eq!((pool.subject_id, pool.kind.as_str()), (TAMSIN, "peer"));
    assert_eq!(store::pieces_held(tx, TAMSIN, "peer").await?[0].held_at, Some(400));
    assert_eq!(moves(tx, 3, "named", "delivered", Some(310)).await?, 1);
    assert_eq!(store::piece_by_id(tx, PIECE).await?.unwrap().shows, "Care");
    let given = store::given(tx, MEI, 0, i64::MAX, Uuid::nil(), 9).await?;
    assert_eq!(given.iter().map(|it| it.id).collect::<Vec<_>>(), [DRAFT, PIECE], "drafts come first");
    assert!(given[1].taken);
    assert_eq!(store::given(tx, MEI, 1, 300, DRAFT, 9).await?.len(), 1);
    assert_eq!(store::wrote_about(tx, MEI, TAMSIN).await?.unwrap().n, 2);
    assert!(store::given_one(tx, MEI, PIECE).await?.is_some() && store::given_one(tx, TAMSIN, PIECE).await?.is_none());
    assert_eq!(store::sent_since(tx, MEI, 310).await?.len(), 1);
    assert_eq!(store::piece_forget(tx, PIECE, 4).await?, 0, "what was sent is not forgotten");
    assert_eq!(store::piece_forget(tx, DRAFT, 1).await?, 1);
    assert_eq!(store::piece_used(tx, PIECE, Uuid::from_u128(77)).await?, 1);
    assert_eq!(store::piece_used(tx, PIECE, Uuid::from_u128(78)).await?, 0);
    Ok(())
}

async fn received(tx: &mut WriteTx) -> Result<(), DbError> {
    store::received_insert(tx, GOT, PIECE, TAMSIN, None, "2026-03-05").await?;
    assert!(store::tasks_of(tx, ASK).await?[0].delivered_named);
    let seen = store::inbox(tx, TAMSIN, "9999-12-31", Uuid::nil(), false, 9).await?.remove(0);
    assert_eq!(store::inbox(tx, TAMSIN, "9999-12-31", Uuid::nil(), true, 9).await?.len(), 0, "not kept");
    assert_eq!(store::inbox(tx, TAMSIN, "2026-03-05", GOT, false, 9).await?.len(), 0, "behind the last one");
    assert_eq!(store::readers(tx, PIECE).await?.len(), 0);
    assert_eq!((seen.writer.as_deref(), seen.question.as_deref()), (Some("Mei"), Some("What should I keep?")));
    assert_eq!(
        store::received_update(tx, GOT, 1, Some(500), Some(501), "less", true, "hm", Some(502), "rude", "open").await?,
        1
    );
    assert_eq!(store::received_update(tx, GOT, 1, None, None, "", false, "", None, "", "none").await?, 0);
    let got = store::received_by_id(tx, GOT).await?.unwrap();
    assert!(got.kept && got.reflection == "hm" && got.version == 2);
    assert_eq!(store::seen(tx, GOT).await?.unwrap().received.helped, "less");
    let flagged = store::flagged(tx, TAMSIN, 0, Uuid::nil(), 9).await?.remove(0);
    assert_eq!(store::flagged(tx, TAMSIN, 502, GOT, 9).await?.len(), 0);
    assert_eq!(store::readers(tx, PIECE).await?[0].id, TAMSIN);
    assert_eq!((flagged.writer.as_deref(), flagged.flag_say.as_str()), (Some("Mei"), "rude"));
    let given = store::given(tx, MEI, 0, i64::MAX, Uuid::nil(), 9).await?.remove(0);
    assert_eq!((given.read_at, given.thanked_at, given.helped.as_deref()), (Some(500), Some(501), Some("less")));
    let month = store::months_received(tx, TAMSIN, "2026-01-01").await?.remove(0);
    assert_eq!((month.month.as_str(), month.kind.as_str(), month.n), ("2026-03", "peer", 1));
    assert_eq!(store::team_received(tx, MEI, "2026-03-31", "2026-03-01", "2026-04-01").await?[0].writer_id, MEI);
    Ok(())
}

async fn over(tx: &mut WriteTx) -> Result<(), DbError> {
    store::goal_insert(tx, GOAL, TAMSIN, GOT, "Call support first", 600).await?;
    assert_eq!(store::goals(tx, TAMSIN).await?[0].words, "Call support first");
    assert_eq!(store::goal_same(tx, TAMSIN, GOT, "Call support first").await?.unwrap().n, 1);
    let value = Uuid::from_u128(51);
    store::value_insert(tx, value, "Everybody is heard", 1).await?;
    assert_eq!(store::values(tx).await?[0].words, "Everybody is heard");
    assert_eq!(store::value_forget(tx, value).await?, 1);
    assert_eq!(store::goal_forget(tx, GOAL, MEI).await?, 0, "somebody else's");
    assert_eq!(store::goal_forget(tx, GOAL, TAMSIN).await?, 1);
    store::goal_insert(tx, GOAL, TAMSIN, GOT, "Call support first", 600).await?;
    assert_eq!(store::tasks_ever(tx, MEI).await?.len(), 1);
    assert_eq!(store::pieces_around(tx, TAMSIN, "%nobody%").await?.len(), 1);
    assert_eq!(store::pieces_over(tx, 301).await?.len(), 1);
    assert_eq!(store::received_empty(tx, TAMSIN).await?, 1);
    assert_eq!(store::questions_empty(tx, TAMSIN).await?, 2, "what she asked, and what was asked about her");
    assert_eq!(store::reasons_empty(tx, MEI).await?, 1);
    assert_eq!(store::asks_over(tx, 101).await?.len(), 1, "the other one is answered");
    Ok(())
}

/// The schema itself refuses what must never be.
async fn refused(db: &Db) {
    let day = "2026-03-04";
    for (kind, identity) in
        [("own", "confidential"), ("downward", "confidential"), ("sideways", "named"), ("peer", "anonymous")]
    {
        let mut tx = db.write().await.unwrap();
        let id = Uuid::from_u128(99);
        let done =
            store::piece_insert(&mut tx, id, MEI, TAMSIN, None, kind, identity, "boxes", "", "", "", day, "", 1).await;
        assert!(matches!(done, Err(DbError::Refused(_))), "{kind} {identity}: {done:?}");
    }
    let mut tx = db.write().await.unwrap();
    let twice = store::received_insert(&mut tx, Uuid::from_u128(32), PIECE, TAMSIN, None, day).await;
    assert!(matches!(twice, Err(DbError::Conflict)), "{twice:?}");
}

async fn person(tx: &mut WriteTx, id: Uuid, name: &str) -> Result<(), DbError> {
    let (nothing, folded) = ("", name.to_lowercase());
    people::person_insert(
        tx, id, name, None, None, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing,
        "active", None, None, &folded, 1,
    )
    .await?;
    Ok(())
}

async fn forgotten(tx: &mut WriteTx) -> Result<(), DbError> {
    assert_eq!(store::goals_of_piece_forget(tx, PIECE).await?, 1);
    assert_eq!(store::goals_forget(tx, TAMSIN).await?, 0);
    assert_eq!(store::received_forget(tx, PIECE).await?, 1);
    assert_eq!(store::piece_erase(tx, PIECE).await?, 1);
    assert_eq!(store::asks_over(tx, 101).await?.len(), 2);
    assert_eq!(store::tasks_forget(tx, ASK).await?, 1);
    assert_eq!(store::ask_forget(tx, ASK).await?, 1);
    Ok(())
}
