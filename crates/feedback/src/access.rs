//! Who may see what, as rows of data: the endpoints, and each field of a piece by viewer, identity and state.

use crate::model::{Identity, State};
use jiff::Timestamp;
use people::Signed;
use people::access::{Actor, Row, Scene, Standing, Wearer, Who, decide};
use web::Outcome;

/// This crate's rows of the matrix. Everybody signed in has feedback of their own; whose record it is, each function
/// looks at itself, and what is not theirs does not exist for them.
pub const ROWS: &[Row] = &[
    Row::new("feedback", "read", Who::AnySigned),
    Row::new("feedback", "use", Who::AnySigned),
    Row::new("feedback", "write", Who::AnySigned),
    Row::new("feedback", "ask", Who::AnySigned),
    Row::new("feedback", "answer", Who::AnySigned),
    // The coach sees words, and nobody's records.
    Row::new("feedback", "coach", Who::AnySigned),
    // The list holds what is reported of people in scope, person by person.
    Row::new("feedback-report", "read", Who::AnyPartner),
    Row::new("feedback-report", "decide", Who::PartnerInScope),
    // What the company stands for is nobody's record.
    Row::of("feedback-values", "edit", &[Who::AnyPartner, Who::Admin]),
];

/// May a partner decide about a report of somebody who stands so to them?
pub fn may_decide(wearer: &Wearer, standing: Standing, now: Timestamp) -> bool {
    decide(ROWS, &Actor::Person(wearer.clone()), "feedback-report", "decide", Scene::of(standing, now)).is_yes()
}

/// May whoever is signed in change the list of values?
pub fn values(signed: &Signed) -> Outcome<()> {
    decide(ROWS, &signed.actor(), "feedback-values", "edit", signed.scene(Standing::None)).or_problem().map(drop)
}

/// May whoever wears a partner's hat look at reports of abuse?
pub fn partner(signed: &Signed) -> Outcome<()> {
    decide(ROWS, &signed.actor(), "feedback-report", "read", signed.scene(Standing::None)).or_problem().map(drop)
}

/// May whoever is signed in come here at all?
pub fn signed(signed: &Signed, action: &'static str) -> Outcome<()> {
    decide(ROWS, &signed.actor(), "feedback", action, signed.scene(Standing::None)).or_problem().map(drop)
}

/// As whom somebody meets a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// Wrote it.
    Writer,
    /// It is about them.
    Subject,
    /// Asked for it about a report, and was named in the promise.
    Asker,
    /// A people partner to whom it was reported.
    Partner,
}

impl Viewer {
    /// Every viewer.
    pub const ALL: [Self; 4] = [Self::Writer, Self::Subject, Self::Asker, Self::Partner];
}

/// A part of a piece, or of what its reader made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The words.
    Words,
    /// By whom.
    Writer,
    /// When it happened, and the value it shows.
    Occasion,
    /// The question it answers.
    Question,
    /// The day it arrived.
    Day,
    /// That it was read.
    Read,
    /// A thank-you, and what changed by it.
    Thanks,
    /// The private thoughts of its reader.
    Reflection,
    /// Whether it is kept.
    Kept,
    /// What was said when it was reported.
    Report,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 10] = [
        Self::Words,
        Self::Writer,
        Self::Occasion,
        Self::Question,
        Self::Day,
        Self::Read,
        Self::Thanks,
        Self::Reflection,
        Self::Kept,
        Self::Report,
    ];
}

/// A row: these viewers see this part of pieces of these identities in these states.
#[derive(Debug, Clone, Copy)]
pub struct PartRow {
    /// Which part.
    pub part: Part,
    /// Who.
    pub viewer: Viewer,
    /// Of which pieces.
    pub identities: &'static [Identity],
    /// In which states.
    pub states: &'static [State],
}

const NAMED: &[Identity] = &[Identity::Named];
const BOTH: &[Identity] = &[Identity::Named, Identity::Confidential];
const ALWAYS: &[State] = &State::ALL;
const WITH_READERS: &[State] = &[State::Delivered, State::Acknowledged, State::Actioned, State::Flagged];
const ARRIVED: &[State] = &[State::Delivered, State::Acknowledged, State::Actioned, State::Flagged, State::Retracted];
const REPORTED: &[State] = &[State::Flagged];

const fn row(part: Part, viewer: Viewer, identities: &'static [Identity], states: &'static [State]) -> PartRow {
    PartRow { part, viewer, identities, states }
}

/// The matrix of parts. What has no row is hidden.
pub const PARTS: &[PartRow] = &[
    row(Part::Words, Viewer::Writer, BOTH, ALWAYS),
    row(Part::Writer, Viewer::Writer, BOTH, ALWAYS),
    row(Part::Occasion, Viewer::Writer, BOTH, ALWAYS),
    row(Part::Question, Viewer::Writer, BOTH, ALWAYS),
    row(Part::Day, Viewer::Writer, BOTH, ALWAYS),
    row(Part::Read, Viewer::Writer, NAMED, ARRIVED),
    row(Part::Thanks, Viewer::Writer, NAMED, ARRIVED),
    row(Part::Words, Viewer::Subject, BOTH, WITH_READERS),
    row(Part::Writer, Viewer::Subject, NAMED, ARRIVED),
    // A day of a single matter, or the question of an ask, could tell who wrote a confidential piece.
    row(Part::Occasion, Viewer::Subject, NAMED, WITH_READERS),
    row(Part::Question, Viewer::Subject, NAMED, WITH_READERS),
    row(Part::Day, Viewer::Subject, BOTH, ARRIVED),
    row(Part::Read, Viewer::Subject, BOTH, ARRIVED),
    row(Part::Thanks, Viewer::Subject, BOTH, ARRIVED),
    row(Part::Reflection, Viewer::Subject, BOTH, ARRIVED),
    row(Part::Kept, Viewer::Subject, BOTH, ARRIVED),
    row(Part::Report, Viewer::Subject, BOTH, ARRIVED),
    row(Part::Words, Viewer::Asker, NAMED, WITH_READERS),
    row(Part::Writer, Viewer::Asker, NAMED, ARRIVED),
    row(Part::Occasion, Viewer::Asker, NAMED, WITH_READERS),
    row(Part::Question, Viewer::Asker, NAMED, WITH_READERS),
    row(Part::Day, Viewer::Asker, NAMED, ARRIVED),
    row(Part::Read, Viewer::Asker, NAMED, ARRIVED),
    row(Part::Words, Viewer::Partner, BOTH, REPORTED),
    row(Part::Writer, Viewer::Partner, NAMED, REPORTED),
    row(Part::Report, Viewer::Partner, BOTH, REPORTED),
];

/// Whether somebody sees a part of a piece.
pub fn sees(viewer: Viewer, part: Part, identity: Identity, state: State) -> bool {
    PARTS.iter().any(|it| {
        it.viewer == viewer && it.part == part && it.identities.contains(&identity) && it.states.contains(&state)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who sees what, written out a second time: viewer, part, identity → states.
    fn expected(viewer: Viewer, part: Part, identity: Identity, state: State) -> bool {
        let named = identity == Identity::Named;
        let gone = state == State::Retracted;
        let arrived = state.is_with_readers() || gone;
        match (viewer, part) {
            (Viewer::Writer, Part::Words | Part::Writer | Part::Occasion | Part::Question | Part::Day) => true,
            (Viewer::Subject | Viewer::Asker, Part::Writer)
            | (Viewer::Writer | Viewer::Asker, Part::Read)
            | (Viewer::Writer, Part::Thanks)
            | (Viewer::Asker, Part::Day) => named && arrived,
            (Viewer::Subject, Part::Words) => state.is_with_readers(),
            (Viewer::Subject | Viewer::Asker, Part::Occasion | Part::Question) | (Viewer::Asker, Part::Words) => {
                named && state.is_with_readers()
            }
            (Viewer::Subject, _) => arrived,
            (Viewer::Partner, Part::Words | Part::Report) => state == State::Flagged,
            (Viewer::Partner, Part::Writer) => named && state == State::Flagged,
            (Viewer::Writer | Viewer::Asker | Viewer::Partner, _) => false,
        }
    }

    #[test]
    fn every_part_in_every_state() {
        for viewer in Viewer::ALL {
            for part in Part::ALL {
                for identity in [Identity::Named, Identity::Confidential] {
                    for state in State::ALL {
                        assert_eq!(
                            sees(viewer, part, identity, state),
                            expected(viewer, part, identity, state),
                            "{viewer:?} {part:?} {identity:?} {state:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn nobody_but_the_reader_has_the_reflection() {
        let readers: Vec<_> = PARTS.iter().filter(|it| it.part == Part::Reflection).map(|it| it.viewer).collect();
        assert_eq!(readers, [Viewer::Subject]);
    }
}
