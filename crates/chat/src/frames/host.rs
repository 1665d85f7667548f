//! What a host sees.

use super::{MapHint, Presence, ResultView, TruthPlace};
use crate::model::{PanellistId, Phase, Picture, Side, TakeId, TakeState, Truth, TruthId};
use crate::outlook::Outlook;
use crate::room::{Room, Slot};
use serde::Serialize;
use utoipa::ToSchema;
use web::Words;

/// Truths in one frame; the newest come first.
const TRUTHS: usize = 200;

/// All that a host sees of a room.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HostFrame {
    /// Always `host`.
    pub t: &'static str,
    /// Moves so far.
    pub v: u64,
    /// How far the chat has come.
    pub phase: Phase,
    /// The take on the big screen.
    pub focus: Option<TakeId>,
    /// What the big screen may do.
    pub picture: Picture,
    /// Voices that ever joined.
    pub joined: u32,
    /// Voices connected now.
    pub connected: u32,
    /// Places.
    pub seats: u32,
    /// Answers to the take in focus that had to wait on a phone.
    pub late: u32,
    /// What the primary button does.
    pub next: Option<&'static str>,
    /// Number of the take that `next` is about, from 1.
    pub next_n: Option<usize>,
    /// All takes.
    pub takes: Vec<HostTake>,
    /// Truths on the take in focus, newest first.
    pub truths: Vec<HostTruth>,
    /// Whether there is an opinion map to show.
    pub map: Option<MapHint>,
    /// Path of the published recap.
    pub recap: Option<String>,
    /// Ready sentences.
    pub say: Sentences,
}

/// A take as a host sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HostTake {
    /// Its id.
    pub id: TakeId,
    /// Its number, from 1.
    pub n: usize,
    /// The statement.
    pub text: String,
    /// How far it has come.
    pub state: TakeState,
    /// Voices that answered.
    pub answered: u32,
    /// From closing on.
    pub result: Option<ResultView>,
    /// The takeaway, or empty.
    pub takeaway: String,
    /// Truths on the screen.
    pub spotlight: Spotlight,
    /// What the panel said.
    pub answers: Vec<HostAnswer>,
}

/// Truths on the screen, one per side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spotlight {
    /// Why agree.
    pub agree: Option<TruthId>,
    /// Why disagree.
    pub disagree: Option<TruthId>,
}

/// A panellist's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HostAnswer {
    /// Who.
    pub panellist: PanellistId,
    /// Side.
    pub side: Side,
    /// With a reservation.
    pub reservation: bool,
    /// Words, or empty.
    pub words: String,
}

/// A truth as a host sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Truth)]
pub struct HostTruth {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: TruthId,
    /// Its take.
    #[schema(value_type = uuid::Uuid)]
    pub take: TakeId,
    /// The side it was written for.
    pub side: Side,
    /// With a reservation.
    pub reservation: bool,
    /// The words.
    pub words: String,
    /// Who, only where its author wanted that.
    pub by: Option<String>,
    /// May be quoted.
    pub quotable: bool,
    /// Where it is.
    pub standing: TruthPlace,
}

/// Sentences in the chat's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentences {
    /// Voices that joined.
    pub joined: String,
    /// Voices connected.
    pub connected: String,
    /// How many answered the take in focus.
    pub answered: Option<String>,
    /// How many answers arrived late.
    pub late: Option<String>,
}

impl HostFrame {
    /// The room as a host sees it now.
    pub fn of(room: &Room, outlook: &Outlook, presence: Presence, t: &Words) -> Self {
        let next = room.next();
        let focus = room.chat.focus.and_then(|id| room.slot(id));
        let answered =
            focus.map(|s| t.with("say-answered", &[("n", s.tally.answered().into()), ("of", room.joined().into())]));
        Self {
            t: "host",
            v: room.chat.moves,
            phase: room.chat.phase,
            focus: room.chat.focus,
            picture: room.chat.picture,
            joined: room.joined(),
            connected: presence.connected,
            seats: room.chat.seats,
            late: presence.late,
            next: next.map(crate::room::Next::word),
            next_n: next.and_then(crate::room::Next::take).and_then(|id| room.index(id)).map(|i| i + 1),
            takes: room.slots().iter().enumerate().map(|(i, s)| host_take(room, outlook, i, s, t)).collect(),
            truths: room.chat.focus.map_or_else(Vec::new, |take| truths(room, take)),
            map: MapHint::of(outlook, t),
            recap: room.recap.clone(),
            say: Sentences {
                joined: t.with("say-joined", &[("n", room.joined().into())]),
                connected: t.with("say-connected", &[("n", presence.connected.into())]),
                answered,
                late: (presence.late > 0).then(|| t.with("say-late", &[("n", presence.late.into())])),
            },
        }
    }
}

fn host_take(room: &Room, outlook: &Outlook, index: usize, slot: &Slot, t: &Words) -> HostTake {
    let id = slot.take.id;
    let on_screen = |side| room.on_screen(id, side).map(|truth| truth.id);
    let answers = room.panel().iter().filter_map(|p| {
        let answer = room.answer(id, p.id)?;
        Some(HostAnswer {
            panellist: p.id,
            side: answer.given.side,
            reservation: answer.given.reservation,
            words: answer.words.clone(),
        })
    });
    HostTake {
        id,
        n: index + 1,
        text: slot.take.text.clone(),
        state: slot.take.state,
        answered: slot.tally.answered(),
        result: ResultView::of(room.shown_to_host(slot, outlook), &outlook.shares(index), t),
        takeaway: slot.take.takeaway.clone(),
        spotlight: Spotlight { agree: on_screen(Side::Agree), disagree: on_screen(Side::Disagree) },
        answers: answers.collect(),
    }
}

/// Truths that stand on a take, newest first.
pub fn truths(room: &Room, take: TakeId) -> Vec<HostTruth> {
    let mut all: Vec<&Truth> = room.truths_on(take).filter(|t| !t.words.is_empty()).collect();
    all.reverse();
    all.truncate(TRUTHS);
    all.into_iter().map(|truth| seen(room, truth)).collect()
}

/// Every truth that stands, take by take. Within a take they stand by their ids, which are drawn by lot: an order that
/// stays as it is while others are written, and tells no time.
pub fn every_truth(room: &Room) -> Vec<(usize, HostTruth)> {
    let standing = |(n, slot): (usize, &Slot)| {
        let mut all: Vec<&Truth> = room.truths_on(slot.take.id).filter(|t| !t.words.is_empty()).collect();
        all.sort_by_key(|truth| truth.id);
        all.into_iter().map(|truth| (n, seen(room, truth))).collect::<Vec<_>>()
    };
    room.slots().iter().enumerate().flat_map(standing).collect()
}

fn seen(room: &Room, truth: &Truth) -> HostTruth {
    HostTruth {
        id: truth.id,
        take: truth.take,
        side: truth.given.side,
        reservation: truth.given.reservation,
        words: truth.words.clone(),
        by: truth.named.then(|| room.name_of(truth.voice).map(str::to_owned)).flatten(),
        quotable: truth.quotable,
        standing: TruthPlace::of(room, truth),
    }
}
