//! A key made in software, the published example of the specification, and everything that must be refused.

use super::{Credential, NewKey, Refused, RelyingParty};
use crate::passkeys::authenticator::AuthenticatorData;
use crate::passkeys::cose::PublicKey;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ciborium::Value;
use db::Secret;
use serde_json::json;
use sha2::{Digest, Sha256};

const ORIGIN: &str = "https://candor.example";

/// What may differ from a proper answer.
struct Answer {
    kind: &'static str,
    origin: &'static str,
    cross: bool,
    rp: &'static str,
    flags: u8,
    counter: u32,
    /// Bytes after the authenticator data.
    trailing: &'static [u8],
}

impl Answer {
    fn making() -> Self {
        Self {
            kind: "webauthn.create",
            origin: ORIGIN,
            cross: false,
            rp: "candor.example",
            flags: 0x45,
            counter: 0,
            trailing: b"",
        }
    }

    fn using() -> Self {
        Self { kind: "webauthn.get", flags: 0x05, ..Self::making() }
    }
}

struct Key(EcdsaKeyPair);

impl Key {
    fn new() -> Self {
        Self(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap())
    }

    fn cose(&self) -> Vec<u8> {
        let point = self.0.public_key().as_ref();
        let part = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
        let entries = [
            (1, Value::from(2)),
            (3, Value::from(-7)),
            (-1, Value::from(1)),
            (-2, part(&point[1..33])),
            (-3, part(&point[33..])),
        ];
        written(&Value::Map(entries.into_iter().map(|(label, value)| (Value::from(label), value)).collect()))
    }

    fn credential(&self, answer: &Answer, challenge: &Secret) -> Credential {
        let client = json!({
            "type": answer.kind, "challenge": challenge.reveal(), "origin": answer.origin, "crossOrigin": answer.cross,
            "other": "to be passed over",
        });
        let client = client.to_string().into_bytes();
        let mut data = Sha256::digest(answer.rp).to_vec();
        data.push(answer.flags);
        data.extend(answer.counter.to_be_bytes());
        if answer.flags & 0x40 != 0 {
            data.extend([0; 16]);
            data.extend(4_u16.to_be_bytes());
            data.extend(b"name");
            data.extend(self.cose());
        }
        data.extend(answer.trailing);
        let message = [data.as_slice(), Sha256::digest(&client).as_slice()].concat();
        let signature = self.0.sign(&SystemRandom::new(), &message).unwrap();
        let object = Value::Map(vec![
            (Value::from("fmt"), Value::from("none")),
            (Value::from("attStmt"), Value::Map(Vec::new())),
            (Value::from("authData"), Value::Bytes(data.clone())),
        ]);
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        serde_json::from_value(json!({
            "id": text(b"name"), "rawId": text(b"name"), "type": "public-key",
            "response": {
                "clientDataJSON": text(&client),
                "attestationObject": text(&written(&object)),
                "authenticatorData": text(&data),
                "signature": text(signature.as_ref()),
                "userHandle": text(b"somebody"),
            },
        }))
        .unwrap()
    }

    fn made(&self) -> NewKey {
        let challenge = challenge();
        self.credential(&Answer::making(), &challenge).register(&rp(), &challenge).unwrap()
    }
}

fn written(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}

fn rp() -> RelyingParty {
    RelyingParty { id: "candor.example".to_owned(), origin: ORIGIN.to_owned() }
}

fn challenge() -> Secret {
    db::testing::ambient().secret()
}

#[test]
fn a_key_is_made_and_signs() {
    let key = Key::new();
    let made = key.made();
    assert_eq!((made.credential_id.as_slice(), made.counter, made.synced), (&b"name"[..], 0, false));
    let challenge = challenge();
    let credential = key.credential(&Answer { counter: 3, ..Answer::using() }, &challenge);
    assert_eq!(credential.challenge().unwrap().hash(), challenge.hash());
    assert_eq!((credential.id().unwrap(), credential.user().unwrap()), (b"name".to_vec(), b"somebody".to_vec()));
    let proof = credential.prove(&rp(), &challenge, &made.public_key, 2).unwrap();
    assert_eq!((proof.counter, proof.synced), (3, false));
    // Synced keys say so, and extensions are passed over.
    let synced = Answer { flags: 0x9d, trailing: &[0xa1, 0x61, b'x', 0xf5], ..Answer::using() };
    assert!(key.credential(&synced, &challenge).prove(&rp(), &challenge, &made.public_key, 0).unwrap().synced);
}

#[test]
fn what_was_made_for_something_else_is_refused() {
    let key = Key::new();
    let made = key.made();
    let challenge = challenge();
    let cases = [
        (Answer { kind: "webauthn.create", ..Answer::using() }, Refused::Purpose),
        (Answer { kind: "payment.get", ..Answer::using() }, Refused::Purpose),
        (Answer { origin: "https://candor.example.evil.example", ..Answer::using() }, Refused::Site),
        (Answer { origin: "http://candor.example", ..Answer::using() }, Refused::Site),
        (Answer { origin: "https://candor.example:8443", ..Answer::using() }, Refused::Site),
        (Answer { cross: true, ..Answer::using() }, Refused::Site),
        (Answer { rp: "example", ..Answer::using() }, Refused::Site),
        (Answer { flags: 0x01, ..Answer::using() }, Refused::NotVerified),
        (Answer { flags: 0x04, ..Answer::using() }, Refused::NotVerified),
        (Answer { flags: 0x15, ..Answer::using() }, Refused::Unreadable),
        (Answer { flags: 0x85, ..Answer::using() }, Refused::Unreadable),
        (Answer { trailing: b"x", ..Answer::using() }, Refused::Unreadable),
    ];
    for (answer, expect) in cases {
        let refused = key.credential(&answer, &challenge).prove(&rp(), &challenge, &made.public_key, 0);
        assert_eq!(refused.unwrap_err(), expect, "{:#x} {} {}", answer.flags, answer.kind, answer.origin);
    }
    let other = db::testing::ambient_at(&db::testing::clock());
    let (_, other) = (other.secret(), other.secret());
    let answer = key.credential(&Answer::using(), &other);
    assert_eq!(answer.prove(&rp(), &challenge, &made.public_key, 0), Err(Refused::Purpose));
    let foreign = Key::new().credential(&Answer::using(), &challenge);
    assert_eq!(foreign.prove(&rp(), &challenge, &made.public_key, 0), Err(Refused::Signature));
}

#[test]
fn a_new_key_needs_all_its_parts() {
    let key = Key::new();
    let challenge = challenge();
    for (answer, expect) in [
        (Answer { kind: "webauthn.get", ..Answer::making() }, Refused::Purpose),
        (Answer { origin: "https://other.example", ..Answer::making() }, Refused::Site),
        (Answer { flags: 0x41, ..Answer::making() }, Refused::NotVerified),
        (Answer { flags: 0x05, ..Answer::making() }, Refused::Unreadable),
        (Answer { trailing: b"x", ..Answer::making() }, Refused::Unreadable),
    ] {
        assert_eq!(key.credential(&answer, &challenge).register(&rp(), &challenge), Err(expect));
    }
    let mut renamed = key.credential(&Answer::making(), &challenge);
    renamed.raw_id = URL_SAFE_NO_PAD.encode(b"else");
    assert_eq!(renamed.register(&rp(), &challenge), Err(Refused::Unreadable));
    let mut bare = key.credential(&Answer::making(), &challenge);
    bare.response.attestation = None;
    assert_eq!(bare.register(&rp(), &challenge), Err(Refused::Unreadable));
}

#[test]
fn a_counter_only_goes_up() {
    let key = Key::new();
    let made = key.made();
    let challenge = challenge();
    for (before, now, fine) in [(0, 0, true), (0, 1, true), (5, 6, true), (5, 5, false), (5, 4, false), (5, 0, false)] {
        let answer = key.credential(&Answer { counter: now, ..Answer::using() }, &challenge);
        let proved = answer.prove(&rp(), &challenge, &made.public_key, before);
        assert_eq!(proved.err(), (!fine).then_some(Refused::Counter), "{before} then {now}");
    }
}

/// WebAuthn Level 3, section 16: "ES256 Credential with No Attestation", made and used. Its authenticator did not
/// check who used it, so all of it fits, and it is refused for that alone.
#[test]
fn the_example_of_the_specification() {
    const CHALLENGE: &str = "00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130";
    const CLIENT: &str = "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d507434557878475453746e63647134313759447742466938767049612d7077386f4f755657345441222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20426b5165446a646354427258426941774a544c453551227d";
    const OBJECT: &str = "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";
    const ID: &str = "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4";
    const USE_CHALLENGE: &str = "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408";
    const USE_DATA: &str = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000";
    const USE_CLIENT: &str = "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d";
    const SIGNATURE: &str = "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87";

    let rp = RelyingParty { id: "example.org".to_owned(), origin: "https://example.org".to_owned() };
    let secret = |text| Secret::parse(&URL_SAFE_NO_PAD.encode(bytes(text))).unwrap();
    let text = |hex| URL_SAFE_NO_PAD.encode(bytes(hex));
    let made: Credential = serde_json::from_value(json!({
        "rawId": text(ID), "type": "public-key",
        "response": { "clientDataJSON": text(CLIENT), "attestationObject": text(OBJECT) },
    }))
    .unwrap();
    assert_eq!(made.challenge().unwrap().hash(), secret(CHALLENGE).hash());
    assert_eq!(made.register(&rp, &secret(CHALLENGE)), Err(Refused::NotVerified));

    let object = bytes(OBJECT);
    let data = AuthenticatorData::parse(&object[object.len() - 164..]).unwrap();
    assert!(data.present && !data.verified && data.synced);
    let key = data.made.unwrap();
    assert_eq!(key.credential_id, bytes(ID));
    let message = [bytes(USE_DATA), Sha256::digest(bytes(USE_CLIENT)).to_vec()].concat();
    let public = PublicKey::parse(&key.cose).unwrap();
    assert!(public.signed(&message, &bytes(SIGNATURE)));
    assert!(!public.signed(&message[1..], &bytes(SIGNATURE)));

    let used: Credential = serde_json::from_value(json!({
        "rawId": text(ID), "type": "public-key",
        "response": {
            "clientDataJSON": text(USE_CLIENT), "authenticatorData": text(USE_DATA), "signature": text(SIGNATURE),
        },
    }))
    .unwrap();
    assert_eq!(used.prove(&rp, &secret(USE_CHALLENGE), &key.cose, 0), Err(Refused::NotVerified));
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}
