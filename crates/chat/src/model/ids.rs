//! One type per kind of id: a take's id for a voice's does not compile.

use newtype_uuid::{TypedUuid, TypedUuidKind, TypedUuidTag};

macro_rules! kinds {
    ($($(#[$doc:meta])* $id:ident = $kind:ident, $tag:literal;)*) => { $(
        #[doc = concat!("The kind of [`", stringify!($id), "`].")]
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
    )* };
}

kinds! {
    /// One chat.
    ChatId = ChatKind, "chat";
    /// One take of one chat.
    TakeId = TakeKind, "take";
    /// One panellist of one chat.
    PanellistId = PanellistKind, "panellist";
    /// One participant of one chat, as the room knows it. Random: it holds no time and no order.
    VoiceId = VoiceKind, "voice";
    /// Opens the big screen of one chat. Random.
    ScreenKey = ScreenKind, "screen";
    /// One truth. Random, as a voice's id is.
    TruthId = TruthKind, "truth";
}
