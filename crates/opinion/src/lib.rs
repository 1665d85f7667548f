#![doc = include_str!("../README.md")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of voices and takes stay far below 2^31, and values of answers are -1, 0 and 1"
)]

mod analyse;
mod analysis;
mod anytime;
mod bridging;
mod gamma;
mod groups;
mod interval;
mod lots;
mod map;
mod routing;
mod settings;
mod split;
mod stats;
mod tally;
mod verdict;
mod votes;

pub use analyse::{analyse, analyse_groups, tables};
pub use analysis::{Analysis, Finding, Group, Null, Offer, OpinionMap, Place, Reading, Shown};
pub use anytime::anytime;
pub use bridging::{Audience, Bridge, Echoes, bridge, rank};
pub use groups::{Partition, partition};
pub use interval::{Interval, wilson, wilson_for_three, wilson_of_present};
pub use lots::Lots;
pub use map::{map, map_on_axes};
pub use routing::{Candidate, Choice, next_take, priority, propensities};
pub use settings::{SMALLEST_GROUP, Settings};
pub use split::split_interval;
pub use stats::{
    Characteristic, Common, Contrast, Divide, Statistics, compat_consensus, contrast, gaps, group_aware, statistics,
};
pub use tally::{Tally, split_index};
pub use verdict::{ESTABLISHED, GroupShare, Verdict, verdict};
pub use votes::{TakeKey, VoiceKey, Vote, Votes};
