//! Reads the real conversations, where they are.

use super::reference::dense::Cells;
use flate2::read::GzDecoder;
use opinion::{TakeKey, VoiceKey, Vote, Votes};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{Read, Write, stderr};
use std::path::{Path, PathBuf};

/// One conversation as it was exported.
pub struct Conversation {
    pub name: String,
    pub takes: Vec<TakeKey>,
    pub voices: Vec<VoiceKey>,
    /// Voices × takes.
    pub cells: Cells,
    /// Published group of each voice, numbered from 0 in the order of the published ids.
    pub groups: Vec<Option<usize>>,
    /// Groups that were published.
    pub k: usize,
    /// Rejected takes, and takes about the conversation itself.
    pub out: BTreeSet<TakeKey>,
    /// Counts that are known.
    pub expected: Value,
    folder: PathBuf,
}

/// One swipe as it came in.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    pub at: u64,
    pub voice: VoiceKey,
    pub take: TakeKey,
    pub vote: Vote,
}

/// The folder of the conversations: the one named in the environment, else the one beside this repository.
pub fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("POLIS_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/polis"), PathBuf::from);
    folder.join("index.json").is_file().then_some(folder)
}

/// Says that a test did not run. Written past the capture of the test harness, which would swallow it.
pub fn skipped(test: &str) {
    let line = format!("\nSKIPPED {test}: no real conversations here. Name their folder in POLIS_DATA.\n");
    stderr().write_all(line.as_bytes()).unwrap();
}

/// All conversations, smallest first; none and a loud word where the data is not here.
pub fn all(test: &str) -> Vec<Conversation> {
    let Some(folder) = folder() else {
        skipped(test);
        return Vec::new();
    };
    let index: Value = serde_json::from_reader(File::open(folder.join("index.json")).unwrap()).unwrap();
    let names = index.as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap().to_owned());
    let found: Vec<Conversation> = names.map(|name| read(&folder, name)).collect();
    assert_eq!(found.len(), 10);
    found
}

/// Some conversations by the beginnings of their names.
pub fn some(test: &str, wanted: &[&str]) -> Vec<Conversation> {
    let Some(folder) = folder() else {
        skipped(test);
        return Vec::new();
    };
    let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.filter(|name| wanted.iter().any(|start| name.starts_with(start))).collect();
    assert_eq!(names.len(), wanted.len());
    names.into_iter().map(|name| read(&folder, name)).collect()
}

/// A file, or the same gzipped.
pub fn open(path: &Path) -> Option<Box<dyn Read>> {
    if let Ok(file) = File::open(path) {
        return Some(Box::new(file));
    }
    let zipped = format!("{}.gz", path.display());
    Some(Box::new(GzDecoder::new(File::open(zipped).ok()?)))
}

fn read(folder: &Path, name: String) -> Conversation {
    let folder = folder.join(&name);
    let expected: Value = serde_json::from_reader(File::open(folder.join("expected.json")).unwrap()).unwrap();
    let mut reader = csv::Reader::from_reader(open(&folder.join("participants-votes.csv")).unwrap());
    let header = reader.headers().unwrap().clone();
    let column = |wanted: &str| header.iter().position(|title| title == wanted).unwrap();
    let (who, group) = (column("participant"), column("group-id"));
    let takes: Vec<(usize, TakeKey)> =
        header.iter().enumerate().filter_map(|(at, title)| Some((at, title.parse().ok()?))).collect();
    let (mut voices, mut cells, mut published) = (Vec::new(), Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.unwrap();
        voices.push(record[who].parse().unwrap());
        published.push(record[group].parse::<usize>().ok());
        cells.push(takes.iter().map(|(at, _)| record[*at].parse().ok()).collect());
    }
    let ids: BTreeSet<usize> = published.iter().flatten().copied().collect();
    let number: BTreeMap<usize, usize> = ids.iter().copied().zip(0..).collect();
    let listed = |key: &str| -> Vec<TakeKey> {
        expected[key].as_array().unwrap().iter().map(|id| id.as_u64().unwrap()).collect()
    };
    Conversation {
        takes: takes.into_iter().map(|(_, take)| take).collect(),
        voices,
        cells,
        groups: published.into_iter().map(|id| id.map(|id| number[&id])).collect(),
        k: ids.len(),
        out: listed("mod_out").into_iter().chain(listed("meta")).collect(),
        expected,
        folder,
        name,
    }
}

impl Conversation {
    /// As the crate sees it.
    pub fn votes(&self) -> Votes {
        let mut votes = Votes::new();
        for (voice, row) in self.voices.iter().zip(&self.cells) {
            for (take, value) in self.takes.iter().zip(row) {
                if let Some(value) = value {
                    votes.set(*voice, *take, Vote::of(i64::from(*value)));
                }
            }
        }
        votes
    }

    /// Every swipe in order of time, re-votes included; `None` where no such file was published.
    pub fn events(&self) -> Option<Vec<Event>> {
        let mut reader = csv::Reader::from_reader(open(&self.folder.join("votes.csv"))?);
        let header = reader.headers().unwrap().clone();
        let column = |wanted: &str| header.iter().position(|title| title == wanted).unwrap();
        let (at, take, voice, vote) = (column("timestamp"), column("comment-id"), column("voter-id"), column("vote"));
        let event = |record: csv::StringRecord| Event {
            at: record[at].parse().unwrap(),
            voice: record[voice].parse().unwrap(),
            take: record[take].parse().unwrap(),
            vote: Vote::of(record[vote].parse().unwrap()).unwrap(),
        };
        let mut events: Vec<Event> = reader.records().map(|record| event(record.unwrap())).collect();
        events.sort_by_key(|event| event.at);
        Some(events)
    }

    /// The result that Polis itself stored, where it was published.
    pub fn stored(&self) -> Option<Value> {
        let file = open(&self.folder.join("polis_math_blob.json"))?;
        Some(serde_json::from_reader(std::io::BufReader::new(file)).unwrap())
    }

    /// Published groups by voice.
    pub fn members(&self) -> BTreeMap<VoiceKey, usize> {
        self.voices.iter().zip(&self.groups).filter_map(|(voice, group)| Some((*voice, (*group)?))).collect()
    }

    /// Per column: left out.
    pub fn mask(&self) -> Vec<bool> {
        self.takes.iter().map(|take| self.out.contains(take)).collect()
    }

    /// Published groups of the voices that can be compared: published as grouped, with at least seven answers.
    pub fn comparable(&self) -> BTreeMap<VoiceKey, usize> {
        let answers: HashMap<VoiceKey, usize> =
            self.voices.iter().zip(&self.cells).map(|(voice, row)| (*voice, row.iter().flatten().count())).collect();
        self.members().into_iter().filter(|(voice, _)| answers[voice] >= 7).collect()
    }
}
