//! What a chat is: types that cannot be wrong, and transitions that consume.

mod chat;
mod draft;
mod ids;
mod side;
mod take;
mod truth;

pub use chat::{Chat, Door, Mode, Phase, Picture};
pub use draft::{Checked, Draft, DraftError, DraftPanellist, DraftTake, Fault, limits};
pub use ids::{ChatId, PanellistId, ScreenKey, ScreenKind, TakeId, TruthId, VoiceId};
pub use side::{Given, Side, UnknownWord};
pub use take::{NotPossible, PanelAnswer, Panellist, Take, TakeState};
pub use truth::{Standing, Truth};
