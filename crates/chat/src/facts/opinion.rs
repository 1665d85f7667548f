//! The opinion map as a record: in an article's facts, and in `result.json`.

use crate::frames::GroupPart;
use crate::model::{Side, TakeState};
use crate::outlook::{Board, Cell, Divide, Group, Lean, Stand, letter};
use crate::room::Room;
use opinion::Reading;
use serde::Serialize;
use stories::facts;
use utoipa::ToSchema;

/// The map as an article may show it; `None` where there is none to look at. Its takes are numbered as the sections of
/// the article are.
pub(super) fn of(room: &Room, board: &Board) -> Option<facts::Opinion> {
    let revealed = |take: &usize| room.slots().get(*take).is_some_and(|s| s.take.state == TakeState::Revealed);
    let number = |take: usize| (0..=take).filter(revealed).count();
    let reading = match board.reading {
        Reading::TooLittle => return None,
        Reading::Groups => facts::Reading::Groups,
        Reading::Spectrum => facts::Reading::Spectrum,
        Reading::NoClearGroups => facts::Reading::NoClearGroups,
    };
    let name = |name: usize| letter(name).to_string();
    let cell = |it: &Cell| facts::Cell { at: it.at, voices: it.voices, group: it.group.map(name) };
    let stand = |it: &Stand| facts::Stand { take: number(it.take), side: word(it.agrees), share: Some(it.share) };
    let lean = |it: &Lean| facts::Stand { take: number(it.take), side: word(it.agrees), share: None };
    let part = |(group, share): &(usize, f64)| facts::GroupShare { name: name(*group), share: *share };
    let divide = |it: &Divide| facts::Divide { take: number(it.take), shares: it.shares.iter().map(part).collect() };
    let group = |it: &Group| facts::Group {
        name: name(it.name),
        voices: it.voices,
        at: it.at,
        hull: it.hull.clone(),
        stands: it.stands.iter().map(stand).collect(),
    };
    Some(facts::Opinion {
        reading,
        takes: board.takes,
        cells: board.cells.iter().map(cell).collect(),
        groups: board.groups.iter().map(group).collect(),
        unite: board.unite.iter().map(lean).collect(),
        divide: board.divide.iter().map(divide).collect(),
    })
}

fn word(agrees: bool) -> facts::Side {
    if agrees { facts::Side::Agree } else { facts::Side::Disagree }
}

/// The opinion map in numbers. Shares by group are rounded, as everywhere.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OpinionResult {
    /// `groups`, `spectrum`, `no_clear_groups` or `too_little`.
    pub reading: &'static str,
    /// How clearly the groups stand apart, from −1 to 1.
    pub silhouette: Option<f64>,
    /// The same of as many groups in rooms whose answers are shuffled within each take, their mean.
    pub null_silhouette: Option<f64>,
    /// Share of these rooms, this one included, that are as far above it.
    pub p: Option<f64>,
    /// The groups by name.
    pub groups: Vec<GroupResult>,
    /// What unites, best first.
    pub unite: Vec<LeanResult>,
    /// What divides, widest first.
    pub divide: Vec<DivideResult>,
}

/// A group in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GroupResult {
    /// Its letter.
    pub name: String,
    /// How many, to the nearest multiple of five.
    pub voices: usize,
    /// What tells it from the others, most telling first.
    pub stands: Vec<LeanResult>,
}

/// A side that a group, or the whole room, takes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LeanResult {
    /// Number of the take, from 1.
    pub take: usize,
    /// The side.
    pub side: Side,
    /// Share of agreement in the group; null where it is the whole room's.
    pub share: Option<f64>,
}

/// A take that divides.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DivideResult {
    /// Number of the take, from 1.
    pub take: usize,
    /// Share of agreement by group; empty without groups.
    pub shares: Vec<GroupPart>,
}

impl OpinionResult {
    pub(super) fn of(board: &Board) -> Self {
        let side = |agrees| if agrees { Side::Agree } else { Side::Disagree };
        let stand = |it: &Stand| LeanResult { take: it.take + 1, side: side(it.agrees), share: Some(it.share) };
        let lean = |it: &Lean| LeanResult { take: it.take + 1, side: side(it.agrees), share: None };
        let group = |it: &Group| GroupResult {
            name: it.letter().to_string(),
            voices: it.voices,
            stands: it.stands.iter().map(stand).collect(),
        };
        let divide = |it: &Divide| DivideResult { take: it.take + 1, shares: GroupPart::all(&it.shares) };
        Self {
            reading: board.reading.key(),
            silhouette: board.silhouette,
            null_silhouette: board.null_silhouette,
            p: board.p,
            groups: board.groups.iter().map(group).collect(),
            unite: board.unite.iter().map(lean).collect(),
            divide: board.divide.iter().map(divide).collect(),
        }
    }
}
