//! What a phone knows: the state of the room, and its own answers.

use super::{MapView, ResultView};
use crate::model::{Door, Mode, Phase, Side, Standing, TakeId, TakeState, Truth, VoiceId};
use crate::outlook::Outlook;
use crate::room::Room;
use serde::Serialize;
use utoipa::ToSchema;
use web::Words;

/// The state of the room, the same for every phone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhoneRoom {
    /// Moves so far.
    pub v: u64,
    /// Title of the chat.
    pub title: String,
    /// Name of the series, or empty.
    pub series: String,
    /// Language tag.
    pub language: String,
    /// What the room knows of a voice.
    pub mode: Mode,
    /// Who may join.
    pub door: Door,
    /// Answers needed before counts are shown.
    pub floor: u32,
    /// How far the chat has come.
    pub phase: Phase,
    /// Takes in this chat.
    pub of: usize,
    /// The take on the big screen.
    pub focus: Option<TakeId>,
    /// Takes opened so far, in order.
    pub takes: Vec<PhoneTake>,
    /// The opinion map; null before there is anything to say of one.
    pub map: Option<MapView>,
    /// Path of the published recap.
    pub recap: Option<String>,
}

/// One take as a phone sees it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhoneTake {
    /// Its id.
    pub id: TakeId,
    /// Its number, from 1.
    pub n: usize,
    /// The statement.
    pub text: String,
    /// How far it has come.
    pub state: TakeState,
    /// Null until the reveal.
    pub result: Option<ResultView>,
}

impl PhoneRoom {
    /// The state as phones see it.
    pub fn of(room: &Room, outlook: &Outlook, t: &Words) -> Self {
        let opened = room.slots().iter().enumerate().filter(|(_, s)| s.take.state != TakeState::Draft);
        let take = |(i, slot): (usize, &crate::room::Slot)| PhoneTake {
            id: slot.take.id,
            n: i + 1,
            text: slot.take.text.clone(),
            state: slot.take.state,
            result: ResultView::of(room.shown_to_room(slot, outlook), &outlook.shares(i), t),
        };
        Self {
            v: room.chat.moves,
            title: room.chat.title.clone(),
            series: room.chat.series.clone(),
            language: room.chat.language.clone(),
            mode: room.chat.mode,
            door: room.chat.door,
            floor: room.chat.floor,
            phase: room.chat.phase,
            of: room.slots().len(),
            focus: room.chat.focus,
            takes: opened.map(take).collect(),
            map: MapView::of(room, outlook, t),
            recap: room.recap.clone(),
        }
    }
}

/// One of a voice's own answers. Sent to nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mine {
    /// The take.
    pub take: TakeId,
    /// The deciding counter.
    pub seq: u32,
    /// Where the voice stands; null when it took its answer back.
    pub side: Option<Side>,
    /// With a reservation.
    pub reservation: bool,
    /// Its reason.
    pub truth: Option<MyTruth>,
}

/// A voice's own reason and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MyTruth {
    /// The words.
    pub words: String,
    /// The side it was written for.
    pub side: Side,
    /// May be quoted.
    pub quotable: bool,
    /// With the name.
    pub named: bool,
    /// What became of it.
    pub standing: TruthPlace,
}

/// What became of a truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TruthPlace {
    /// The host has it.
    Waiting,
    /// It stands on the big screen.
    OnScreen,
    /// The host set it aside.
    SetAside,
}

impl TruthPlace {
    /// Where a truth is now.
    pub fn of(room: &Room, truth: &Truth) -> Self {
        if truth.standing == Standing::SetAside {
            Self::SetAside
        } else if room.on_screen(truth.take, truth.given.side).is_some_and(|t| t.id == truth.id) {
            Self::OnScreen
        } else {
            Self::Waiting
        }
    }
}

/// All that a voice answered, in the order of the takes.
pub fn mine(room: &Room, voice: VoiceId) -> Vec<Mine> {
    let of = |slot: &crate::room::Slot| {
        let take = slot.take.id;
        let (seq, given) = room.swipe_of(voice, take)?;
        let truth = room.truth_by(voice, take).filter(|t| !t.words.is_empty());
        Some(Mine {
            take,
            seq,
            side: given.map(|g| g.side),
            reservation: given.is_some_and(|g| g.reservation),
            truth: truth.map(|truth| MyTruth {
                words: truth.words.clone(),
                side: truth.given.side,
                quotable: truth.quotable,
                named: truth.named,
                standing: TruthPlace::of(room, truth),
            }),
        })
    };
    room.slots().iter().filter_map(of).collect()
}
