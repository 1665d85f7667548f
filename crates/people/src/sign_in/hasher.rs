//! Hashing passwords: slow by design, so beside the threads that answer requests, and few at once.

use crate::model::sign_in::Password;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Semaphore;

/// Memory in KiB, passes and lanes: what OWASP's cheat sheet on password storage asks of argon2id at least.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes at once: each holds its memory and one core.
const AT_ONCE: usize = 2;

/// Hashes that may wait for their turn; the next ones are told to come back.
const WAITING: usize = 64;

/// What is compared with when there is no password: the hash of chance that nobody kept, with the same parameters.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2VhIG9mIHNhbHQgYW5kIGZvZw$oBTUxWRUP2qUZyoVpHpWd5aXBUpW1O2XIZk8nTvmCVs";

/// Why nothing was hashed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HashError {
    /// Too many wait already.
    #[error("too many passwords are being checked")]
    Busy,
    /// The library refused, or the program is ending.
    #[error("the password could not be hashed")]
    Failed,
}

/// Whether a password was the right one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// It was not.
    Wrong,
    /// It was.
    Right,
    /// It was, and its hash was made with other parameters: here is a new one.
    Renewed(String),
}

/// Does the work, and bounds it.
pub(crate) struct Hasher {
    turn: Arc<Semaphore>,
    room: Semaphore,
    done: AtomicU64,
}

impl Default for Hasher {
    fn default() -> Self {
        Self {
            turn: Arc::new(Semaphore::new(AT_ONCE)),
            room: Semaphore::new(AT_ONCE + WAITING),
            done: AtomicU64::new(0),
        }
    }
}

impl Hasher {
    /// A new hash. The salt is random.
    pub(crate) async fn hash(&self, password: Password, salt: [u8; 16]) -> Result<String, HashError> {
        self.run(move || make(&password, &salt)).await
    }

    /// Compares with a hash, or with nobody's in the same time.
    pub(crate) async fn check(
        &self,
        password: Password,
        hash: Option<String>,
        salt: [u8; 16],
    ) -> Result<Checked, HashError> {
        self.run(move || compare(&password, hash.as_deref(), &salt)).await
    }

    /// Judges how hard a password is to guess; that takes long as well.
    pub(crate) async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        self.run(move || Ok(work())).await
    }

    /// Leaves no room for any work, as long as the answer is held.
    #[cfg(feature = "testing")]
    pub(crate) fn fill(&self) -> tokio::sync::SemaphorePermit<'_> {
        let all = u32::try_from(self.room.available_permits()).unwrap_or(u32::MAX);
        self.room.try_acquire_many(all).expect("what is there can be had")
    }

    /// How many works were done.
    #[cfg(feature = "testing")]
    pub(crate) fn done(&self) -> u64 {
        self.done.load(Ordering::SeqCst)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let _room = self.room.try_acquire().map_err(|_| HashError::Busy)?;
        let turn = Arc::clone(&self.turn).acquire_owned().await.map_err(|_| HashError::Failed)?;
        let outcome = tokio::task::spawn_blocking(move || {
            let outcome = work();
            // Held by the work, not by the request: somebody who goes away gives nobody else more than their share.
            drop(turn);
            outcome
        });
        let outcome = outcome.await.map_err(|_| HashError::Failed)?;
        self.done.fetch_add(1, Ordering::SeqCst);
        outcome
    }
}

fn argon() -> Result<Argon2<'static>, HashError> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(|_| HashError::Failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn make(password: &Password, salt: &[u8]) -> Result<String, HashError> {
    let hash = argon()?.hash_password_with_salt(password.bytes(), salt).map_err(|_| HashError::Failed)?;
    Ok(hash.to_string())
}

fn compare(password: &Password, hash: Option<&str>, salt: &[u8]) -> Result<Checked, HashError> {
    let stored = PasswordHash::new(hash.unwrap_or(NOBODYS)).map_err(|_| HashError::Failed)?;
    // The parameters are those of the stored hash.
    let fits = Argon2::default().verify_password(password.bytes(), &stored).is_ok();
    match (hash, fits) {
        (Some(_), true) if is_current(&stored) => Ok(Checked::Right),
        (Some(_), true) => make(password, salt).map(Checked::Renewed),
        _ => Ok(Checked::Wrong),
    }
}

fn is_current(hash: &PasswordHash) -> bool {
    let params = Params::try_from(hash);
    hash.algorithm.as_str() == Algorithm::Argon2id.as_str()
        && params.is_ok_and(|it| (it.m_cost(), it.t_cost(), it.p_cost()) == (MEMORY, PASSES, LANES))
}

#[cfg(test)]
mod tests {
    use super::{AT_ONCE, Checked, HashError, Hasher, NOBODYS, WAITING, is_current};
    use crate::model::sign_in::Password;
    use argon2::password_hash::phc::PasswordHash;
    use argon2::{Argon2, Params, PasswordHasher};

    fn typed(raw: &str) -> Password {
        Password::typed(raw).unwrap()
    }

    #[tokio::test]
    async fn right_wrong_and_renewed() {
        let hasher = Hasher::default();
        let hash = hasher.hash(typed("tide barrel quilt 9"), [1; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let check = async |raw: &str, hash: Option<&str>| {
            hasher.check(typed(raw), hash.map(str::to_owned), [2; 16]).await.unwrap()
        };
        assert_eq!(check("tide barrel quilt 9", Some(&hash)).await, Checked::Right);
        assert_eq!(check("tide barrel quilt 8", Some(&hash)).await, Checked::Wrong);
        assert_eq!(check("tide barrel quilt 9", None).await, Checked::Wrong);

        let cheap = Argon2::from(Params::new(8 * 1024, 1, 1, None).unwrap());
        let cheap = cheap.hash_password_with_salt(b"tide barrel quilt 9", &[3; 16]).unwrap().to_string();
        assert_eq!(check("no", Some(&cheap)).await, Checked::Wrong);
        let Checked::Renewed(renewed) = check("tide barrel quilt 9", Some(&cheap)).await else { panic!("not renewed") };
        assert_eq!(check("tide barrel quilt 9", Some(&renewed)).await, Checked::Right);
        assert_eq!(hasher.done(), 7);
    }

    #[tokio::test]
    async fn a_crowd_is_told_to_come_back() {
        let hasher = Hasher::default();
        let crowd = hasher.room.acquire_many(u32::try_from(AT_ONCE + WAITING).unwrap()).await.unwrap();
        assert!(matches!(hasher.check(typed("x"), None, [1; 16]).await, Err(HashError::Busy)));
        drop(crowd);
        assert_eq!(hasher.check(typed("x"), None, [1; 16]).await.unwrap(), Checked::Wrong);
    }

    #[test]
    fn nobodys_password_costs_what_others_cost() {
        assert!(is_current(&PasswordHash::new(NOBODYS).unwrap()));
    }
}
