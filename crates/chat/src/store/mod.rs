//! All SQL of chats.

mod batch;
mod bonds;
mod chats;
mod hosts;
mod load;
pub mod own;
mod published;
mod rows;
mod statements;

pub use batch::{commit, swipes_of};
pub use bonds::{Bond, Pass, bind, pass, voice_of};
pub use chats::{
    ListedChat, NewChat, RowIds, by_code, by_id, by_screen_key, insert, listed, listed_after, replace_draft,
};
pub use hosts::{
    ChatHost, Ownerless, Stays, add_co_host, delete, hosts, left_open, lock_owner, owned, ownerless, remove_co_host,
    set_owner, standing,
};
pub use load::room;
pub use published::{path_of, recap_path};
pub use statements::STATEMENTS;

/// What can go wrong between a room and its records.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else wrote first: load again.
    #[error("the records have moved on")]
    Stale,
    /// A stored word that this version does not know.
    #[error("the records hold {0}")]
    Unknown(#[from] crate::model::UnknownWord),
    /// The database itself.
    #[error(transparent)]
    Db(#[from] db::DbError),
}
