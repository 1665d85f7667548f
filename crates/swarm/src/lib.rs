#![doc = include_str!("../README.md")]

pub mod behaviour;
mod follow;
mod host;
mod knock;
mod line;
mod phone;
mod rehearse;
mod report;
mod server;
mod wire;

pub use follow::{Script, follow};
pub use host::{Act, Created, Host, HostError, NewChat, NewPanellist, NewTake, Recap};
pub use phone::{Consent, Phone, PhoneError, Record, Reply, Room, SeenTake, Token, Truth};
pub use rehearse::{Lead, MOST_TAKES, MOST_VOICES, Rehearsal, RehearsalError, rehearse};
pub use report::{Percentiles, Report, ServerUse, Usage};
pub use server::{BadAddress, Server};
pub use wire::{Answer, Phase, Side, TakeState};
