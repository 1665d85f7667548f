//! What a capability says about the records it keeps of people.

use crate::People;
use db::{DbError, ReadTx, WriteTx};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;
use web::Words;

/// A kind of record, as data. Its words stand in the files of the capability: `holding-KEY` names it, `holding-KEY-what`
/// says what it is.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Names it, in words and in the download.
    pub key: &'static str,
    /// The words of the capability.
    pub words: fn(&str) -> Words,
    /// Every table and column it covers that refers to a person, by id or by name.
    pub columns: &'static [(&'static str, &'static str)],
    /// Where it comes from.
    pub source: Source,
    /// Who can read it.
    pub readers: &'static [Reader],
    /// How long it stays.
    pub keeps: Keeps,
    /// What an erasure does to it.
    pub fate: Fate,
}

/// Where a record comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The person.
    You,
    /// The personnel file: an import, or the people who keep the directory.
    Employer,
    /// A host, or somebody else who works here.
    Colleagues,
    /// The program noted it.
    Program,
}

impl Source {
    /// Its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Employer => "employer",
            Self::Colleagues => "colleagues",
            Self::Program => "program",
        }
    }
}

/// Who can read a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    /// The person.
    You,
    /// Whoever stands above the person in the reporting line today.
    Managers,
    /// People partners whose scope the person is in.
    Partners,
    /// Admins of the server.
    Admins,
    /// The hosts of the chat.
    Hosts,
    /// Everybody in the room of the chat.
    Room,
    /// Everybody who is signed in.
    Colleagues,
    /// Everybody who has the address.
    Everybody,
}

impl Reader {
    /// Its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Managers => "managers",
            Self::Partners => "partners",
            Self::Admins => "admins",
            Self::Hosts => "hosts",
            Self::Room => "room",
            Self::Colleagues => "colleagues",
            Self::Everybody => "everybody",
        }
    }
}

/// How long a record stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// As the rule of this name says.
    Rule(&'static str),
    /// While the person works here, then as the rule says.
    Employment(&'static str),
    /// So many hours at most, by itself: no rule shortens it.
    Hours(u32),
    /// As long as what it is part of: a chat, a recap.
    Whole,
    /// For good: the ledger is never shortened.
    Ledger,
}

/// What an erasure does to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It goes.
    Goes,
    /// It stays for the sake of others, under a name that says nothing.
    Pseudonym,
    /// It stays: ids and days, no words.
    Stays,
}

impl Fate {
    /// Its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Goes => "goes",
            Self::Pseudonym => "pseudonym",
            Self::Stays => "stays",
        }
    }
}

/// A rule of retention: records end so many days after they were last of use. Admins may shorten the time, never
/// prolong it. Words: `retention-KEY`, `retention-KEY-what`.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Names it.
    pub key: &'static str,
    /// The words of the capability.
    pub words: fn(&str) -> Words,
    /// Days, unless somebody chose fewer.
    pub usual: u32,
    /// Fewest days that can be chosen.
    pub least: u32,
}

/// Whom it is about, by everything that a record may call them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Id.
    pub id: Uuid,
    /// Names, as they are and as they were put together: the one that is shown first.
    pub names: Vec<String>,
    /// Address.
    pub email: Option<String>,
    /// What the personnel system calls them by.
    pub employee_id: Option<String>,
    /// Nobody else in the directory has one of the names: what carries it is theirs.
    pub is_only: bool,
    /// The day it is.
    pub today: Date,
}

impl Subject {
    /// Whether a name that somebody typed is one of theirs, and theirs alone.
    pub fn is_called(&self, name: &str) -> bool {
        use crate::model::directory::fold;
        self.is_only && self.names.iter().any(|it| fold(it) == fold(name))
    }
}

/// Records of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Key of the kind.
    pub kind: &'static str,
    /// The records, the oldest first.
    pub items: Vec<Item>,
}

/// One record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// What it says.
    pub parts: Vec<Part>,
    /// People beyond the readers of its kind, by name: the hosts of this chat.
    pub readers: Vec<String>,
}

impl Item {
    /// Of these parts; those that say nothing are left out.
    pub fn of(parts: impl IntoIterator<Item = (&'static str, Shown)>) -> Self {
        let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
        Self { parts: parts.map(|(key, value)| Part { key, value }).collect(), readers: Vec::new() }
    }
}

/// A named value. Its word is `own-part-KEY`, in the files of the capability.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Names it.
    pub key: &'static str,
    /// What it is.
    pub value: Shown,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// Words as they are.
    Text(String),
    /// A moment.
    At(Timestamp),
    /// A count.
    Count(i64),
    /// One of a closed set; its word is `own-word-KEY` in the files of the capability.
    Word(String),
}

impl Shown {
    /// Words, or nothing.
    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        Self::Text(text.map(Into::into).unwrap_or_default())
    }

    /// A moment, or nothing.
    pub fn maybe_at(micros: Option<i64>) -> Self {
        micros.map_or(Self::Text(String::new()), |at| Self::At(db::from_micros(at)))
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }

    /// As the download has it.
    pub fn json(&self) -> Value {
        match self {
            Self::Text(text) | Self::Word(text) => json!(text),
            Self::At(at) => json!(at),
            Self::Count(n) => json!(n),
        }
    }

    /// As a page shows it.
    pub fn say(&self, t: &Words) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::At(at) => at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
            Self::Count(n) => t.number(u64::try_from(*n).unwrap_or(0)),
            Self::Word(key) => t.text(&format!("own-word-{key}")),
        }
    }
}

impl From<&str> for Shown {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Shown {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// An erasure under way.
pub struct Erasing<'e> {
    /// Clock and ids.
    pub people: &'e People,
    /// Whose records go.
    pub subject: &'e Subject,
    /// What they are called from now on.
    pub pseudonym: &'e str,
    /// Who carries it out; nobody for retention.
    pub by: Option<Uuid>,
}

/// What an erasure did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// Kind of record, and how many of it went or were renamed.
    pub counts: Vec<(&'static str, u64)>,
    /// Objects that memory may still hold as they were.
    pub touched: Vec<Uuid>,
}

/// What a capability keeps of people. Everything it does happens in a transaction of the caller.
pub trait Holding: Send + Sync {
    /// The kinds of records, in the order in which they are shown.
    fn kinds(&self) -> &'static [Kind];

    /// All records of somebody: what the page shows and the download holds. Nothing about anybody else.
    fn gather<'a>(&'a self, tx: &'a mut ReadTx, of: &'a Subject) -> BoxFuture<'a, Result<Vec<Held>, DbError>>;

    /// Carries an erasure out.
    fn erase<'a>(&'a self, tx: &'a mut WriteTx, it: &'a Erasing<'a>) -> BoxFuture<'a, Result<Erased, DbError>>;

    /// An erasure is on disk: memory forgets what it holds of these objects.
    fn erased<'a>(&'a self, touched: &'a [Uuid]) -> BoxFuture<'a, ()> {
        let _ = touched;
        Box::pin(std::future::ready(()))
    }

    /// Its rules of retention.
    fn rules(&self) -> &'static [Rule] {
        &[]
    }

    /// Ends what one of its rules ends: records last of use before `before`, but none of the people in `held`. Answers
    /// how many.
    fn expire<'a>(
        &'a self,
        tx: &'a mut WriteTx,
        rule: &'a str,
        before: Timestamp,
        held: &'a [Uuid],
    ) -> BoxFuture<'a, Result<u64, DbError>> {
        let _ = (tx, rule, before, held);
        Box::pin(std::future::ready(Ok(0)))
    }
}
