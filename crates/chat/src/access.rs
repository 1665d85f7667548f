//! Who may do what to a chat: its rows of the access matrix, as data.

use crate::model::Chat;
use people::Signed;
pub use people::access::Standing;
use people::access::{Actor, Because, Row, Scene, Who, decide};
use web::Problem;

/// A chat whose room was opened once.
const OPENED: &[&str] = &["lobby", "live", "wrap_up", "ended"];

/// The rows, one per object and action.
pub const ROWS: &[Row] = &[
    // Whoever has a code may look for the chat it opens; voices exist only after that.
    Row::new("room", "find", Who::Anyone),
    Row::new("room", "join", Who::Anyone),
    // A chat that asks for sign-in takes nobody else; any other takes whoever is signed in as it takes everybody.
    Row::new("room", "sign_into", Who::AnySigned),
    // The token is the voice; it is checked by the room itself, on every command.
    Row::new("voice", "enter", Who::Anyone),
    Row::new("voice", "read", Who::VoiceOfIt),
    Row::new("voice", "answer", Who::VoiceOfIt),
    Row::new("screen", "watch", Who::ScreenOfIt),
    Row::new("chats", "list", Who::AnyHost),
    Row::new("chats", "create", Who::AnyHost),
    Row::new("chat", "read", Who::HostOfIt),
    Row::new("chat", "edit", Who::HostOfIt),
    Row::new("chat", "watch", Who::HostOfIt),
    Row::new("chat", "run", Who::HostOfIt),
    // What runs is ended first, before everybody.
    Row::new("chat", "delete", Who::OwnerOfIt).in_states(&["draft", "ended"]),
    Row::new("hosts", "read", Who::HostOfIt),
    Row::new("hosts", "edit", Who::OwnerOfIt),
    // Whose owner has left: how many chats, and nothing of what is in them.
    Row::new("ownerless", "list", Who::Admin),
    Row::new("ownerless", "hand_over", Who::Admin),
    // There is nothing of this before the room is open.
    Row::new("truths", "read", Who::HostOfIt).in_states(OPENED),
    Row::new("result", "read", Who::HostOfIt).in_states(OPENED),
    Row::new("recap_draft", "read", Who::HostOfIt).in_states(OPENED),
    Row::new("recap", "edit", Who::HostOfIt).in_states(OPENED),
    Row::new("recap", "publish", Who::HostOfIt).in_states(OPENED),
];

/// What whoever is signed in asks about: a chat, in the state it is in, and how they stand to it.
pub fn scene(chat: &Chat, standing: Standing, signed: &Signed) -> Scene {
    signed.scene(standing).state(chat.phase.word())
}

/// May whoever is signed in do it?
pub fn person(signed: &Signed, object: &'static str, action: &'static str, scene: Scene) -> Result<Because, Problem> {
    decide(ROWS, &signed.actor(), object, action, scene).or_problem()
}

/// May whoever holds a screen key, or a voice's token, do it? The key was compared before: it makes the standing.
pub fn holder(actor: &Actor, object: &'static str, action: &'static str, scene: Scene) -> Result<Because, Problem> {
    decide(ROWS, actor, object, action, scene).or_problem()
}
