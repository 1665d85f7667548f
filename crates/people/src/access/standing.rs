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

/// How `wearer` stands to somebody on a day. One standing, never two: oneself first, then what the hat gives. Whoever
/// stands above a partner is not in the partner's scope; somebody else has to act.
pub async fn standing_to(
    tx: &mut impl Reads,
    wearer: &Wearer,
    subject: PersonId,
    on: Date,
) -> Result<Standing, DbError> {
    let actor = wearer.person.id;
    if actor == subject {
        return Ok(Standing::Subject);
    }
    match wearer.hat {
        Hat::Admin => Ok(Standing::None),
        Hat::Member | Hat::Host => {
            let line = directory::line_above(tx, subject, on).await?;
            Ok(match line.iter().position(|it| *it == actor) {
                Some(0) => Standing::Manager,
                Some(_) => Standing::Above,
                None => Standing::None,
            })
        }
        Hat::Partner => {
            let reach = reach(tx, wearer, on).await?;
            let team = store::last_team(tx, subject.into_untyped_uuid(), &on.to_string()).await?;
            let held = reach.holds(team.map(|it| TeamId::from_untyped_uuid(it.id)));
            let in_scope = held && !directory::is_above(tx, subject, actor, on).await?;
            Ok(if in_scope { Standing::PartnerInScope } else { Standing::None })
        }
    }
}
