//! Public keys of passkeys (RFC 9052, 9053), and whether a signature is theirs.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    VerificationAlgorithm,
};
use ciborium::Value;

/// The algorithms that are offered to browsers, the best first, by their numbers in the IANA registry of COSE.
pub(super) const OFFERED: [i64; 3] = [EDDSA, ES256, RS256];

const EDDSA: i64 = -8;
const ES256: i64 = -7;
const RS256: i64 = -257;

/// Labels of a key's map.
mod label {
    pub(super) const KIND: i64 = 1;
    pub(super) const ALGORITHM: i64 = 3;
    pub(super) const CURVE: i64 = -1;
    pub(super) const X: i64 = -2;
    pub(super) const Y: i64 = -3;
    pub(super) const MODULUS: i64 = -1;
    pub(super) const EXPONENT: i64 = -2;
}

/// A public key that can be used here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PublicKey {
    /// ECDSA on P-256 with SHA-256; the point uncompressed.
    Es256([u8; 65]),
    /// Ed25519.
    EdDsa([u8; 32]),
    /// RSA with PKCS #1 v1.5 and SHA-256.
    Rs256 {
        /// Big-endian.
        modulus: Vec<u8>,
        /// Big-endian.
        exponent: Vec<u8>,
    },
}

impl PublicKey {
    /// From a whole `COSE_Key`. None if it is not one, has another algorithm, or is no point of its curve.
    pub(super) fn parse(cose: &[u8]) -> Option<Self> {
        let (value, rest) = super::cbor::read(cose)?;
        rest.is_empty().then(|| Self::of(&value)).flatten()
    }

    fn of(value: &Value) -> Option<Self> {
        let map = value.as_map()?;
        let number = |label| super::cbor::at(map, label)?.as_integer().map(i128::from);
        let bytes = |label| super::cbor::at(map, label)?.as_bytes();
        let algorithm = number(label::ALGORITHM)?;
        let (kind, curve) = (number(label::KIND)?, || number(label::CURVE));
        if algorithm == i128::from(ES256) && kind == 2 && curve() == Some(1) {
            let mut point = [4; 65];
            let (x, y) = (bytes(label::X)?, bytes(label::Y)?);
            point[1..33].copy_from_slice((x.len() == 32).then_some(x)?);
            point[33..].copy_from_slice((y.len() == 32).then_some(y)?);
            ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).ok()?;
            Some(Self::Es256(point))
        } else if algorithm == i128::from(EDDSA) && kind == 1 && curve() == Some(6) {
            let key: [u8; 32] = bytes(label::X)?.as_slice().try_into().ok()?;
            ParsedPublicKey::new(&ED25519, key).ok()?;
            Some(Self::EdDsa(key))
        } else if algorithm == i128::from(RS256) && kind == 3 {
            let (modulus, exponent) = (bytes(label::MODULUS)?.clone(), bytes(label::EXPONENT)?.clone());
            // Shorter and longer ones are refused at every signature: better now.
            (256..=1_024).contains(&modulus.len()).then_some(())?;
            (1..=8).contains(&exponent.len()).then_some(Self::Rs256 { modulus, exponent })
        } else {
            None
        }
    }

    /// Whether the owner of this key signed that message.
    pub(super) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let by = |algorithm: &dyn VerificationAlgorithm, key: &[u8]| algorithm.verify_sig(key, message, signature);
        match self {
            Self::Es256(point) => by(&ECDSA_P256_SHA256_ASN1, point).is_ok(),
            Self::EdDsa(key) => by(&ED25519, key).is_ok(),
            Self::Rs256 { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }
                .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                .is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PublicKey;
    use aws_lc_rs::signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
    };
    use aws_lc_rs::{rand::SystemRandom, rsa::KeySize};
    use ciborium::Value;

    fn cose(entries: Vec<(i64, Value)>) -> Vec<u8> {
        let map = entries.into_iter().map(|(label, value)| (Value::from(label), value)).collect();
        let mut bytes = Vec::new();
        ciborium::into_writer(&Value::Map(map), &mut bytes).unwrap();
        bytes
    }

    /// A key reads back, its signature counts, and any other does not.
    fn check(entries: Vec<(i64, Value)>, sign: impl Fn(&[u8]) -> Vec<u8>) {
        let key = PublicKey::parse(&cose(entries.clone())).expect("a key of an algorithm that is offered");
        let signature = sign(b"hello");
        assert!(key.signed(b"hello", &signature));
        assert!(!key.signed(b"hellp", &signature));
        assert!(!key.signed(b"hello", &signature[1..]));
        assert!(!key.signed(b"hello", &[]));
        // With another algorithm's number it is no key at all.
        let mut other = entries.clone();
        other[1].1 = Value::from(-37);
        assert_eq!(PublicKey::parse(&cose(other)), None);
        let mut trailing = cose(entries);
        trailing.push(0);
        assert_eq!(PublicKey::parse(&trailing), None);
    }

    #[test]
    fn three_algorithms() {
        let lots = SystemRandom::new();
        let ec = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap();
        let point = ec.public_key().as_ref();
        let (x, y) = (point[1..33].to_vec(), point[33..].to_vec());
        let entries = |x: &[u8], y: &[u8]| {
            let (x, y) = (Value::Bytes(x.to_vec()), Value::Bytes(y.to_vec()));
            vec![(1, Value::from(2)), (3, Value::from(-7)), (-1, Value::from(1)), (-2, x), (-3, y)]
        };
        check(entries(&x, &y), |message| ec.sign(&lots, message).unwrap().as_ref().to_vec());
        assert_eq!(PublicKey::parse(&cose(entries(&x, &x))), None, "a point that is not on the curve");
        assert_eq!(PublicKey::parse(&cose(entries(&x[1..], &y))), None);

        let ed = Ed25519KeyPair::generate().unwrap();
        let x = Value::Bytes(ed.public_key().as_ref().to_vec());
        let entries = vec![(1, Value::from(1)), (3, Value::from(-8)), (-1, Value::from(6)), (-2, x)];
        check(entries, |message| ed.sign(message).as_ref().to_vec());

        let rsa = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        let modulus = Value::Bytes(rsa.public_key().modulus().big_endian_without_leading_zero().to_vec());
        let exponent = Value::Bytes(rsa.public_key().exponent().big_endian_without_leading_zero().to_vec());
        let entries = vec![(1, Value::from(3)), (3, Value::from(-257)), (-1, modulus), (-2, exponent)];
        check(entries, |message| {
            let mut signature = vec![0; rsa.public_modulus_len()];
            rsa.sign(&RSA_PKCS1_SHA256, &lots, message, &mut signature).unwrap();
            signature
        });
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let twice = cose(vec![(1, Value::from(1)), (1, Value::from(1)), (3, Value::from(-8))]);
        for bytes in [&b""[..], b"\x00", b"\xa0", b"\xff", b"\xbf", b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff", &twice] {
            assert_eq!(PublicKey::parse(bytes), None, "{bytes:?}");
        }
    }
}
