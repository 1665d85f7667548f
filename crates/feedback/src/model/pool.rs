//! Confidential pieces wait in a pool until enough different people wrote. Upward and peer pieces wait apart.

use super::{Kind, PieceId};
use jiff::Timestamp;
use people::PersonId;
use std::collections::BTreeSet;

/// A piece that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub piece: PieceId,
    /// About whom.
    pub subject: PersonId,
    /// Which pool.
    pub kind: Kind,
    /// By whom.
    pub writer: PersonId,
    /// When its grace was over.
    pub held_at: Timestamp,
    /// Writers in the smallest batch that was promised.
    pub k: u32,
}

/// The pieces of one pool that may be released together, or nothing.
///
/// `pool` holds everything that waits about one subject in one kind. Only what was held before `day_began` counts: a
/// release happens once a day, so its moment tells nothing about when the last writer wrote. `floor` is the smallest
/// batch that is allowed now; each piece may ask for more.
pub fn ready(pool: &[Waiting], day_began: Timestamp, floor: u32) -> Vec<PieceId> {
    let mut in_time: Vec<_> = pool.iter().filter(|it| it.held_at < day_began).collect();
    // A piece that was promised a larger batch waits on; without it the rest is counted again.
    loop {
        let writers = in_time.iter().map(|it| it.writer).collect::<BTreeSet<_>>().len();
        if writers < floor.max(2) as usize {
            return Vec::new();
        }
        let before = in_time.len();
        in_time.retain(|it| it.k as usize <= writers);
        if in_time.len() == before {
            return in_time.into_iter().map(|it| it.piece).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn waiting(n: u128, writer: u128, held: i64, k: u32) -> Waiting {
        Waiting {
            piece: PieceId::from_u128(n),
            subject: PersonId::from_u128(99),
            kind: Kind::Upward,
            writer: PersonId::from_u128(writer),
            held_at: Timestamp::from_second(held).unwrap(),
            k,
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn five_pieces_of_four_writers_wait() {
        let mut pool: Vec<_> = (0..4).map(|n| waiting(n, n, 10, 5)).collect();
        pool.push(waiting(9, 3, 10, 5));
        assert!(ready(&pool, at(100), 5).is_empty());
        pool.push(waiting(10, 10, 10, 5));
        assert_eq!(ready(&pool, at(100), 5).len(), 6);
        assert!(ready(&pool, at(100), 6).is_empty(), "the floor rose");
    }

    #[test]
    fn what_came_today_waits_for_tomorrow() {
        let pool: Vec<_> = (0..5).map(|n| waiting(n, n, if n == 4 { 100 } else { 10 }, 5)).collect();
        assert!(ready(&pool, at(100), 5).is_empty());
        assert_eq!(ready(&pool, at(101), 5).len(), 5);
    }

    #[test]
    fn who_was_promised_more_waits_on_and_does_not_count() {
        let mut pool: Vec<_> = (0..4).map(|n| waiting(n, n, 10, 5)).collect();
        pool.push(waiting(4, 4, 10, 8));
        assert!(ready(&pool, at(100), 5).is_empty());
        pool.push(waiting(5, 5, 10, 5));
        assert_eq!(ready(&pool, at(100), 5).len(), 5);
    }

    proptest! {
        #[test]
        fn a_batch_never_has_fewer_writers_than_anybody_in_it_was_promised(
            pool in prop::collection::vec((0_u128..12, 0_i64..200, 5_u32..9), 0..30), floor in 5_u32..8
        ) {
            let pool: Vec<_> = pool.into_iter().zip(0..).map(|((writer, held, k), n)| waiting(n, writer, held, k)).collect();
            let out = ready(&pool, at(100), floor);
            let released: Vec<_> = pool.iter().filter(|it| out.contains(&it.piece)).collect();
            let writers = released.iter().map(|it| it.writer).collect::<BTreeSet<_>>().len();
            prop_assert!(released.is_empty() || writers >= floor as usize);
            prop_assert!(released.iter().all(|it| it.k as usize <= writers && it.held_at < at(100)));
        }
    }
}
