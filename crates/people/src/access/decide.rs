//! One function that says yes or no.

use super::{Actor, Because, Decision, Deny, Row, Scene, Standing, States, Wearer, Who};
use crate::model::{Hat, Role, day_of};

/// The row for (object, action); none if there is no such row, or if several contradict each other.
pub fn row<'r>(rows: &'r [Row], object: &str, action: &str) -> Option<&'r Row> {
    let mut fitting = rows.iter().filter(|r| r.object == object && r.action == action);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// May `actor` do `action` to `object`, as things stand?
pub fn decide(rows: &[Row], actor: &Actor, object: &'static str, action: &'static str, scene: Scene) -> Decision {
    let Some(row) = row(rows, object, action) else {
        tracing::error!(object, action, "no single row in the access matrix");
        return Decision::Deny(Deny::NoRow);
    };
    weigh(row.who, row.states, actor, scene)
}

/// The same for the right column and the states of a row, whatever it is a row of.
pub(super) fn weigh(who: &[Who], states: States, actor: &Actor, scene: Scene) -> Decision {
    let mut told = Deny::NoRow;
    for one in who {
        match verdict(*one, actor, scene) {
            Ok(because) if states.hold(scene.state) => return Decision::Allow(because),
            Ok(_) => {
                let deny = if scene.standing.knows() { Deny::NotNow } else { Deny::Hidden };
                return Decision::Deny(deny);
            }
            Err(deny) if deny.rank() < told.rank() => told = deny,
            Err(_) => {}
        }
    }
    // In another state another hat would not help either.
    if matches!(told, Deny::WrongHat(_)) && !states.hold(scene.state) {
        told = if scene.standing.knows() { Deny::NotNow } else { Deny::Hidden };
    }
    Decision::Deny(told)
}

fn verdict(who: Who, actor: &Actor, scene: Scene) -> Result<Because, Deny> {
    match who {
        Who::Anyone => Ok(Because::Anyone),
        Who::VoiceOfIt => match (actor, scene.standing) {
            (Actor::Voice(_), Standing::VoiceInIt) => Ok(Because::Voice),
            _ => Err(Deny::Hidden),
        },
        Who::ScreenOfIt => match (actor, scene.standing) {
            (Actor::Screen, Standing::ScreenOfIt) => Ok(Because::Screen),
            _ => Err(Deny::Hidden),
        },
        _ => match actor {
            Actor::Person(wearer) => of_person(who, wearer, scene),
            Actor::Stranger | Actor::Voice(_) | Actor::Screen => Err(Deny::SignIn),
        },
    }
}

fn of_person(who: Who, wearer: &Wearer, scene: Scene) -> Result<Because, Deny> {
    // Whoever it is about has a subject's rights and no other, whatever else they are.
    if scene.standing == Standing::Subject {
        return match who {
            Who::Subject => Ok(Because::Subject),
            Who::AnySigned => Ok(Because::Signed),
            Who::Admin | Who::AnyPartner | Who::AnyHost => Err(Deny::OwnRecord),
            _ => Err(Deny::Hidden),
        };
    }
    let hat = |role: Role, without: Deny| worn(wearer, role, scene, without);
    match (who, scene.standing) {
        (Who::AnySigned, _) => Ok(Because::Signed),
        // Ownership first: a host who does not own it must not learn from another answer that it exists.
        (Who::HostOfIt | Who::OwnerOfIt, Standing::Owner) => hat(Role::Host, Deny::NotHost).map(|()| Because::Owner),
        (Who::HostOfIt, Standing::CoHost) => hat(Role::Host, Deny::NotHost).map(|()| Because::CoHost),
        (Who::AnyHost, _) => hat(Role::Host, Deny::NotHost).map(|()| Because::Host),
        (Who::AnyPartner, _) => hat(Role::Partner, Deny::NotPartner).map(|()| Because::Partner),
        (Who::Admin, _) => hat(Role::Admin, Deny::NotAdmin).map(|()| Because::Admin),
        (Who::PartnerInScope, Standing::PartnerInScope) => {
            hat(Role::Partner, Deny::Hidden).map(|()| Because::PartnerInScope)
        }
        (Who::Manager, Standing::Manager) => by_line(wearer).map(|()| Because::Manager),
        (Who::Above, Standing::Above) => by_line(wearer).map(|()| Because::Above),
        _ => Err(Deny::Hidden),
    }
}

/// The hat of this role is on, and the role is held; `without` is the refusal where it is not.
fn worn(wearer: &Wearer, role: Role, scene: Scene, without: Deny) -> Result<(), Deny> {
    if wearer.wears(role.hat(), scene.now) {
        return Ok(());
    }
    Err(if wearer.person.roles.hold(role, day_of(scene.now)) { Deny::WrongHat(role.hat()) } else { without })
}

/// Reporting lines count for colleagues and hosts; under another hat one acts for somebody else.
fn by_line(wearer: &Wearer) -> Result<(), Deny> {
    match wearer.hat {
        Hat::Member | Hat::Host => Ok(()),
        Hat::Partner | Hat::Admin => Err(Deny::Hidden),
    }
}
