//! Who may do what to a chat: its rows of the access matrix, as data.

use crate::model::Chat;
use people::Person;
pub use people::access::Standing;
use people::access::{Actor, Row, Who, decide};
use web::Problem;

/// The rows, one per object and action.
pub const ROWS: &[Row] = &[
    // Whoever has a code may look for the chat it opens; voices exist only after that.
    Row::new("room", "find", Who::Anyone),
    Row::new("room", "join", Who::Anyone),
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
    Row::new("truths", "read", Who::HostOfIt),
    Row::new("result", "read", Who::HostOfIt),
    Row::new("recap", "edit", Who::HostOfIt),
    Row::new("recap", "publish", Who::HostOfIt),
];

/// How a person stands to a chat.
pub fn standing(chat: &Chat, person: &Person) -> Standing {
    if chat.created_by == person.id { Standing::Owner } else { Standing::None }
}

/// May this signed-in person do it?
pub fn person(person: &Person, object: &'static str, action: &'static str, standing: Standing) -> Result<(), Problem> {
    decide(ROWS, &Actor::Person(person.clone()), object, action, standing).or_problem()
}

/// May whoever holds a screen key, or a voice's token, do it? The key was compared before: it makes the standing.
pub fn holder(actor: &Actor, object: &'static str, action: &'static str, standing: Standing) -> Result<(), Problem> {
    decide(ROWS, actor, object, action, standing).or_problem()
}
