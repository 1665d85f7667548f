//! What the big screen shows.

use super::{MapView, Presence, ResultView, result::verdict_words};
use crate::model::{Door, Mode, Phase, Picture, Side, TakeId, TakeState};
use crate::outlook::{Board, Outlook};
use crate::room::{Reveal, Room, Slot};
use opinion::{Tally, Verdict, split_index};
use serde::Serialize;
use web::Words;

/// One whole picture of the big screen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScreenFrame {
    /// Always `screen`.
    pub t: &'static str,
    /// Moves so far.
    pub v: u64,
    /// Title of the chat.
    pub title: String,
    /// Name of the series, or empty.
    pub series: String,
    /// What the room knows of a voice.
    pub mode: Mode,
    /// Who may join.
    pub door: Door,
    /// Language tag.
    pub language: String,
    /// How far the chat has come.
    pub phase: Phase,
    /// What to show.
    pub view: View,
    /// Voices that ever joined.
    pub joined: u32,
    /// Voices connected now.
    pub connected: u32,
    /// The panel.
    pub panel: Vec<Seat>,
    /// The take in focus.
    pub take: Option<ScreenTake>,
    /// The summary.
    pub wrap_up: Option<WrapUp>,
    /// The opinion map; null before there is anything to say of one, and on a blank screen.
    pub map: Option<MapView>,
    /// Path of the published recap.
    pub recap: Option<String>,
    /// Ready sentences.
    pub say: Sentences,
}

/// What the screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// QR, code and who is here.
    Lobby,
    /// A take, results hidden.
    Take,
    /// The same, swiping closed.
    Closed,
    /// A take's result.
    Result,
    /// The summary.
    WrapUp,
    /// Thanks, and the recap.
    Ended,
    /// Nothing.
    Blank,
    /// The opinion map.
    Map,
}

/// A panellist on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seat {
    /// Name.
    pub name: String,
    /// Role, or empty.
    pub role: String,
    /// Place, or empty.
    pub place: String,
}

/// The take in focus.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScreenTake {
    /// Its id.
    pub id: TakeId,
    /// Its number, from 1.
    pub n: usize,
    /// Takes in this chat.
    pub of: usize,
    /// The statement.
    pub text: String,
    /// Voices that answered.
    pub answered: u32,
    /// Null until the reveal.
    pub result: Option<ResultView>,
    /// The takeaway, or empty; shown with the result.
    pub takeaway: String,
    /// One truth per side.
    pub truths: Sides,
}

/// One truth per side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sides {
    /// Why agree.
    pub agree: Option<Quoted>,
    /// Why disagree.
    pub disagree: Option<Quoted>,
}

/// A truth on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quoted {
    /// The words.
    pub words: String,
    /// Who said it, only where its author wanted that.
    pub by: Option<String>,
    /// Written with a reservation.
    pub reservation: bool,
}

/// The summary of a chat.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WrapUp {
    /// Where the room is most of one mind, either way.
    pub agreed: Vec<SummaryRow>,
    /// Where it splits most.
    pub split: Vec<SummaryRow>,
}

/// One take in the summary.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SummaryRow {
    /// Its number, from 1.
    pub n: usize,
    /// The statement.
    pub text: String,
    /// Voices that agreed.
    pub agree: u32,
    /// Voices that disagreed.
    pub disagree: u32,
    /// Share of agreement.
    pub share: Option<f64>,
    /// The verdict in words.
    pub say: String,
}

/// Sentences in the chat's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentences {
    /// Voices that joined.
    pub joined: String,
    /// Voices connected.
    pub connected: String,
    /// Which take of how many.
    pub step: Option<String>,
    /// How many answered of how many joined.
    pub answered: Option<String>,
    /// How many with a reservation.
    pub reservations: Option<String>,
    /// What the interval means.
    pub interval: Option<String>,
}

/// Rows per list of the summary.
const SUMMARY: usize = 3;

impl ScreenFrame {
    /// The picture as it is now.
    pub fn of(room: &Room, outlook: &Outlook, presence: Presence, t: &Words) -> Self {
        let view = view(room, outlook);
        let hidden = matches!(view, View::Blank);
        let focus = room.chat.focus.and_then(|id| Some((room.index(id)?, room.slot(id)?)));
        let take = focus.filter(|_| matches!(view, View::Take | View::Closed | View::Result));
        let take = take.map(|(i, slot)| screen_take(room, outlook, i, slot, t));
        let summed = matches!(view, View::WrapUp | View::Ended);
        Self {
            t: "screen",
            v: room.chat.moves,
            title: room.chat.title.clone(),
            series: room.chat.series.clone(),
            mode: room.chat.mode,
            door: room.chat.door,
            language: room.chat.language.clone(),
            phase: room.chat.phase,
            view,
            joined: room.joined(),
            connected: presence.connected,
            panel: if hidden { Vec::new() } else { room.panel().iter().map(seat).collect() },
            wrap_up: summed.then(|| wrap_up(room, outlook, t)),
            map: MapView::of(room, outlook, t).filter(|_| !hidden),
            recap: room.recap.clone(),
            say: sentences(room, presence, take.as_ref(), t),
            take,
        }
    }
}

fn view(room: &Room, outlook: &Outlook) -> View {
    match room.chat.picture {
        Picture::Blank => return View::Blank,
        Picture::Map if outlook.board().is_some_and(Board::is_drawn) => return View::Map,
        // While there is no map, the screen follows the room.
        Picture::Map | Picture::Live | Picture::Frozen => {}
    }
    match room.chat.phase {
        Phase::Draft | Phase::Lobby => View::Lobby,
        Phase::WrapUp => View::WrapUp,
        Phase::Ended => View::Ended,
        Phase::Live => match room.chat.focus.and_then(|id| room.slot(id)).map(|s| s.take.state) {
            Some(TakeState::Open) => View::Take,
            Some(TakeState::Closed) => View::Closed,
            Some(TakeState::Revealed) => View::Result,
            Some(TakeState::Draft) | None => View::Lobby,
        },
    }
}

fn seat(p: &crate::model::Panellist) -> Seat {
    Seat { name: p.name.clone(), role: p.role.clone(), place: p.place.clone() }
}

fn screen_take(room: &Room, outlook: &Outlook, index: usize, slot: &Slot, t: &Words) -> ScreenTake {
    let result = ResultView::of(room.shown_to_room(slot, outlook), &outlook.shares(index), t);
    let quoted = |side| {
        room.on_screen(slot.take.id, side).map(|truth| Quoted {
            words: truth.words.clone(),
            by: truth.named.then(|| room.name_of(truth.voice).map(str::to_owned)).flatten(),
            reservation: truth.given.reservation,
        })
    };
    ScreenTake {
        id: slot.take.id,
        n: index + 1,
        of: room.slots().len(),
        text: slot.take.text.clone(),
        answered: slot.tally.answered(),
        takeaway: if result.is_some() { slot.take.takeaway.clone() } else { String::new() },
        truths: Sides { agree: quoted(Side::Agree), disagree: quoted(Side::Disagree) },
        result,
    }
}

fn sentences(room: &Room, presence: Presence, take: Option<&ScreenTake>, t: &Words) -> Sentences {
    let result = take.and_then(|take| take.result.as_ref());
    Sentences {
        joined: t.with("say-joined", &[("n", room.joined().into())]),
        connected: t.with("say-connected", &[("n", presence.connected.into())]),
        step: take.map(|k| t.with("say-step", &[("n", k.n.into()), ("of", k.of.into())])),
        answered: take.map(|k| t.with("say-answered", &[("n", k.answered.into()), ("of", room.joined().into())])),
        reservations: result
            .and_then(|r| r.reservations)
            .filter(|n| *n > 0)
            .map(|n| t.with("say-reservations", &[("n", n.into())])),
        interval: result
            .and_then(|r| r.interval)
            .map(|i| t.with("say-interval", &[("low", t.percent(i.lo).into()), ("high", t.percent(i.hi).into())])),
    }
}

/// Most agreed and most split among the takes whose counts the room has seen.
///
/// Most agreed goes by the bound of the interval that is nearer to one half, so that a few answers do not pass for
/// common ground; most split by how even the sides are.
fn wrap_up(room: &Room, outlook: &Outlook, t: &Words) -> WrapUp {
    let shown = room.slots().iter().enumerate().filter_map(|(i, slot)| match room.shown_to_room(slot, outlook) {
        Reveal::Shown { tally, verdict } => Some(Counted { n: i + 1, text: &slot.take.text, tally, verdict }),
        _ => None,
    });
    let shown: Vec<Counted<'_>> = shown.collect();
    let mut agreed: Vec<&Counted<'_>> = shown.iter().filter(|c| c.is_agreed()).collect();
    agreed.sort_by(|a, b| b.nearer_bound().total_cmp(&a.nearer_bound()).then(a.n.cmp(&b.n)));
    let mut split: Vec<&Counted<'_>> = shown.iter().filter(|c| c.is_split()).collect();
    split.sort_by(|a, b| split_index(&b.tally).total_cmp(&split_index(&a.tally)).then(a.n.cmp(&b.n)));
    let row = |c: &&Counted<'_>| SummaryRow {
        n: c.n,
        text: c.text.to_owned(),
        agree: c.tally.agree,
        disagree: c.tally.disagree,
        share: c.tally.share(),
        say: verdict_words(c.verdict, t),
    };
    WrapUp {
        agreed: agreed.iter().take(SUMMARY).map(row).collect(),
        split: split.iter().take(SUMMARY).map(row).collect(),
    }
}

/// A take whose counts the room has seen.
#[derive(Debug, Clone, Copy)]
struct Counted<'a> {
    /// Its number, from 1.
    n: usize,
    /// The statement.
    text: &'a str,
    /// The counts.
    tally: Tally,
    /// What they say.
    verdict: Verdict,
}

impl Counted<'_> {
    fn is_agreed(&self) -> bool {
        use Verdict::{ConsensusAgree, ConsensusDisagree, LeaningAgree, LeaningDisagree};
        matches!(self.verdict, ConsensusAgree | ConsensusDisagree | LeaningAgree | LeaningDisagree)
    }

    fn is_split(&self) -> bool {
        matches!(self.verdict, Verdict::Split | Verdict::Polarised)
    }

    /// How far the interval stays from one half, from 0 to 1/2.
    fn nearer_bound(&self) -> f64 {
        self.tally.interval().map_or(0.0, |i| (i.lo - 0.5).max(0.5 - i.hi))
    }
}
