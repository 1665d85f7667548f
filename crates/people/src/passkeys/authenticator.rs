//! What an authenticator says about itself and what it did (WebAuthn Level 3, section 6.1).

use super::cbor;
use super::cose::PublicKey;

/// Bits of the flags.
mod flag {
    pub(super) const PRESENT: u8 = 0x01;
    pub(super) const VERIFIED: u8 = 0x04;
    pub(super) const MAY_SYNC: u8 = 0x08;
    pub(super) const SYNCED: u8 = 0x10;
    pub(super) const CREDENTIAL: u8 = 0x40;
    pub(super) const EXTENSIONS: u8 = 0x80;
}

/// Longest name that an authenticator may give a key, in bytes.
const LONGEST_ID: usize = 1_023;

/// Authenticator data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AuthenticatorData {
    /// SHA-256 of the domain that the key is for.
    pub(super) rp_hash: [u8; 32],
    /// Somebody touched it.
    pub(super) present: bool,
    /// It checked a finger, a face or a code.
    pub(super) verified: bool,
    /// The key lives in a password manager and so on several devices.
    pub(super) synced: bool,
    /// How often it signed; 0 for ever where nothing counts.
    pub(super) counter: u32,
    /// The new key, when one was made.
    pub(super) made: Option<Made>,
}

/// A key that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    /// Name of the key, by the authenticator.
    pub(super) credential_id: Vec<u8>,
    /// The key as it was written.
    pub(super) cose: Vec<u8>,
}

impl AuthenticatorData {
    /// Reads all of it; anything missing, left over or contradictory makes it nothing.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (rp_hash, rest) = bytes.split_first_chunk::<32>()?;
        let ([flags], rest) = rest.split_first_chunk::<1>()?;
        let (counter, mut rest) = rest.split_first_chunk::<4>()?;
        let has = |bit| flags & bit != 0;
        // What is synced may be synced.
        if has(flag::SYNCED) && !has(flag::MAY_SYNC) {
            return None;
        }
        let made = if has(flag::CREDENTIAL) { Some(made(&mut rest)?) } else { None };
        if has(flag::EXTENSIONS) {
            let (extensions, after) = cbor::read(rest)?;
            rest = extensions.is_map().then_some(after)?;
        }
        rest.is_empty().then_some(Self {
            rp_hash: *rp_hash,
            present: has(flag::PRESENT),
            verified: has(flag::VERIFIED),
            synced: has(flag::SYNCED),
            counter: u32::from_be_bytes(*counter),
            made,
        })
    }
}

fn made(rest: &mut &[u8]) -> Option<Made> {
    // The kind of authenticator: not asked for, and not kept.
    let (_, after) = rest.split_first_chunk::<16>()?;
    let (length, after) = after.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    if !(1..=LONGEST_ID).contains(&length) {
        return None;
    }
    let (credential_id, after) = after.split_at_checked(length)?;
    let (_, left) = cbor::read(after)?;
    let cose = after.get(..after.len() - left.len())?;
    PublicKey::parse(cose)?;
    *rest = left;
    Some(Made { credential_id: credential_id.to_vec(), cose: cose.to_vec() })
}
