//! Acceptance on ten real conversations, where they are present: see `data::folder`.

#![expect(clippy::cast_precision_loss, reason = "counts of voices and takes stay far below 2^52")]

mod blob;
mod data;
mod honesty;
mod maps;
mod partitions;
#[path = "../reference/mod.rs"]
mod reference;
mod replay;
mod statements;
