//! The life of a one-time link.

use super::{Landing, PersonId};
use jiff::{SignedDuration, Timestamp};

/// Who will be signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFor {
    /// This person.
    Person(PersonId),
    /// The first person, who does not exist yet.
    Setup,
}

/// What a link is for; decides how long it lives and whether it may be used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Makes the first person. 24 hours, once.
    Setup,
    /// Signs a person in. 15 minutes, once.
    SignIn,
    /// Signs in whoever reads the letter. 15 minutes, once.
    Mail,
    /// Signs an invented person of the demo in, as often as wanted, as long as its data folder is there.
    Demo,
}

impl Purpose {
    /// How long a link lives.
    pub fn life(self) -> SignedDuration {
        match self {
            Self::Setup => SignedDuration::from_hours(24),
            Self::SignIn | Self::Mail => SignedDuration::from_mins(15),
            // A century: longer than any demo's data folder.
            Self::Demo => SignedDuration::from_hours(24 * 36_525),
        }
    }

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::SignIn => "sign-in",
            Self::Mail => "mail",
            Self::Demo => "demo",
        }
    }

    /// From the stored form.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Setup, Self::SignIn, Self::Mail, Self::Demo].into_iter().find(|p| p.key() == key)
    }
}

/// A link as it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Who will be signed in.
    pub whom: LinkFor,
    /// What it is for.
    pub purpose: Purpose,
    /// Page after signing in.
    pub lands_on: Landing,
    /// First instant at which it no longer works.
    pub expires_at: Timestamp,
    /// When it was consumed. A demo link keeps the latest time and works on.
    pub used_at: Option<Timestamp>,
}

/// What a consumed link gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Who is signed in.
    pub whom: LinkFor,
    /// What the link was for.
    pub purpose: Purpose,
    /// Page after signing in.
    pub lands_on: Landing,
    /// When it was consumed.
    pub used_at: Timestamp,
}

/// Why a link gives nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Its time is over.
    #[error("the link has expired")]
    Expired,
    /// It worked once, as it should.
    #[error("the link has been used")]
    Used,
}

impl Link {
    /// Uses it up, if it still works.
    pub fn consume(self, now: Timestamp) -> Result<Grant, LinkError> {
        self.check(now)?;
        Ok(Grant { whom: self.whom, purpose: self.purpose, lands_on: self.lands_on, used_at: now })
    }

    /// Would it work now? For the page that only shows it.
    pub fn check(&self, now: Timestamp) -> Result<(), LinkError> {
        // "Used" first: it is the more useful thing to know of a link that is both.
        match (self.purpose, self.used_at) {
            (Purpose::SignIn | Purpose::Mail | Purpose::Setup, Some(_)) => Err(LinkError::Used),
            _ if now >= self.expires_at => Err(LinkError::Expired),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(purpose: Purpose, used: Option<i64>, now: i64, expect: Result<(), LinkError>) {
        let at = |s| Timestamp::from_second(s).unwrap();
        let link = Link {
            whom: LinkFor::Setup,
            purpose,
            lands_on: Landing::parse("/host").unwrap(),
            expires_at: at(100),
            used_at: used.map(at),
        };
        assert_eq!(link.check(at(now)), expect);
        let grant = link.consume(at(now));
        assert_eq!(grant.as_ref().map(|_| ()).map_err(|e| *e), expect);
        if let Ok(grant) = grant {
            assert_eq!(grant.used_at, at(now));
        }
    }

    #[test]
    fn a_link_works_once_and_in_time() {
        use LinkError::{Expired, Used};
        use Purpose::{Demo, Mail, Setup, SignIn};
        for once in [Setup, SignIn, Mail] {
            check(once, None, 0, Ok(()));
            check(once, None, 99, Ok(()));
            check(once, None, 100, Err(Expired));
            check(once, Some(5), 6, Err(Used));
            check(once, Some(5), 200, Err(Used));
        }
        check(Demo, None, 99, Ok(()));
        check(Demo, Some(5), 6, Ok(()));
        check(Demo, Some(5), 100, Err(Expired));
    }

    #[test]
    fn purposes_survive_the_database() {
        for p in [Purpose::Setup, Purpose::SignIn, Purpose::Mail, Purpose::Demo] {
            assert_eq!(Purpose::from_key(p.key()), Some(p));
        }
        assert_eq!(Purpose::from_key("other"), None);
    }

    #[test]
    fn lives_are_as_promised() {
        assert_eq!(Purpose::SignIn.life().as_mins(), 15);
        assert_eq!(Purpose::Setup.life().as_hours(), 24);
        assert!(Purpose::Demo.life().as_hours() > 24 * 365 * 99);
    }
}
