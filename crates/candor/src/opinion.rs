//! `candor opinion`: what a room thinks, from a file with its answers.

mod build;
mod comments;
mod drawing;
mod events;
mod fault;
mod files;
mod groups;
mod read;
mod report;
mod rows;
mod source;
mod table;
#[cfg(test)]
mod tests;

use crate::args::Opinion;
use build::Context;
use comments::{Beside, Comment};
pub(crate) use fault::Fault;
use files::Written;
use groups::Given;
use opinion::{Analysis, Settings, TakeKey, VoiceKey, analyse, analyse_groups};
use report::Report;
use rows::Rows;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;
use table::{Ballots, ballots};

/// Reads, computes, writes the files that were asked for, then prints the report.
pub(crate) fn run(args: &Opinion) -> anyhow::Result<()> {
    let write: Vec<&Path> = [&args.svg, &args.assignments].into_iter().flatten().map(PathBuf::as_path).collect();
    let read: Vec<&Path> = std::iter::once(&args.file).chain(&args.groups).map(PathBuf::as_path).collect();
    files::check(&write, &read)?;
    let start = Instant::now();
    let input = input(args)?;
    let read_seconds = start.elapsed().as_secs_f64();
    let mut found = find(args, input);
    found.report.read_seconds = read_seconds;
    let mut files = Vec::new();
    if let Some(path) = &args.svg {
        files.push(Written { path, text: drawing::map(&found.analysis, &found.report) });
    }
    if let Some(path) = &args.assignments {
        files.push(Written { path, text: found.assignments() });
    }
    let text = serde_json::to_string_pretty(&found.report)? + "\n";
    files::write(&files)?;
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// All that was read.
struct Input {
    ballots: Ballots,
    /// By key of the take.
    comments: Vec<Option<Comment>>,
    given: Option<(Vec<String>, BTreeMap<VoiceKey, usize>)>,
    warning: Option<String>,
}

fn input(args: &Opinion) -> Result<Input, Fault> {
    let table = read::table(&mut Rows::new(source::open(&args.file)?, source::name(&args.file)))?;
    let Beside { comments, warning } = comments::beside(&args.file, &table.takes)?;
    let given = match &args.groups {
        Some(file) => Some(groups::read(&mut Rows::new(source::open(file)?, source::name(file)), &table.voices)?),
        None => None,
    };
    Ok(ordered(&table, comments, given, warning))
}

/// Everything by key, so that the order of the file leaves no trace.
fn ordered(
    table: &table::Table,
    comments: Vec<Option<Comment>>,
    given: Option<Given>,
    warning: Option<String>,
) -> Input {
    let (takes, _) = table.takes.keys(u128::from(TakeKey::MAX));
    let mut comments: Vec<_> = takes.into_iter().zip(comments).collect();
    comments.sort_unstable_by_key(|(take, _)| *take);
    let given = given.map(|Given { names, of }| {
        let (voices, _) = table.voices.keys(VoiceKey::MAX);
        (names, voices.into_iter().zip(of).filter_map(|(voice, group)| Some((voice, group?))).collect())
    });
    let comments = comments.into_iter().map(|(_, comment)| comment).collect();
    Input { ballots: ballots(table), comments, given, warning }
}

/// All that was found out.
struct Found {
    analysis: Analysis,
    report: Report,
    ballots: Ballots,
    given: Option<BTreeMap<VoiceKey, usize>>,
}

fn find(args: &Opinion, input: Input) -> Found {
    let Input { mut ballots, comments, given, warning } = input;
    let (names, given) = given.map_or((None, None), |(names, given)| (Some(names), Some(given)));
    let taken_out = |((take, _), comment): (&(TakeKey, _), &Option<Comment>)| {
        comment.as_ref().is_some_and(|it| it.out).then_some(*take)
    };
    let usual = Settings::default();
    let settings = Settings {
        out: ballots.takes.iter().zip(&comments).filter_map(taken_out).collect(),
        k: args.k.map(usize::from),
        draws: match args.draws {
            _ if given.is_some() => 0,
            Some(draws) => draws as usize,
            None if args.compat => 0,
            None => usual.draws,
        },
        seed: args.seed,
        compat: args.compat,
        ..usual
    };
    let context = Context {
        takes: &ballots.takes,
        numbered: ballots.numbered,
        comments: &comments,
        given: names.as_deref(),
        settings: &settings,
    };
    let start = Instant::now();
    let untested = Settings { draws: 0, ..settings.clone() };
    let mut analysis = match &given {
        Some(given) => analyse_groups(&mut ballots.votes, &untested, given),
        None => analyse(&mut ballots.votes, &untested, None),
    };
    let mut report = build::report(&analysis, &context);
    report.seconds = start.elapsed().as_secs_f64();
    if settings.draws > 0 {
        // Once more, with shuffled rooms: what this takes longer is their part.
        let (seconds, start) = (report.seconds, Instant::now());
        analysis = analyse(&mut ballots.votes, &settings, None);
        report = build::report(&analysis, &context);
        report.null_seconds = Some((start.elapsed().as_secs_f64() - seconds).max(0.0));
        report.seconds = seconds;
    }
    report.warnings.extend(warning);
    Found { analysis, report, ballots, given }
}

impl Found {
    /// `voice,group` for everybody in the file; the group is empty for those in none.
    fn assignments(&self) -> String {
        let places = self.analysis.map.iter().flat_map(|map| &map.places);
        let found = places.filter_map(|place| Some((place.voice, place.group?))).collect();
        let of: &BTreeMap<VoiceKey, usize> = self.given.as_ref().unwrap_or(&found);
        let name = |voice| of.get(&voice).and_then(|group| self.report.groups.get(*group));
        let mut text = "voice,group\n".to_owned();
        for (key, voice) in &self.ballots.voices {
            let group = name(*key).map_or("", |group| group.name.as_str());
            let _ = writeln!(text, "{},{}", field(voice), field(group));
        }
        text
    }
}

/// A field as RFC 4180 writes it.
fn field(text: &str) -> String {
    let quoted = text.contains([',', '"', '\n', '\r']);
    if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
