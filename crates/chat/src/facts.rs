//! What a chat gives to whoever writes it up: the facts of a recap, and `result.json`.

mod opinion;

pub use self::opinion::{DivideResult, GroupResult, LeanResult, OpinionResult};

use crate::frames::GroupPart;
use crate::model::{PanelAnswer, Side, Standing, TakeState, Truth};
use crate::outlook::Outlook;
use crate::room::{Reveal, Room, Slot};
use ::opinion::{Interval, Verdict};
use serde::Serialize;
use stories::facts::{Counts, PanelAnswer as Said, Panellist, Quote, Recap, Section};
use utoipa::ToSchema;

/// The facts of a recap: only takes that the room has seen, only quotes whose authors agreed, and of the opinion map
/// what everybody may see.
pub fn recap(room: &Room, outlook: &Outlook, acknowledged: u64) -> Recap {
    let chat = &room.chat;
    let revealed = room.slots().iter().filter(|s| s.take.state == TakeState::Revealed);
    Recap {
        title: chat.title.clone(),
        series: chat.series.clone(),
        held_on: chat.held_on.clone(),
        language: chat.language.clone(),
        mode: chat.mode.word().to_owned(),
        voices: room.joined(),
        acknowledged,
        floor: chat.floor,
        panel: room
            .panel()
            .iter()
            .map(|p| Panellist {
                name: p.name.clone(),
                role: p.role.clone(),
                place: p.place.clone(),
                since: p.since.clone(),
            })
            .collect(),
        takes: revealed.map(|slot| section(room, slot, outlook)).collect(),
        opinion: outlook.board().and_then(|board| opinion::of(room, board)),
    }
}

fn section(room: &Room, slot: &Slot, outlook: &Outlook) -> Section {
    let counts = match room.shown_to_room(slot, outlook) {
        Reveal::Shown { tally, verdict } => Some(Counts {
            agree: tally.agree,
            disagree: tally.disagree,
            pass: tally.pass,
            reservations: tally.reservations,
            share: tally.share(),
            interval: tally.interval().map(|i| [i.lo, i.hi]),
            verdict,
        }),
        Reveal::Hidden { .. } | Reveal::Withheld { .. } => None,
    };
    Section {
        text: slot.take.text.clone(),
        takeaway: slot.take.takeaway.clone(),
        answered: slot.tally.answered(),
        counts,
        answers: answers(room, slot).map(|(by, answer)| said(by, answer)).collect(),
        quotes: quotes(room, slot),
    }
}

fn answers<'a>(room: &'a Room, slot: &'a Slot) -> impl Iterator<Item = (&'a str, &'a PanelAnswer)> {
    room.panel().iter().filter_map(|p| Some((p.name.as_str(), room.answer(slot.take.id, p.id)?)))
}

fn said(by: &str, answer: &PanelAnswer) -> Said {
    Said {
        by: by.to_owned(),
        side: side(answer.given.side),
        reservation: answer.given.reservation,
        words: answer.words.clone(),
    }
}

/// Truths that stand and were not set aside.
fn reasons<'a>(room: &'a Room, slot: &'a Slot) -> impl Iterator<Item = &'a Truth> {
    room.truths_on(slot.take.id).filter(|t| t.standing == Standing::Waiting && !t.words.is_empty())
}

fn reason(room: &Room, slot: &Slot, truth: &Truth) -> Reason {
    Reason {
        id: truth.id.to_string(),
        side: truth.given.side,
        reservation: truth.given.reservation,
        words: truth.words.clone(),
        quote: truth.quotable,
        name: truth.named.then(|| room.name_of(truth.voice).map(str::to_owned)).flatten(),
        on_screen: room.on_screen(slot.take.id, truth.given.side).is_some_and(|shown| shown.id == truth.id),
    }
}

fn quotes(room: &Room, slot: &Slot) -> Vec<Quote> {
    let quotable = reasons(room, slot).filter(|t| t.quotable).map(|truth| reason(room, slot, truth));
    quotable
        .map(|Reason { id, side: given, reservation, words, name, on_screen, .. }| Quote {
            id,
            side: side(given),
            reservation,
            words,
            name,
            on_screen,
        })
        .collect()
}

fn side(side: Side) -> stories::facts::Side {
    match side {
        Side::Agree => stories::facts::Side::Agree,
        Side::Disagree => stories::facts::Side::Disagree,
        Side::Pass => stories::facts::Side::Pass,
    }
}

/// A chat in numbers: `result.json`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChatResult {
    /// Title of the chat.
    pub title: String,
    /// Voices that joined.
    pub voices: u32,
    /// Swipes on disk, changes and take-backs included.
    pub acknowledged: u64,
    /// One entry per take, in order.
    pub takes: Vec<TakeResult>,
    /// The opinion map in numbers; null before there is anything to say of one.
    pub opinion: Option<OpinionResult>,
}

/// A take in numbers. Counts are null while hidden or withheld.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TakeResult {
    /// The statement.
    pub text: String,
    /// How far it has come.
    pub state: TakeState,
    /// Voices that answered, passes included.
    pub answered: u32,
    /// Voices that agreed.
    pub agree: Option<u32>,
    /// Voices that disagreed.
    pub disagree: Option<u32>,
    /// Voices that passed.
    pub pass: Option<u32>,
    /// Voices that took a side with a reservation.
    pub reservations: Option<u32>,
    /// Share of agreement among those who took a side, from 0 to 1.
    pub share: Option<f64>,
    /// Its 95 % Wilson interval: two bounds.
    #[schema(value_type = Option<[f64; 2]>)]
    pub interval: Option<Interval>,
    /// What the numbers say: `too_few`, `consensus_agree`, `consensus_disagree`, `leaning_agree`, `leaning_disagree`,
    /// `polarised` or `split`.
    #[schema(value_type = Option<String>)]
    pub verdict: Option<Verdict>,
    /// Shares of the groups, where they may be told.
    pub groups: Vec<GroupPart>,
    /// The host's sentence, or empty.
    pub takeaway: String,
    /// What the panel said.
    pub answers: Vec<Said>,
    /// Every truth that stands and was not set aside, oldest first. Only those marked `quote` may be quoted.
    pub truths: Vec<Reason>,
}

/// A truth in `result.json`, which is for the host alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reason {
    /// Id of the truth.
    pub id: String,
    /// Side it was written for.
    pub side: Side,
    /// Written with a reservation.
    pub reservation: bool,
    /// The words, unchanged.
    pub words: String,
    /// Its author agreed to be quoted.
    pub quote: bool,
    /// Name, only where its author agreed to be named.
    pub name: Option<String>,
    /// It stands on the big screen.
    pub on_screen: bool,
}

/// The result as a host may see it.
pub fn result(room: &Room, outlook: &Outlook, acknowledged: u64) -> ChatResult {
    let take = |(index, slot): (usize, &Slot)| {
        let reveal = room.shown_to_host(slot, outlook);
        let shown = match reveal {
            Reveal::Shown { tally, verdict } => Some((tally, verdict)),
            Reveal::Hidden { .. } | Reveal::Withheld { .. } => None,
        };
        let tally = shown.map(|(tally, _)| tally);
        TakeResult {
            text: slot.take.text.clone(),
            state: slot.take.state,
            answered: reveal.answered(),
            agree: tally.map(|t| t.agree),
            disagree: tally.map(|t| t.disagree),
            pass: tally.map(|t| t.pass),
            reservations: tally.map(|t| t.reservations),
            share: tally.and_then(|t| t.share()),
            interval: tally.and_then(|t| t.interval()),
            verdict: shown.map(|(_, verdict)| verdict),
            groups: shown.map_or_else(Vec::new, |_| GroupPart::all(&outlook.shares(index))),
            takeaway: slot.take.takeaway.clone(),
            answers: answers(room, slot).map(|(by, answer)| said(by, answer)).collect(),
            truths: reasons(room, slot).map(|truth| reason(room, slot, truth)).collect(),
        }
    };
    ChatResult {
        title: room.chat.title.clone(),
        voices: room.joined(),
        acknowledged,
        takes: room.slots().iter().enumerate().map(take).collect(),
        opinion: outlook.board().map(OpinionResult::of),
    }
}
