//! How one person stands to another, from the directory.

use super::{Standing, Wearer};
use crate::directory;
use crate::model::directory::TeamId;
use crate::model::{Hat, PersonId};
use crate::store::role as store;
use db::{DbError, Reads};
use jiff::civil::Date;
use newtype_uuid::GenericUuid;
use std::collections::BTreeSet;

/// What a partner's hat reaches on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Nobody: another hat is on, or no role is held.
    Nobody,
    /// Everybody.
    Everybody,
    /// The people of these teams.
    Teams(BTreeSet<TeamId>),
}

impl Reach {
    /// Whether somebody of this team is reached; who is in no team is reached by those who reach everybody.
    pub fn holds(&self, team: Option<TeamId>) -> bool {
        match (self, team) {
            (Self::Everybody, _) => true,
            (Self::Teams(teams), Some(team)) => teams.contains(&team),
            (Self::Nobody, _) | (Self::Teams(_), None) => false,
        }
    }
}

/// What the hat of this wearer reaches on a day.
pub async fn reach(tx: &mut impl Reads, wearer: &Wearer, on: Date) -> Result<Reach, DbError> {
    let scope = wearer.person.roles.scope(on);
    if wearer.hat != Hat::Partner || scope.is_empty() {
        return Ok(Reach::Nobody);
    }
    if scope.contains(&None) {
        return Ok(Reach::Everybody);
    }
    let teams = store::scope_teams(tx, wearer.person.id.into_untyped_uuid(), &on.to_string()).await?;
    Ok(Reach::Teams(teams.into_iter().map(|it| TeamId::from_untyped_uuid(it.id)).collect()))
}

/// How somebody stands to everybody on a day: one standing to each, never two. Oneself first, then what the hat gives.
#[derive(Debug, Clone)]
pub struct Relations {
    me: PersonId,
    direct: BTreeSet<PersonId>,
    below: BTreeSet<PersonId>,
    above: BTreeSet<PersonId>,
    reach: Reach,
}

impl Relations {
    /// Reads them.
    pub async fn of(tx: &mut impl Reads, wearer: &Wearer, on: Date) -> Result<Self, DbError> {
        let me = wearer.person.id;
        let (mut direct, mut below, mut above) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        // Reporting lines count for colleagues and hosts; a partner must not act for whoever stands above them.
        match wearer.hat {
            Hat::Member | Hat::Host => {
                for row in store::line_below(tx, me.into_untyped_uuid(), &on.to_string()).await? {
                    let part = if row.step == 1 { &mut direct } else { &mut below };
                    part.insert(PersonId::from_untyped_uuid(row.id));
                }
            }
            Hat::Partner => above.extend(directory::line_above(tx, me, on).await?),
            Hat::Admin => {}
        }
        Ok(Self { me, direct, below, above, reach: reach(tx, wearer, on).await? })
    }

    /// How they stand to somebody whose team is this one, or was it last.
    pub fn standing(&self, subject: PersonId, team: Option<TeamId>) -> Standing {
        if subject == self.me {
            Standing::Subject
        } else if self.direct.contains(&subject) {
            Standing::Manager
        } else if self.below.contains(&subject) {
            Standing::Above
        } else if self.reach.holds(team) && !self.above.contains(&subject) {
            Standing::PartnerInScope
        } else {
            Standing::None
        }
    }
}

/// How `wearer` stands to somebody on a day.
pub async fn standing_to(
    tx: &mut impl Reads,
    wearer: &Wearer,
    subject: PersonId,
    on: Date,
) -> Result<Standing, DbError> {
    let relations = Relations::of(tx, wearer, on).await?;
    let team = store::last_team(tx, subject.into_untyped_uuid(), &on.to_string()).await?;
    Ok(relations.standing(subject, team.map(|it| TeamId::from_untyped_uuid(it.id))))
}
