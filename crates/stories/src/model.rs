//! A story and the steps of its life. Every transition consumes the story and answers the next one; none knows a
//! database.

mod forget;
mod slug;

pub use forget::Forget;
pub use slug::slug;

use crate::facts::Recap;
use jiff::Timestamp;
use newtype_uuid::{TypedUuid, TypedUuidKind, TypedUuidTag};
use uuid::Uuid;
use web::clean::{self, CleanError};

/// Longest title, in characters.
pub const TITLE_MAX: usize = 140;

/// Longest body, in characters.
pub const BODY_MAX: usize = 100_000;

/// Kind of [`StoryId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StoryKind {}

impl TypedUuidKind for StoryKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("story");
        TAG
    }
}

/// Names one story.
pub type StoryId = TypedUuid<StoryKind>;

/// Where a story stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Never shown to anybody but its host.
    Draft,
    /// Public since `at`.
    Published {
        /// When it was published last.
        at: Timestamp,
    },
    /// Was public once; is not now.
    Unpublished {
        /// When it had been published.
        was_at: Timestamp,
    },
}

impl State {
    /// The word for it in records.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published { .. } => "published",
            Self::Unpublished { .. } => "unpublished",
        }
    }

    /// The last publication, if there was one.
    pub fn published_at(self) -> Option<Timestamp> {
        match self {
            Self::Draft => None,
            Self::Published { at } | Self::Unpublished { was_at: at } => Some(at),
        }
    }
}

/// An article: words that a host may edit over facts that nobody may.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Id.
    pub id: StoryId,
    /// What it tells about: the id of the chat.
    pub source: Uuid,
    /// Last part of its address; never changes, so that links stay good.
    pub slug: String,
    /// Language tag.
    pub language: String,
    /// Title, plain text.
    pub title: String,
    /// Words below the title, in Markdown.
    pub body: String,
    /// The numbers and quotes, as they were when it was drafted.
    pub facts: Recap,
    /// Draft, published or taken down.
    pub state: State,
    /// When words last changed.
    pub edited_at: Timestamp,
    /// Counts the changes; a writer names the version that was read.
    pub version: i64,
}

/// A step that is not possible from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// It is public already.
    #[error("the story is published already")]
    AlreadyPublished,
    /// It is not public.
    #[error("the story is not published")]
    NotPublished,
    /// A new draft would change the numbers of a public article.
    #[error("take the story down before drafting it anew")]
    RedraftPublished,
}

/// Words that a story cannot have.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// The title does not do.
    #[error("the title of the story: {0:?}")]
    Title(CleanError),
    /// The body does not do.
    #[error("the body of the story: {0:?}")]
    Body(CleanError),
}

/// A title and a body that a story may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    title: String,
    body: String,
}

impl Copy {
    /// Parses what a host wrote.
    pub fn parse(title: &str, body: &str) -> Result<Self, WordsError> {
        Ok(Self {
            title: clean::line(title, TITLE_MAX).map_err(WordsError::Title)?,
            body: clean::text(body, BODY_MAX).map_err(WordsError::Body)?,
        })
    }
}

impl Story {
    /// A first draft.
    pub fn draft(id: StoryId, source: Uuid, slug: String, facts: Recap, body: String, now: Timestamp) -> Self {
        Self {
            id,
            source,
            slug,
            language: facts.language.clone(),
            title: facts.title.clone(),
            body,
            facts,
            state: State::Draft,
            edited_at: now,
            version: 1,
        }
    }

    /// New facts and new words in place of all that was there; not while it is public.
    pub fn redraft(self, facts: Recap, body: String, now: Timestamp) -> Result<Self, StepError> {
        if matches!(self.state, State::Published { .. }) {
            return Err(StepError::RedraftPublished);
        }
        Ok(Self {
            language: facts.language.clone(),
            title: facts.title.clone(),
            body,
            facts,
            edited_at: now,
            version: self.version + 1,
            ..self
        })
    }

    /// Other words, same facts; in any state.
    #[must_use]
    pub fn edit(self, copy: Copy, now: Timestamp) -> Self {
        let Copy { title, body } = copy;
        Self { title, body, edited_at: now, version: self.version + 1, ..self }
    }

    /// Shows it to everybody.
    pub fn publish(self, now: Timestamp) -> Result<Self, StepError> {
        match self.state {
            State::Published { .. } => Err(StepError::AlreadyPublished),
            State::Draft | State::Unpublished { .. } => {
                Ok(Self { state: State::Published { at: now }, version: self.version + 1, ..self })
            }
        }
    }

    /// Takes it down; it can be published again.
    pub fn unpublish(self) -> Result<Self, StepError> {
        match self.state {
            State::Published { at } => {
                Ok(Self { state: State::Unpublished { was_at: at }, version: self.version + 1, ..self })
            }
            State::Draft | State::Unpublished { .. } => Err(StepError::NotPublished),
        }
    }

    /// Address of the article on this server.
    pub fn path(&self) -> String {
        format!("/recaps/{}", self.slug)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use newtype_uuid::GenericUuid;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    fn story() -> Story {
        let id = StoryId::from_untyped_uuid(Uuid::from_u128(1));
        Story::draft(id, Uuid::from_u128(2), "x".into(), crate::facts::sample(), "words".into(), at(0))
    }

    #[test]
    fn it_goes_out_comes_back_and_goes_out_again() {
        let public = story().publish(at(1)).expect("a draft may go out");
        assert_eq!((public.state, public.version), (State::Published { at: at(1) }, 2));
        assert_eq!(public.clone().publish(at(2)), Err(StepError::AlreadyPublished));
        let down = public.unpublish().expect("public may be taken down");
        assert_eq!(down.state, State::Unpublished { was_at: at(1) });
        assert_eq!(down.clone().unpublish(), Err(StepError::NotPublished));
        assert_eq!(down.publish(at(3)).expect("again").state, State::Published { at: at(3) });
        assert_eq!(story().unpublish(), Err(StepError::NotPublished));
    }

    #[test]
    fn numbers_stay_under_a_public_article() {
        let public = story().publish(at(1)).expect("a draft may go out");
        let refused = public.redraft(crate::facts::sample(), "new".into(), at(2));
        assert_eq!(refused, Err(StepError::RedraftPublished));
        assert_eq!(story().redraft(crate::facts::sample(), "new".into(), at(2)).expect("draft").body, "new");
    }

    #[test]
    fn words_are_bounded() {
        assert!(Copy::parse("Title", &"x".repeat(BODY_MAX)).is_ok());
        assert!(matches!(
            Copy::parse("Title", &"x".repeat(BODY_MAX + 1)),
            Err(WordsError::Body(CleanError::TooLong { max: BODY_MAX, .. }))
        ));
        assert!(matches!(Copy::parse(" ", "x"), Err(WordsError::Title(CleanError::Empty))));
        assert!(matches!(Copy::parse("T", " "), Err(WordsError::Body(CleanError::Empty))));
        assert!(matches!(Copy::parse("T", "a\u{202e}b"), Err(WordsError::Body(CleanError::Control))));
    }
}
