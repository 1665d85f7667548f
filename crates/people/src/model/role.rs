//! Roles, and the one hat of a request. A role is held for a while; a hat is put on, one at a time.

use super::directory::TeamId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What somebody may be made. Managers are relations between people, read from the reporting lines, and never roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Runs chats.
    Host,
    /// Looks after the people of some teams.
    Partner,
    /// Runs the server; sees no content by it.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Host, Self::Partner, Self::Admin];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Partner => "partner",
            Self::Admin => "admin",
        }
    }

    /// From the stored form.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// The hat that goes with it.
    pub fn hat(self) -> Hat {
        match self {
            Self::Host => Hat::Host,
            Self::Partner => Hat::Partner,
            Self::Admin => Hat::Admin,
        }
    }
}

/// What somebody acts as in one request. Roles are never added together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hat {
    /// As a colleague, and as the manager of whoever reports to them.
    Member,
    /// The same, and runs chats.
    Host,
    /// As a people partner, in a scope of teams.
    Partner,
    /// As who runs the server, without content.
    Admin,
}

impl Hat {
    /// Every hat.
    pub const ALL: [Self; 4] = [Self::Member, Self::Host, Self::Partner, Self::Admin];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Host => "host",
            Self::Partner => "partner",
            Self::Admin => "admin",
        }
    }

    /// From the stored form.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    /// The role it wants; none is wanted to be a member.
    pub fn role(self) -> Option<Role> {
        Role::ALL.into_iter().find(|it| it.hat() == self)
    }
}

/// A role that somebody holds for a while, `[from, until)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Counts the grants of a person, from 1.
    pub n: i64,
    /// Which role.
    pub role: Role,
    /// What a partner looks after: this team and the teams below it; without one, everybody.
    pub team: Option<TeamId>,
    /// First day.
    pub from: Date,
    /// First day on which it is over; none where no end is known.
    pub until: Option<Date>,
}

impl Grant {
    /// Whether it is held on a day.
    pub fn holds(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on < until)
    }
}

/// All roles of a person, those that are over among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roles(pub Vec<Grant>);

impl Roles {
    /// Whether a role is held on a day.
    pub fn hold(&self, role: Role, on: Date) -> bool {
        self.on(on).any(|it| it.role == role)
    }

    /// What is held on a day.
    pub fn on(&self, on: Date) -> impl Iterator<Item = &Grant> {
        self.0.iter().filter(move |it| it.holds(on))
    }

    /// Whether a hat may be worn on a day.
    pub fn allow(&self, hat: Hat, on: Date) -> bool {
        hat.role().is_none_or(|role| self.hold(role, on))
    }

    /// The hats that may be worn on a day; a member's is always there.
    pub fn hats(&self, on: Date) -> Vec<Hat> {
        Hat::ALL.into_iter().filter(|hat| self.allow(*hat, on)).collect()
    }

    /// The hat to begin with: a host's, else a member's. The others are put on on purpose.
    pub fn first_hat(&self, on: Date) -> Hat {
        if self.hold(Role::Host, on) { Hat::Host } else { Hat::Member }
    }

    /// What a partner looks after on a day: `None` in it stands for everybody.
    pub fn scope(&self, on: Date) -> Vec<Option<TeamId>> {
        self.on(on).filter(|it| it.role == Role::Partner).map(|it| it.team).collect()
    }
}

/// The day of an instant, in UTC: roles begin and end with days.
pub fn day_of(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn grant(role: Role, from: Date, until: Option<Date>) -> Grant {
        Grant { n: 1, role, team: None, from, until }
    }

    #[test]
    fn a_role_holds_from_its_first_day_to_the_day_before_its_end() {
        let held = Roles(vec![grant(Role::Admin, date(2026, 3, 1), Some(date(2026, 3, 4)))]);
        for (day, expect) in
            [(date(2026, 2, 28), false), (date(2026, 3, 1), true), (date(2026, 3, 3), true), (date(2026, 3, 4), false)]
        {
            assert_eq!(held.hold(Role::Admin, day), expect, "{day}");
            assert_eq!(held.hats(day).contains(&Hat::Admin), expect, "{day}");
        }
        let never = Roles(vec![grant(Role::Host, date(2026, 3, 1), Some(date(2026, 3, 1)))]);
        assert!(!never.hold(Role::Host, date(2026, 3, 1)));
    }

    #[test]
    fn nobody_begins_as_admin_or_partner() {
        let day = date(2026, 3, 1);
        let all = |roles: &[Role]| Roles(roles.iter().map(|it| grant(*it, day, None)).collect());
        assert_eq!(all(&[]).first_hat(day), Hat::Member);
        assert_eq!(all(&[Role::Admin, Role::Partner]).first_hat(day), Hat::Member);
        assert_eq!(all(&[Role::Admin, Role::Host]).first_hat(day), Hat::Host);
        assert_eq!(all(&Role::ALL).hats(day), Hat::ALL);
        assert_eq!(all(&[]).hats(day), [Hat::Member]);
    }

    #[test]
    fn words_survive_the_database() {
        for role in Role::ALL {
            assert_eq!(Role::from_key(role.key()), Some(role));
            assert_eq!(role.hat().role(), Some(role));
        }
        for hat in Hat::ALL {
            assert_eq!(Hat::from_key(hat.key()), Some(hat));
        }
        assert_eq!((Hat::from_key("king"), Role::from_key("member"), Hat::Member.role()), (None, None, None));
    }
}
