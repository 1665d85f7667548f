#![doc = include_str!("../README.md")]

mod interval;
mod tally;
mod verdict;

pub use interval::{Interval, wilson};
pub use tally::{Tally, split_index};
pub use verdict::{ESTABLISHED, GroupShare, Verdict, verdict};
