//! How often each way may be tried, by account and by network.
//!
//! A stranger who tries passwords for somebody else uses up the tries of one account from one network first, which its
//! owner elsewhere does not feel. Links by mail and passkeys have limits of their own, so they go on.

use crate::model::sign_in::{Network, Pace};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is counted by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Gate {
    /// A password.
    Password,
    /// A letter with a link.
    Mail,
    /// A challenge for a passkey.
    Passkey,
    /// A way to another server.
    Provider,
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const QUARTER: SignedDuration = SignedDuration::from_mins(15);

/// Failed passwords of one account, from everywhere; kept in the database too.
pub(crate) const FAILURES: Pace = Pace::new(20, HOUR);

impl Gate {
    /// One account from one network.
    fn both(self) -> Pace {
        match self {
            Self::Password => Pace::new(6, HOUR),
            // A challenge and a way name no account.
            Self::Mail | Self::Passkey | Self::Provider => Pace::new(4, QUARTER),
        }
    }

    /// One account from everywhere.
    fn account(self) -> Pace {
        match self {
            Self::Password => FAILURES,
            Self::Mail | Self::Passkey | Self::Provider => Pace::new(6, QUARTER),
        }
    }

    /// One network, whoever is meant. An office is one network.
    fn network(self) -> Pace {
        match self {
            Self::Password | Self::Mail => Pace::new(60, QUARTER),
            // A whole office signs in at nine.
            Self::Passkey | Self::Provider => Pace::new(600, QUARTER),
        }
    }

    /// Everybody whose network is not known.
    fn unknown(self) -> Pace {
        match self {
            Self::Password | Self::Mail => Pace::new(600, QUARTER),
            Self::Passkey | Self::Provider => Pace::new(3_000, QUARTER),
        }
    }
}

/// Too many tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many tries")]
pub(crate) struct TooMany {
    /// How long until the next one.
    pub(crate) wait: SignedDuration,
}

/// An account as it is counted: the hash of an address, whether anybody has it or not.
pub(crate) type Account = [u8; 32];

/// The account of an address.
pub(crate) fn account(email: &str) -> Account {
    Sha256::digest(email.as_bytes()).into()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key(Gate, Option<Account>, Option<Network>);

/// All that is counted in memory.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<HashMap<Key, Timestamp>>);

impl Limits {
    /// Takes one try. Nothing is taken where any limit refuses.
    pub(crate) fn take(
        &self,
        gate: Gate,
        network: &Network,
        account: Option<Account>,
        now: Timestamp,
    ) -> Result<(), TooMany> {
        let keys = keys(gate, *network, account);
        let mut all = self.all();
        let mut wait: Option<SignedDuration> = None;
        for (key, pace) in &keys {
            if let Err(refused) = pace.check(all.get(key).copied(), now) {
                wait = wait.max(Some(refused));
            }
        }
        if let Some(wait) = wait {
            return Err(TooMany { wait });
        }
        for (key, pace) in keys {
            let until = pace.weigh(all.get(&key).copied(), now);
            all.insert(key, until);
        }
        Ok(())
    }

    /// Gives a try back: it was a right one.
    pub(crate) fn back(&self, gate: Gate, network: &Network, account: Option<Account>) {
        let mut all = self.all();
        for (key, pace) in keys(gate, *network, account) {
            if let Some(until) = all.get_mut(&key) {
                *until = pace.back(*until);
            }
        }
    }

    /// Forgets what weighs nothing any more.
    pub(crate) fn sweep(&self, now: Timestamp) {
        self.all().retain(|_, until| *until > now);
    }

    fn all(&self) -> MutexGuard<'_, HashMap<Key, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn keys(gate: Gate, network: Network, account: Option<Account>) -> Vec<(Key, Pace)> {
    let whole = if network == Network::Unknown { gate.unknown() } else { gate.network() };
    let mut keys = vec![(Key(gate, None, Some(network)), whole)];
    if let Some(account) = account {
        keys.push((Key(gate, Some(account), Some(network)), gate.both()));
        keys.push((Key(gate, Some(account), None), gate.account()));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::{Gate, Limits, account};
    use crate::model::sign_in::Network;
    use jiff::{SignedDuration, Timestamp};

    fn network(n: u8) -> Network {
        Network::of([192, 0, 2, n].into())
    }

    #[test]
    fn a_stranger_locks_nobody_out() {
        let (limits, now) = (Limits::default(), Timestamp::UNIX_EPOCH);
        let ida = Some(account("ida@saltmarsh.example"));
        let (stranger, home) = (network(1), network(2));
        let tried = (0..40).filter(|_| limits.take(Gate::Password, &stranger, ida, now).is_ok()).count();
        assert_eq!(tried, 6);
        let refused = limits.take(Gate::Password, &stranger, ida, now).unwrap_err();
        assert_eq!(refused.wait, SignedDuration::from_mins(10));
        assert!(limits.take(Gate::Password, &home, ida, now).is_ok(), "from home it goes on");
        assert!(limits.take(Gate::Mail, &home, ida, now).is_ok(), "and by mail from everywhere");
        assert!(limits.take(Gate::Mail, &stranger, ida, now).is_ok());

        // Many networks together are slowed down as well.
        let tried = (3..=99).filter(|n| limits.take(Gate::Password, &network(*n), ida, now).is_ok()).count();
        assert_eq!(tried, 13);
    }

    #[test]
    fn a_network_that_tries_everybody_is_slowed_down() {
        let (limits, now) = (Limits::default(), Timestamp::UNIX_EPOCH);
        let tries = |network: Network| {
            let one = |n: i32| Some(account(&format!("{n}@saltmarsh.example")));
            (0..1_000).filter(|n| limits.take(Gate::Password, &network, one(*n), now).is_ok()).count()
        };
        assert_eq!((tries(network(1)), tries(Network::Unknown)), (60, 600));
    }

    #[test]
    fn a_right_try_weighs_nothing() {
        let (limits, now) = (Limits::default(), Timestamp::UNIX_EPOCH);
        let ida = Some(account("ida@saltmarsh.example"));
        for _ in 0..50 {
            limits.take(Gate::Password, &network(1), ida, now).unwrap();
            limits.back(Gate::Password, &network(1), ida);
        }
        limits.sweep(now);
        assert!(limits.all().is_empty());
    }
}
