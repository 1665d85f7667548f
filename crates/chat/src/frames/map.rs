//! The opinion map: the part that everybody sees, and the frame for one voice alone.

use super::GroupPart;
use crate::model::VoiceId;
use crate::outlook::{Board, Group, Lack, Lean, Outlook, Stand};
use crate::room::Room;
use opinion::Reading;
use serde::Serialize;
use web::Words;

/// The map on the wire. Nothing in it stands for a single voice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MapView {
    /// `groups`, `spectrum`, `no_clear_groups` or `too_little`.
    pub reading: &'static str,
    /// Takes that it stands on.
    pub takes: usize,
    /// The reading in words.
    pub say: String,
    /// Where voices stand, several in each.
    pub cells: Vec<CellView>,
    /// The groups by name.
    pub groups: Vec<GroupView>,
    /// What unites.
    pub unite: Vec<LeanView>,
    /// What divides.
    pub divide: Vec<DivideView>,
}

/// Voices that stand close to each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellView {
    /// Across, within ±1.
    pub x: f64,
    /// Up, within ±1.
    pub y: f64,
    /// How many, rounded down to a multiple of five.
    pub n: usize,
    /// Number of their group's name.
    pub g: Option<usize>,
}

/// Voices that answer alike.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupView {
    /// Number of its name, 0 is A.
    pub g: usize,
    /// Its name.
    pub name: String,
    /// How many, to the nearest multiple of five.
    pub n: usize,
    /// Its middle, across.
    pub x: f64,
    /// Its middle, up.
    pub y: f64,
    /// A line around its cells.
    pub hull: Vec<[f64; 2]>,
    /// Name and number in words.
    pub say: String,
    /// What tells it from the others, most telling first.
    pub stands: Vec<StandView>,
}

/// A take that tells a group from the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StandView {
    /// Number of the take, from 1.
    pub n: usize,
    /// The statement.
    pub text: String,
    /// `agree` or `disagree`.
    pub side: &'static str,
    /// Share of agreement in the group.
    pub share: Option<f64>,
    /// Side and statement in words.
    pub say: String,
}

/// A take on which the whole room leans one way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeanView {
    /// Number of the take, from 1.
    pub n: usize,
    /// The statement.
    pub text: String,
    /// `agree` or `disagree`.
    pub side: &'static str,
    /// Side and statement in words.
    pub say: String,
}

/// A take that divides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DivideView {
    /// Number of the take, from 1.
    pub n: usize,
    /// The statement.
    pub text: String,
    /// Share of agreement by group; empty without groups.
    pub shares: Vec<GroupPart>,
}

/// What a host hears of the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MapHint {
    /// `groups`, `spectrum`, `no_clear_groups` or `too_little`.
    pub reading: &'static str,
    /// The reading in words.
    pub say: String,
}

/// Where a voice stands, for this voice alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HereFrame {
    /// Always `here`.
    pub t: &'static str,
    /// Across, within ±1.
    pub x: f64,
    /// Up, within ±1.
    pub y: f64,
    /// Number of its group's name.
    pub g: Option<usize>,
    /// The same in words.
    pub say: String,
}

impl MapView {
    /// The map as everybody sees it; `None` before there is anything to say of one.
    pub fn of(room: &Room, outlook: &Outlook, t: &Words) -> Option<Self> {
        let board = outlook.board()?;
        let cell = |cell: &crate::outlook::Cell| {
            let [x, y] = cell.at;
            CellView { x, y, n: cell.voices, g: cell.group }
        };
        let divide = |divide: &crate::outlook::Divide| DivideView {
            n: divide.take + 1,
            text: text(room, divide.take),
            shares: GroupPart::all(&divide.shares),
        };
        Some(Self {
            reading: board.reading.key(),
            takes: board.takes,
            say: reading_words(board, t),
            cells: board.cells.iter().map(cell).collect(),
            groups: board.groups.iter().map(|group| GroupView::of(room, group, t)).collect(),
            unite: board.unite.iter().map(|lean| LeanView::of(room, board, *lean, t)).collect(),
            divide: board.divide.iter().map(divide).collect(),
        })
    }
}

impl GroupView {
    fn of(room: &Room, group: &Group, t: &Words) -> Self {
        let (name, [x, y]) = (group.letter().to_string(), group.at);
        Self {
            g: group.name,
            n: group.voices,
            x,
            y,
            hull: group.hull.clone(),
            say: t.with("map-group", &[("name", name.clone().into()), ("n", group.voices.into())]),
            stands: group.stands.iter().map(|stand| StandView::of(room, stand, t)).collect(),
            name,
        }
    }
}

impl StandView {
    fn of(room: &Room, stand: &Stand, t: &Words) -> Self {
        let (text, side) = (text(room, stand.take), side(stand.agrees));
        let say = t.with(&format!("map-stands-{side}"), &[("take", text.clone().into())]);
        Self { n: stand.take + 1, text, side, share: Some(stand.share), say }
    }
}

impl LeanView {
    fn of(room: &Room, board: &Board, lean: Lean, t: &Words) -> Self {
        let (text, side) = (text(room, lean.take), side(lean.agrees));
        let whose = if board.groups.is_empty() { "room" } else { "groups" };
        let say = t.with(&format!("map-unite-{whose}-{side}"), &[("take", text.clone().into())]);
        Self { n: lean.take + 1, text, side, say }
    }
}

impl MapHint {
    /// What a host hears of the map; `None` before there is anything to say of one.
    pub fn of(outlook: &Outlook, t: &Words) -> Option<Self> {
        outlook.board().map(|board| Self { reading: board.reading.key(), say: reading_words(board, t) })
    }

    /// Whether there is a map to look at.
    pub fn is_drawn(&self) -> bool {
        self.reading != Reading::TooLittle.key()
    }
}

impl HereFrame {
    /// The place of a voice; `None` where it has none.
    pub fn of(outlook: &Outlook, voice: VoiceId, t: &Words) -> Option<Self> {
        let here = outlook.here(voice)?;
        let near = if here.central { "middle" } else { "edge" };
        let mut say = match here.group {
            Some(group) => {
                let name = crate::outlook::letter(group).to_string();
                t.with(&format!("here-group-{near}"), &[("name", name.into())])
            }
            None => t.text(&format!("here-room-{near}")),
        };
        if here.rough {
            say.push(' ');
            say.push_str(&t.text("here-rough"));
        }
        Some(Self { t: "here", x: here.x, y: here.y, g: here.group, say })
    }
}

fn text(room: &Room, take: usize) -> String {
    room.slots().get(take).map(|slot| slot.take.text.clone()).unwrap_or_default()
}

fn side(agrees: bool) -> &'static str {
    if agrees { "agree" } else { "disagree" }
}

/// What the map shows, in a sentence or two.
fn reading_words(board: &Board, t: &Words) -> String {
    match (board.reading, board.lack) {
        (_, Some(Lack::Takes(need))) => t.with("map-too-few-takes", &[("need", need.into())]),
        (_, Some(Lack::Voices(need))) => t.with("map-too-few-voices", &[("need", need.into())]),
        (Reading::Groups, _) => t.with("map-groups", &[("n", board.groups.len().into())]),
        (Reading::Spectrum, _) => t.text("map-spectrum"),
        (Reading::NoClearGroups, _) => t.text("map-no-clear-groups"),
        (Reading::TooLittle, None) => t.text("map-too-little"),
    }
}
