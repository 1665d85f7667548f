//! From an analysis to the report.

use super::comments::Comment;
use super::report::{
    Chance, Consensus, Divisive, GroupAnswers, Mode, Offer, PerGroup, PerTake, Report, TakeName, Telling,
};
use opinion::{
    Analysis, Divide, Group, GroupShare, Interval, Settings, TakeKey, Tally, Vote, compat_consensus, contrast,
    group_aware, split_index, split_interval, verdict, wilson_of_present,
};
use std::rc::Rc;

/// Draws behind an interval of the split index.
const DRAWS: usize = 400;

/// Takes up to which their split indices come with an interval. Nobody reads more of them one by one, and drawing them
/// would take longer than all the rest.
const DRAWN: usize = 200;

/// What the names in a report come from.
pub(crate) struct Context<'a> {
    /// Every take in the file, ascending by key, as the analysis has them.
    pub takes: &'a [(TakeKey, Rc<str>)],
    /// Whether takes are named by whole numbers.
    pub numbered: bool,
    /// What `comments.csv` says, by the same order.
    pub comments: &'a [Option<Comment>],
    /// Names of given groups.
    pub given: Option<&'a [String]>,
    /// How it was asked for.
    pub settings: &'a Settings,
}

/// The report, all but the seconds and what reading the files has warned of.
pub(crate) fn report(analysis: &Analysis, context: &Context<'_>) -> Report {
    let finding = &analysis.finding;
    let names: Vec<String> = analysis.groups.iter().map(|group| context.group(group)).collect();
    let mode = match context.given {
        Some(_) => Mode::Given,
        None if context.settings.compat => Mode::Compat,
        None => Mode::Default,
    };
    Report {
        voices: analysis.voices,
        takes: analysis.takes.len(),
        votes: analysis.votes,
        mode,
        compat: context.settings.compat,
        reading: if context.given.is_some() { "given" } else { finding.reading.key() },
        per_take: (0..analysis.takes.len()).map(|column| per_take(analysis, context, &names, column)).collect(),
        groups: analysis.groups.iter().zip(&names).map(|(it, name)| per_group(analysis, context, it, name)).collect(),
        silhouette: finding.silhouette,
        null_silhouette: finding.null_silhouette(),
        null: finding.null.map(|null| Chance {
            draws: null.draws,
            mean: null.mean,
            max: null.max,
            p: null.p,
            axis_max: null.axis_max,
            axis_p: null.axis_p,
        }),
        offers: finding
            .offers
            .iter()
            .map(|offer| Offer { k: offer.k, silhouette: offer.silhouette, usual: offer.usual, cost: offer.cost })
            .collect(),
        spread: analysis.map.iter().flat_map(|map| map.spread).collect(),
        pull: analysis.map.as_ref().map(|map| map.pull),
        consensus: consensus(analysis, context),
        divisive: analysis.divisive.iter().map(|divide| divisive(context, divide)).collect(),
        warnings: warnings(analysis, context),
        seconds: 0.0,
        null_seconds: None,
        read_seconds: 0.0,
    }
}

impl Context<'_> {
    fn take(&self, column: usize) -> TakeName {
        let (key, name) = &self.takes[column];
        if self.numbered { TakeName::Number(*key) } else { TakeName::Text(name.to_string()) }
    }

    fn group(&self, group: &Group) -> String {
        let given = self.given.and_then(|names| names.get(group.name));
        given.cloned().unwrap_or_else(|| group.letter().to_string())
    }
}

fn per_take(analysis: &Analysis, context: &Context<'_>, names: &[String], column: usize) -> PerTake {
    let tally = analysis.tallies[column];
    let seen = tally.answered();
    let part = |count: u32| (seen > 0).then(|| f64::from(count) / f64::from(seen));
    let drawn = seen > 0 && analysis.takes.len() <= DRAWN;
    let present = u32::try_from(analysis.voices).unwrap_or(u32::MAX);
    let map = analysis.map.as_ref().filter(|_| !analysis.out[column]);
    let gap = analysis.gaps.get(column).copied().flatten();
    let tallies = analysis.groups.iter().map(|group| group.tallies[column]);
    PerTake {
        take: context.take(column),
        text: context.comments.get(column).and_then(|it| it.as_ref()?.text.clone()),
        out: analysis.out[column],
        agree: tally.agree,
        disagree: tally.disagree,
        pass: tally.pass,
        seen,
        share: tally.share(),
        interval: tally.interval().map(<[f64; 2]>::from),
        interval_present: wilson_of_present(tally.agree, tally.sided(), present).map(<[f64; 2]>::from),
        agree_of_seen: part(tally.agree),
        pass_rate: part(tally.pass),
        split: split_index(&tally),
        split_interval: drawn.then(|| {
            // Another seed for each take, so that equal tallies are not drawn alike.
            let start = context.settings.seed ^ analysis.takes[column].wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let Interval { lo, hi } = split_interval(&tally, DRAWS, start);
            [lo, hi]
        }),
        verdict: verdict(tally.agree, tally.disagree, &shares(analysis, context, column)).key(),
        extremity: map.map(|map| map.extremity[column]),
        x: map.map(|map| map.positions[column][0]),
        y: map.map(|map| map.positions[column][1]),
        gap: gap.map(|gap| gap.gap),
        gap_established: gap.map(|gap| gap.established),
        group_aware: (!names.is_empty()).then(|| group_aware(tallies, Vote::Agree)),
        groups: analysis
            .groups
            .iter()
            .zip(names)
            .map(|(group, name)| {
                let Tally { agree, disagree, pass, .. } = group.tallies[column];
                GroupAnswers { group: name.clone(), agree, disagree, pass }
            })
            .collect(),
    }
}

/// The groups that may polarise a take. Given groups need no test of whether they exist.
fn shares(analysis: &Analysis, context: &Context<'_>, column: usize) -> Vec<GroupShare> {
    let apart = analysis.gaps.get(column).copied().flatten().is_some_and(|gap| gap.established);
    if context.given.is_none() || !apart {
        return analysis.shares(column);
    }
    let tallies = analysis.groups.iter().map(|group| group.tallies[column]);
    tallies.map(|tally| GroupShare { agree: tally.agree, disagree: tally.disagree }).collect()
}

fn per_group(analysis: &Analysis, context: &Context<'_>, group: &Group, name: &str) -> PerGroup {
    let [x, y] = group.centre;
    let mapped = analysis.map.is_some();
    PerGroup {
        name: name.to_owned(),
        size: group.voices,
        x: mapped.then_some(x),
        y: mapped.then_some(y),
        characteristic: group
            .characteristic
            .iter()
            .map(|it| Telling {
                take: context.take(it.column),
                side: side(it.contrast.side),
                count: it.contrast.count,
                seen: it.contrast.seen,
                share: it.contrast.share,
                share_z: it.contrast.share_z,
                ratio: it.contrast.ratio,
                ratio_z: it.contrast.ratio_z,
                established: it.established,
            })
            .collect(),
    }
}

fn consensus(analysis: &Analysis, context: &Context<'_>) -> Vec<Consensus> {
    if !context.settings.compat {
        let common = analysis.common.iter();
        return common
            .map(|it| Consensus {
                take: context.take(it.column),
                side: side(it.side),
                score: it.score,
                least: it.least,
            })
            .collect();
    }
    // What is left out never unites.
    let asked = analysis.tallies.iter().zip(&analysis.out);
    let asked: Vec<Tally> = asked.map(|(tally, out)| if *out { Tally::default() } else { *tally }).collect();
    let listed = compat_consensus(&asked).into_iter().zip([Vote::Agree, Vote::Disagree]);
    listed
        .flat_map(|(columns, way)| columns.into_iter().map(move |column| (column, way)))
        .map(|(column, way)| {
            let room = contrast(&analysis.tallies[column], &Tally::default(), way);
            Consensus {
                take: context.take(column),
                side: side(way),
                score: room.share * room.share_z,
                least: room.share,
            }
        })
        .collect()
}

fn divisive(context: &Context<'_>, divide: &Divide) -> Divisive {
    Divisive {
        take: context.take(divide.column),
        gap: divide.gap,
        split: divide.split,
        established: divide.established,
    }
}

pub(crate) fn side(vote: Vote) -> &'static str {
    match vote {
        Vote::Agree => "agree",
        Vote::Disagree => "disagree",
        Vote::Pass => "pass",
    }
}

fn warnings(analysis: &Analysis, context: &Context<'_>) -> Vec<String> {
    let mut said = Vec::new();
    let mut say = |text: String| said.push(text);
    match &analysis.map {
        None => say("There is no map: it takes two voices and two takes that can be compared.".to_owned()),
        Some(map) => {
            if map.pull.abs() > 0.4 {
                say(format!(
                    "The map shows partly who answered much: distance from the middle and number of answers go \
                     together (correlation {:.2}).",
                    map.pull
                ));
            }
            let placed = map.places.iter().filter(|place| !place.fitted).count();
            if placed > 0 {
                say(format!(
                    "{placed} of {} voices answered too little to shape the map; they are only placed on it.",
                    map.places.len()
                ));
            }
        }
    }
    let left_out = analysis.out.iter().filter(|out| **out).count();
    if left_out > 0 {
        say(if context.settings.compat {
            format!("{left_out} takes are left out; as in Polis they count as passes of everybody.")
        } else {
            format!("{left_out} takes are left out of the map and of all lists.")
        });
    }
    let tested = context.given.is_none() && !context.settings.compat && context.settings.k.is_none();
    if tested && (1..19).contains(&context.settings.draws) {
        say("With fewer than 19 shuffled rooms no groups can pass the test, so none are shown.".to_owned());
    }
    if context.given.is_none() && !analysis.groups.is_empty() && analysis.finding.null.is_none() {
        say("These groups were not tested against chance.".to_owned());
    }
    if let Some(k) = context.settings.k.filter(|_| analysis.groups.is_empty() && analysis.map.is_some()) {
        let smallest = context.settings.smallest;
        say(format!("The room cannot be parted into {k} groups of at least {smallest} voices."));
    }
    if let Some(null) = analysis.finding.null.filter(|null| !analysis.groups.is_empty() && null.p > 0.05) {
        say(format!("Chance makes such groups as well (p = {:.2}).", null.p));
    }
    said
}
