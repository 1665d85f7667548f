//! What feedback keeps of people: what they gave, received, asked and were asked, and what only they have.

use crate::asks;
use crate::look::{self, Given, Seen};
use crate::model::{Kind as Relation, Piece, PieceId, State, Task, Text};
use crate::{Feedback, FeedbackError, WORDS, store};
use db::{DbError, ReadTx, WriteTx, from_micros, micros};
use jiff::Timestamp;
use newtype_uuid::GenericUuid;
use people::PersonId;
use people::own::{Erased, Erasing, Fate, Held, Holding, Item, Keeps, Kind, Reader, Rule, Shown, Source, Subject};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use uuid::Uuid;
use web::Words;

type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, DbError>> + Send + 'a>>;

/// Key of the rule of retention.
const RULE: &str = "feedback";

fn words(language: &str) -> Words {
    WORDS.in_language(language)
}

/// Kinds of records of this crate.
const KINDS: &[Kind] = &[
    Kind {
        key: "feedback-given",
        words,
        columns: &[("feedback_piece", "writer_id"), ("feedback_piece", "contract")],
        source: Source::You,
        readers: &[Reader::You],
        keeps: Keeps::Rule(RULE),
        fate: Fate::Pseudonym,
    },
    Kind {
        key: "feedback-received",
        words,
        columns: &[("feedback_piece", "subject_id"), ("feedback_received", "reader_id")],
        source: Source::Colleagues,
        readers: &[Reader::You],
        keeps: Keeps::Rule(RULE),
        fate: Fate::Goes,
    },
    Kind {
        key: "feedback-asked",
        words,
        columns: &[("feedback_ask", "asker_id"), ("feedback_ask", "subject_id")],
        source: Source::You,
        readers: &[Reader::You],
        keeps: Keeps::Rule(RULE),
        fate: Fate::Goes,
    },
    Kind {
        key: "feedback-tasks",
        words,
        columns: &[("feedback_task", "person_id")],
        source: Source::Colleagues,
        readers: &[Reader::You],
        keeps: Keeps::Rule(RULE),
        fate: Fate::Goes,
    },
    Kind {
        key: "feedback-goals",
        words,
        columns: &[("feedback_goal_draft", "person_id")],
        source: Source::You,
        readers: &[Reader::You],
        keeps: Keeps::Rule(RULE),
        fate: Fate::Goes,
    },
];

/// Two years, as works councils usually agree.
const RULES: &[Rule] = &[Rule { key: RULE, words, usual: 730, least: 90 }];

/// What this crate keeps of people.
pub fn holding(feedback: &Feedback) -> Arc<dyn Holding> {
    Arc::new(InFeedback(feedback.clone()))
}

struct InFeedback(Feedback);

impl Holding for InFeedback {
    fn kinds(&self) -> &'static [Kind] {
        KINDS
    }

    fn gather<'a>(&'a self, tx: &'a mut ReadTx, of: &'a Subject) -> Later<'a, Vec<Held>> {
        Box::pin(async move { gather(tx, of.id).await.map_err(unreadable) })
    }

    fn erase<'a>(&'a self, tx: &'a mut WriteTx, it: &'a Erasing<'a>) -> Later<'a, Erased> {
        Box::pin(async move { erase(tx, it, self.0.ambient.now()).await.map_err(unreadable) })
    }

    fn rules(&self) -> &'static [Rule] {
        RULES
    }

    fn expire<'a>(&'a self, tx: &'a mut WriteTx, rule: &'a str, before: Timestamp, held: &'a [Uuid]) -> Later<'a, u64> {
        Box::pin(async move { if rule == RULE { expire(tx, before, held).await } else { Ok(0) } })
    }
}

/// A record of another hand stops what was begun: nothing is shown or erased by halves.
fn unreadable(error: FeedbackError) -> DbError {
    match error {
        FeedbackError::Db(error) => error,
        other => {
            tracing::error!(error = &other as &dyn std::error::Error, "feedback about somebody cannot be read");
            DbError::Conflict
        }
    }
}

async fn gather(tx: &mut ReadTx, id: Uuid) -> Result<Vec<Held>, FeedbackError> {
    let person = PersonId::from_untyped_uuid(id);
    let given = look::written(tx, person).await?.iter().map(given_item).collect();
    let received = look::everything(tx, person).await?.iter().map(seen_item).collect();
    let asked = asks::ever_asked(tx, person)
        .await?
        .into_iter()
        .map(|ask| Item::of([("question", ask.question.into()), ("made", Shown::At(ask.sent_at))]));
    let asked = asked.collect();
    let mut tasks = Vec::new();
    for row in store::tasks_ever(tx, id).await? {
        let task = Task::try_from(row)?;
        let state = Shown::Word(task.state.key().to_owned());
        tasks.push(Item::of([("made", Shown::At(task.sent_at)), ("state", state), ("reason", task.reason.into())]));
    }
    let goals = store::goals(tx, id)
        .await?
        .into_iter()
        .map(|it| Item::of([("goal", it.words.into()), ("made", Shown::At(from_micros(it.made_at)))]));
    let goals = goals.collect();
    let held = |kind, items| Held { kind, items };
    Ok(vec![
        held("feedback-given", given),
        held("feedback-received", received),
        held("feedback-asked", asked),
        held("feedback-tasks", tasks),
        held("feedback-goals", goals),
    ])
}

fn given_item(it: &Given) -> Item {
    Item::of([
        ("to", it.subject.1.clone().into()),
        ("state", Shown::Word(it.state.key().to_owned())),
        ("happened", it.words.happened.clone().into()),
        ("effect", it.words.effect.clone().into()),
        ("next", it.words.next.clone().into()),
        ("made", Shown::At(it.saved_at)),
    ])
}

/// As its reader sees it: what is hidden there is not handed out here either.
fn seen_item(it: &Seen) -> Item {
    let words = it.words.clone();
    let part = |of: fn(look::Parts) -> String| words.clone().map(of).unwrap_or_default();
    Item::of([
        ("from", it.writer.as_ref().map(|(_, name)| name.clone()).unwrap_or_default().into()),
        ("day", it.day.to_string().into()),
        ("happened", part(|it| it.happened).into()),
        ("effect", part(|it| it.effect).into()),
        ("next", part(|it| it.next).into()),
        ("helped", it.helped.clone().into()),
        ("reflection", it.reflection.clone().into()),
    ])
}

async fn erase(tx: &mut WriteTx, it: &Erasing<'_>, now: Timestamp) -> Result<Erased, FeedbackError> {
    let id = it.subject.id;
    let person = PersonId::from_untyped_uuid(id);
    let goals = store::goals_forget(tx, id).await?;
    let mut received = store::received_empty(tx, id).await?;
    let mut given = 0;
    for row in store::pieces_around(tx, id, &format!("%{id}%")).await? {
        let piece = Piece::try_from(row)?;
        if piece.writer == person && (piece.state == State::Draft || piece.kind == Relation::Own) {
            given += store::piece_erase(tx, piece.id.into_untyped_uuid()).await?;
            continue;
        }
        let (about, by) = (piece.subject == person, piece.writer == person);
        let piece = without(piece, person, it.pseudonym, now);
        if !store::keep_piece(tx, &piece).await? {
            return Err(FeedbackError::Stale);
        }
        received += u64::from(about);
        given += u64::from(by);
    }
    let asked = store::questions_empty(tx, id).await?;
    let tasks = store::reasons_empty(tx, id).await?;
    let counts = vec![
        ("feedback-given", given),
        ("feedback-received", received),
        ("feedback-asked", asked),
        ("feedback-tasks", tasks),
        ("feedback-goals", goals),
    ];
    Ok(Erased { counts, touched: Vec::new() })
}

/// A piece without this person: words about them go, and so do their own that nobody has yet; in the promise they are
/// called by the pseudonym.
fn without(piece: Piece, person: PersonId, pseudonym: &str, now: Timestamp) -> Piece {
    let waits = matches!(piece.state, State::Answered | State::Held);
    let goes = piece.subject == person || (piece.writer == person && waits);
    let mut contract = piece.contract;
    for reader in contract.iter_mut().flat_map(|it| &mut it.readers).filter(|it| it.id == person) {
        pseudonym.clone_into(&mut reader.name);
    }
    let blank = Text { layout: piece.text.layout, ..Text::blank(piece.text.event_on) };
    Piece {
        text: if goes { blank } else { piece.text },
        // What nobody has any words of is over.
        state: if goes && piece.state != State::Draft { State::Retracted } else { piece.state },
        saved_at: if goes { now } else { piece.saved_at },
        contract,
        version: piece.version + 1,
        ..piece
    }
}

/// Ends what came to rest before an instant, except where somebody's records are held.
async fn expire(tx: &mut WriteTx, before: Timestamp, held: &[Uuid]) -> Result<u64, DbError> {
    let before = micros(before);
    let mut n = 0;
    for row in store::pieces_over(tx, before).await? {
        // A piece that a review cites stays as long as the review.
        if row.used_in.is_some() || held.contains(&row.writer_id) || held.contains(&row.subject_id) {
            continue;
        }
        let id = PieceId::from_untyped_uuid(row.id).into_untyped_uuid();
        store::goals_of_piece_forget(tx, id).await?;
        store::received_forget(tx, id).await?;
        n += store::piece_erase(tx, id).await?;
    }
    for row in store::asks_over(tx, before).await? {
        if held.contains(&row.asker_id) || held.contains(&row.subject_id) {
            continue;
        }
        store::tasks_forget(tx, row.id).await?;
        n += store::ask_forget(tx, row.id).await?;
    }
    Ok(n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Contract, Identity, Reader as Promised};
    use jiff::civil::date;

    fn piece(state: State) -> Piece {
        let text = Text { happened: "You call support first.".into(), ..Text::blank(date(2026, 3, 4)) };
        let subject = Promised { id: PersonId::from_u128(2), name: "Mei Haruna".into() };
        Piece {
            id: PieceId::from_u128(1),
            writer: PersonId::from_u128(1),
            subject: PersonId::from_u128(2),
            task: None,
            kind: Relation::Peer,
            identity: Identity::Named,
            text,
            contract: Some(Contract::of(Relation::Peer, Identity::Named, subject, None, 5)),
            state,
            saved_at: Timestamp::UNIX_EPOCH,
            sent_at: None,
            held_at: None,
            delivered_at: None,
            taken: false,
            used_in: None,
            version: 1,
        }
    }

    #[test]
    fn an_erased_subject_takes_words_and_name_along() {
        let gone = without(piece(State::Acknowledged), PersonId::from_u128(2), "Somebody 7", Timestamp::UNIX_EPOCH);
        assert_eq!((gone.state, gone.text.joined().as_str(), gone.version), (State::Retracted, "", 2));
        assert_eq!(gone.contract.unwrap().readers[0].name, "Somebody 7");
    }

    #[test]
    fn an_erased_writer_leaves_what_arrived() {
        let writer = PersonId::from_u128(1);
        let kept = without(piece(State::Delivered), writer, "Somebody 7", Timestamp::UNIX_EPOCH);
        assert_eq!((kept.state, kept.text.joined().as_str()), (State::Delivered, "You call support first."));
        let gone = without(piece(State::Answered), writer, "Somebody 7", Timestamp::UNIX_EPOCH);
        assert_eq!((gone.state, gone.text.joined().as_str()), (State::Retracted, ""));
    }
}
