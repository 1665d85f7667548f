//! What an erasure leaves behind as its proof: numbers, places and reasons, and no word that tells somebody.

use super::needles::Needles;
use db::{DbError, Reads, find};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What was looked at after an erasure, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// When.
    pub at: Timestamp,
    /// Kind of record, and how many of it went or were renamed.
    pub gone: BTreeMap<String, u64>,
    /// Names, address and ids that were looked for.
    pub looked_for: u64,
    /// Tables that were read.
    pub tables: u64,
    /// Columns that were read.
    pub columns: u64,
    /// Cells that were read.
    pub cells: u64,
    /// Where one of them still stands.
    pub stands: Vec<Place>,
}

/// Where something still stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// In how many cells.
    pub cells: u64,
    /// Why, as a key: `proof-why-KEY`.
    pub why: String,
}

impl Proof {
    /// Reads every text of the database and writes down where one of the needles stands.
    pub(super) async fn of(
        tx: &mut impl Reads,
        needles: &Needles,
        gone: BTreeMap<String, u64>,
        at: Timestamp,
    ) -> Result<Self, DbError> {
        let found = find::search(tx, |text| needles.stand_in(text)).await?;
        let stands = found.places.into_iter().map(|((table, column), cells)| {
            let why = why(&table).to_owned();
            Place { table, column, cells, why }
        });
        Ok(Self {
            at,
            gone,
            looked_for: needles.count() as u64,
            tables: found.tables,
            columns: found.columns,
            cells: found.cells,
            stands: stands.collect(),
        })
    }

    /// The text that is kept.
    pub fn text(&self) -> String {
        // Numbers and words always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// SHA-256 of the text, which the ledger keeps too.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.text().as_bytes()).into()
    }

    /// The proof of a text.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// Why something can still stand in a table after an erasure.
fn why(table: &str) -> &'static str {
    match table {
        // Everything of the person went; so it is somebody else who is called the same.
        "person" | "voice_name" => "same-name",
        "team" => "team",
        "ledger" => "ledger",
        // What others wrote is theirs: a host can mend it.
        "chat" | "take" | "panellist" | "panel_answer" | "truth" | "story" => "others",
        _ => "other",
    }
}
