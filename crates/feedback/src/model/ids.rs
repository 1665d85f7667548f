//! Ids, each of its own type.

use newtype_uuid::{TypedUuid, TypedUuidKind, TypedUuidTag};

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident, $kind:ident, $tag:literal;)*) => {$(
        /// Tag of these ids.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $kind {}

        impl TypedUuidKind for $kind {
            fn tag() -> TypedUuidTag {
                const TAG: TypedUuidTag = TypedUuidTag::new($tag);
                TAG
            }
        }

        $(#[$doc])*
        pub type $id = TypedUuid<$kind>;
    )*};
}

ids! {
    /// A piece as its writer knows it. Nobody else is shown it.
    PieceId, PieceKind, "piece";
    /// A piece as a reader has it. It tells nothing, not even its time.
    ReceivedId, ReceivedKind, "received";
    /// An ask.
    AskId, AskKind, "ask";
    /// What an ask means to one person.
    TaskId, TaskKind, "task";
    /// Confidential pieces that were released together.
    BatchId, BatchKind, "batch";
    /// Something that the company stands for.
    ValueId, ValueKind, "value";
    /// A draft of a goal.
    GoalId, GoalKind, "goal";
}
