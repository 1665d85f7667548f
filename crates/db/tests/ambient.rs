//! Time, chance, ids and secrets repeat themselves in a test, and give nothing away.

use db::testing::{ambient, ambient_at, clock};
use db::{Ambient, Clock, Secret};
use newtype_uuid::{GenericUuid, TypedUuid, TypedUuidKind, TypedUuidTag};
use std::sync::Arc;
use std::time::Duration;

enum Boat {}

impl TypedUuidKind for Boat {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("boat");
        TAG
    }
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let story = |a: &Ambient| (a.id::<Boat>(), a.timeless_id::<Boat>(), a.secret().reveal(), a.below(1_000));
    let (one, other) = (ambient(), ambient());
    assert_eq!(story(&one), story(&other));
    assert_ne!(story(&one), story(&one));
    let elsewhere = Ambient::new(Arc::new(clock()), [8; 32]);
    assert_ne!(elsewhere.secret().reveal(), ambient().secret().reveal());
    // A clone goes on with the same generator instead of telling the same again.
    assert_ne!(one.clone().secret().reveal(), one.secret().reveal());
}

#[test]
fn the_clock_starts_where_it_should_and_moves() {
    let clock = clock();
    assert_eq!(clock.now().to_string(), "2026-03-04T09:00:00Z");
    let ambient = ambient_at(&clock);
    clock.advance(Duration::from_millis(1_500));
    assert_eq!(ambient.now().to_string(), "2026-03-04T09:00:01.5Z");
    let later = "2027-01-01T00:00:00.123456789Z".parse().unwrap();
    clock.set(later);
    assert_eq!(ambient.now().to_string(), "2027-01-01T00:00:00.123456Z", "no finer than the database");
    clock.advance(Duration::MAX);
    assert_eq!(clock.now(), jiff::Timestamp::MAX);
}

#[test]
fn ids_sort_by_time() {
    let clock = clock();
    let ambient = ambient_at(&clock);
    let ids: Vec<TypedUuid<Boat>> = (0..100)
        .map(|_| {
            clock.advance(Duration::from_millis(1));
            ambient.id()
        })
        .collect();
    assert!(ids.is_sorted_by(|a, b| a < b));
    let uuid = ids[0].into_untyped_uuid();
    assert_eq!(uuid.get_version_num(), 7);
    let (seconds, nanos) = uuid.get_timestamp().unwrap().to_unix();
    assert_eq!((seconds, nanos), (1_772_614_800, 1_000_000));
}

#[test]
fn timeless_ids_tell_no_time() {
    let ambient = ambient();
    let ids: Vec<TypedUuid<Boat>> = (0..100).map(|_| ambient.timeless_id()).collect();
    assert!(ids.iter().all(|id| id.into_untyped_uuid().get_version_num() == 4));
    assert!(!ids.is_sorted());
}

#[test]
fn below_stays_below_and_reaches_every_number() {
    let ambient = ambient();
    let mut seen = [0; 6];
    for _ in 0..600 {
        seen[usize::try_from(ambient.below(6)).unwrap()] += 1;
    }
    assert!(seen.iter().all(|n| *n > 50), "{seen:?}");
    assert_eq!((ambient.below(1), ambient.below(0)), (0, 0));
}

#[test]
fn a_secret_is_read_as_it_was_written() {
    let secret = ambient().secret();
    let text = secret.reveal();
    assert_eq!(text.len(), 43);
    assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    assert_eq!(Secret::parse(&text).unwrap().hash(), secret.hash());
    assert_ne!(ambient().secret().hash(), [0; 32]);
    for wrong in ["", "short", &text[1..], &format!("{text}A"), &format!("{text}="), &text.replace(&text[..1], "!")] {
        assert!(Secret::parse(wrong).is_none(), "{wrong}");
    }
}

/// SHA-256 of 32 zero bytes.
#[test]
fn the_hash_is_sha_256() {
    let hash = Secret::parse(&"A".repeat(43)).unwrap().hash();
    let words = hash.chunks_exact(8).map(|w| u64::from_be_bytes(w.try_into().unwrap()));
    let expect = [0x6668_7aad_f862_bd77, 0x6c8f_c18b_8e9f_8e20, 0x0897_1485_6ee2_33b3, 0x902a_591d_0d5f_2925];
    assert!(words.eq(expect));
}

#[test]
fn nothing_secret_is_printed() {
    let ambient = ambient();
    let secret = ambient.secret();
    assert_eq!(format!("{secret:?}"), "Secret(…)");
    assert_eq!(format!("{:?}", Some(&secret)), "Some(Secret(…))");
    assert_eq!(format!("{ambient:?}"), "Ambient { now: 2026-03-04T09:00:00Z, .. }");
}
