//! Where a chat's recap can be read: the one thing a room knows of stories.

use super::StoreError;
use crate::model::ChatId;
use db::Reads;
use newtype_uuid::GenericUuid;
use stories::desk::{self, DeskError};
use stories::model::{State, Story};

/// Where a chat's recap can be read, while it is published.
pub async fn recap_path(tx: &mut impl Reads, chat: ChatId) -> Result<Option<String>, StoreError> {
    let story = match desk::by_source(tx, chat.into_untyped_uuid()).await {
        Ok(story) => story,
        Err(DeskError::Db(error)) => return Err(error.into()),
        Err(error) => {
            // A recap that cannot be read must not keep a room from running.
            tracing::error!(error = &error as &dyn std::error::Error, "a recap cannot be read");
            None
        }
    };
    Ok(story.as_ref().and_then(path_of))
}

/// Where a story can be read, while it is published.
pub fn path_of(story: &Story) -> Option<String> {
    matches!(story.state, State::Published { .. }).then(|| story.path())
}
