//! What chats keep of people: who ran them, who gave their name in them, who sat on a panel, who is quoted.

use crate::hub::Hub;
use crate::model::ChatId;
use crate::store::own::{self as store, NamedRow};
use crate::{Chats, WORDS};
use db::{DbError, ReadTx, Reads, WriteTx};
use futures_util::future::BoxFuture;
use newtype_uuid::GenericUuid;
use people::own::{Erased, Erasing, Fate, Held, Holding, Item, Keeps, Kind, Reader, Shown, Source, Subject};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use stories::desk::{self, DeskError};
use stories::model::{Forget, Story};
use uuid::Uuid;
use web::Words;

fn words(language: &str) -> Words {
    WORDS.in_language(language)
}

/// Kinds of records of this crate.
const KINDS: &[Kind] = &[
    Kind {
        key: "chats-run",
        words,
        columns: &[("chat", "created_by"), ("chat", "owner_id"), ("co_host", "person_id")],
        source: Source::You,
        readers: &[Reader::You, Reader::Room],
        keeps: Keeps::Whole,
        fate: Fate::Pseudonym,
    },
    Kind {
        key: "chats-named",
        words,
        columns: &[("voice_name", "name"), ("truth", "words")],
        source: Source::You,
        readers: &[Reader::You, Reader::Hosts],
        keeps: Keeps::Whole,
        fate: Fate::Goes,
    },
    // Nobody else is shown this, not even that there is a voice.
    Kind {
        key: "chats-signed",
        words,
        columns: &[("voice_person", "person_id"), ("voice_pass", "session")],
        source: Source::You,
        readers: &[Reader::You],
        keeps: Keeps::Whole,
        fate: Fate::Goes,
    },
    Kind {
        key: "panels",
        words,
        columns: &[("panellist", "name"), ("panel_answer", "words")],
        source: Source::Colleagues,
        readers: &[Reader::Everybody],
        keeps: Keeps::Whole,
        fate: Fate::Pseudonym,
    },
    Kind {
        key: "quotes",
        words,
        columns: &[("story", "facts"), ("story", "body")],
        source: Source::You,
        readers: &[Reader::Everybody],
        keeps: Keeps::Whole,
        fate: Fate::Goes,
    },
];

/// What this crate keeps of people.
pub fn holding(chats: &Chats) -> Arc<dyn Holding> {
    Arc::new(InChats { chats: chats.clone() })
}

struct InChats {
    chats: Chats,
}

impl Holding for InChats {
    fn kinds(&self) -> &'static [Kind] {
        KINDS
    }

    fn gather<'a>(&'a self, tx: &'a mut ReadTx, of: &'a Subject) -> BoxFuture<'a, Result<Vec<Held>, DbError>> {
        Box::pin(gather(tx, of))
    }

    fn erase<'a>(&'a self, tx: &'a mut WriteTx, it: &'a Erasing<'a>) -> BoxFuture<'a, Result<Erased, DbError>> {
        Box::pin(erase(tx, &self.chats, it))
    }

    fn erased<'a>(&'a self, touched: &'a [Uuid]) -> BoxFuture<'a, ()> {
        Box::pin(reread(&self.chats.hub, touched))
    }
}

async fn gather(tx: &mut ReadTx, of: &Subject) -> Result<Vec<Held>, DbError> {
    let run = store::run_by(tx, of.id).await?.into_iter().map(|it| {
        Item::of([
            ("title", Shown::Text(it.title)),
            ("day", it.held_on.into()),
            ("phase", Shown::Word(it.phase)),
            ("made", Shown::At(db::from_micros(it.created_at))),
        ])
    });
    let run = run.collect();
    let (mut named, mut quotes) = (Vec::new(), Vec::new());
    for voice in named_so(tx, of).await? {
        let reasons = store::reasons_of(tx, voice.chat_id, voice.voice_id).await?;
        // Nobody checked the name: only what everybody reads beside it is told.
        let shown = reasons.iter().filter(|it| it.named);
        let shown: Vec<String> = shown.map(|it| format!("{}: {}", it.take, it.words)).collect();
        let ids: BTreeSet<String> = reasons.iter().map(|it| it.id.to_string()).collect();
        quotes.extend(quoted(tx, voice.chat_id, &ids, of).await?);
        let mut item = Item::of([
            ("title", Shown::Text(voice.title)),
            ("day", voice.held_on.into()),
            ("name", voice.name.into()),
            ("answers", Shown::Count(voice.answers)),
            ("reasons", shown.join("\n").into()),
        ]);
        item.readers = vec![voice.host];
        named.push(item);
    }
    let signed = store::signed_in_to(tx, of.id).await?.into_iter();
    let signed = signed.map(|it| Item::of([("title", Shown::Text(it.title)), ("day", it.held_on.into())])).collect();
    let mut panels = Vec::new();
    for seat in store::panels(tx).await?.into_iter().filter(|it| of.is_called(&it.name)) {
        let said = store::said_by(tx, seat.id).await?;
        let said: Vec<String> = said.iter().map(|it| format!("{}: {} {}", it.take, it.side, it.words)).collect();
        let mut item = Item::of([
            ("title", Shown::Text(seat.title)),
            ("day", seat.held_on.into()),
            ("name", seat.name.into()),
            ("role", seat.role.into()),
            ("place", seat.place.into()),
            ("since", seat.since.into()),
            ("said", said.join("\n").into()),
        ]);
        item.readers = vec![seat.host];
        panels.push(item);
    }
    let held = |kind, items| Held { kind, items };
    Ok(vec![
        held("chats-run", run),
        held("chats-named", named),
        held("chats-signed", signed),
        held("panels", panels),
        held("quotes", quotes),
    ])
}

/// Voices of this person in named chats: by the sign-in where the chat asked for it, else those that gave themselves one
/// of the names that are this person's alone.
async fn named_so(tx: &mut impl Reads, of: &Subject) -> Result<Vec<NamedRow>, DbError> {
    let is_theirs = |it: &NamedRow| it.person_id.map_or_else(|| of.is_called(&it.name), |person| person == of.id);
    Ok(store::names(tx).await?.into_iter().filter(is_theirs).collect())
}

/// Quotes in the recap of a chat: these truths, where the name stands beside them.
async fn quoted(
    tx: &mut impl Reads,
    chat: Uuid,
    truths: &BTreeSet<String>,
    of: &Subject,
) -> Result<Vec<Item>, DbError> {
    let Some(story) = story_of(tx, chat).await? else { return Ok(Vec::new()) };
    let quotes = story.facts.takes.iter().flat_map(|it| &it.quotes);
    let mine = quotes.filter(|it| truths.contains(&it.id) && it.name.as_deref().is_some_and(|it| of.is_called(it)));
    let item = |it: &stories::facts::Quote| {
        Item::of([
            ("title", story.title.as_str().into()),
            ("state", Shown::Word(story.state.key().to_owned())),
            ("quote", it.words.as_str().into()),
        ])
    };
    Ok(mine.map(item).collect())
}

/// A recap that cannot be read is as if it were not there; the search of an erasure finds what it holds.
async fn story_of(tx: &mut impl Reads, chat: Uuid) -> Result<Option<Story>, DbError> {
    match desk::by_source(tx, chat).await {
        Ok(story) => Ok(story),
        Err(DeskError::Db(error)) => Err(error),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a recap cannot be read");
            Ok(None)
        }
    }
}

async fn erase(tx: &mut WriteTx, chats: &Chats, it: &Erasing<'_>) -> Result<Erased, DbError> {
    let mut counts: BTreeMap<&'static str, u64> = BTreeMap::new();
    // What leaves the recap of each chat: ids of truths, and names on the panel.
    let mut leaving: BTreeMap<Uuid, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for voice in named_so(tx, it.subject).await? {
        let truths = store::reasons_of(tx, voice.chat_id, voice.voice_id).await?;
        let quotes = &mut leaving.entry(voice.chat_id).or_default().0;
        quotes.extend(truths.iter().map(|it| it.id.to_string()));
        store::spotlights_leave(tx, voice.voice_id).await?;
        let gone = store::reasons_empty(tx, voice.chat_id, voice.voice_id).await?;
        let gone = gone + store::name_forget(tx, voice.voice_id).await?;
        *counts.entry("chats-named").or_default() += gone;
    }
    // Reasons in a confidential chat stay: if they went with somebody, everybody would see whose they were.
    // Not counted, for the proof is kept: while a chat runs, a number would tell that they take part in it.
    store::passes_go(tx, it.subject.id).await?;
    store::bonds_go(tx, it.subject.id).await?;
    counts.insert("chats-run", store::co_hosting_ends(tx, it.subject.id).await?);
    for seat in store::panels(tx).await?.into_iter().filter(|seat| it.subject.is_called(&seat.name)) {
        let gone = store::said_empty(tx, seat.id).await?;
        let gone = gone + store::panellist_rename(tx, seat.id, it.pseudonym).await?;
        *counts.entry("panels").or_default() += gone;
        leaving.entry(seat.chat_id).or_default().1.push(seat.name);
    }
    let touched: Vec<Uuid> = leaving.keys().copied().collect();
    for (chat, (quotes, names)) in leaving {
        let what = Forget { quotes: &quotes, names: &names, pseudonym: it.pseudonym };
        match desk::forget(tx, &chats.ambient, it.by, chat, &what).await {
            Ok(changed) => *counts.entry("quotes").or_default() += u64::from(changed),
            Err(DeskError::Db(error)) => return Err(error),
            Err(DeskError::Changed) => return Err(DbError::Conflict),
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "a recap cannot be read"),
        }
        store::chat_moved_on(tx, chat).await?;
    }
    Ok(Erased { counts: counts.into_iter().collect(), touched })
}

async fn reread(hub: &Hub, touched: &[Uuid]) {
    for chat in touched {
        hub.reread(ChatId::from_untyped_uuid(*chat)).await;
    }
}
