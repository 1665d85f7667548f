//! How long a whole analysis takes, by size: in one go, after 100 more swipes, and one shuffled room of the test.
//!
//! `scale` walks through all sizes, each in its own process so that its peak memory is its own.
//! `scale VOICES TAKES ANSWERS` measures one.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes of rooms are small numbers"
)]

use opinion::{Analysis, Lots, Settings, Vote, Votes, analyse};
use std::process::Command;
use std::time::Instant;

/// Voices, takes, and answers that a voice gives at most.
const SIZES: &[(usize, usize, usize)] = &[
    (100, 10, 10),
    (1_000, 10, 10),
    (10_000, 10, 10),
    (100_000, 10, 10),
    (100, 50, 50),
    (2_000, 50, 50),
    (20_000, 50, 50),
    (100, 300, 80),
    (1_000, 300, 80),
    (10_000, 300, 80),
    (1_000, 2_000, 84),
    (6_000, 2_000, 84),
    (100_000, 2_000, 84),
];

/// Swipes of an increment.
const MORE: usize = 100;

/// Milliseconds that a measurement lasts at least: the processor's time is told in steps of some milliseconds.
const LONG_ENOUGH: f64 = 400.0;

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    if let [voices, takes, answers] = sizes[..] {
        return one(voices, takes, answers);
    }
    println!("milliseconds of CPU time on one core, mean of many; peak memory of the whole process");
    println!(
        "a walk reads every answer twice, once to look up and once to add: one step towards the axes cannot do with less"
    );
    println!(
        "voices takes   votes | one go   +{MORE} swipes | one shuffled room | MiB | ns per vote | in walks | exponent"
    );
    let mut last: Option<(usize, f64, f64)> = None;
    let program = std::env::current_exe().expect("this program has a path");
    for (voices, takes, answers) in SIZES {
        let run = Command::new(&program).args([voices, takes, answers].map(ToString::to_string)).output();
        let out = String::from_utf8(run.expect("this program runs").stdout).expect("numbers are text");
        let numbers: Vec<f64> = out.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [votes, cold, more, draw, walk, memory] = numbers[..] else { panic!("measured nothing: {out}") };
        // How the time grows with the number of votes, between two sizes with as many takes.
        let grows = last.filter(|(before, _, _)| before == takes).map(|(_, n, ms)| (cold / ms).ln() / (votes / n).ln());
        let grows = grows.map_or(String::new(), |grows| format!("{grows:.2}"));
        let (each, walks) = (cold * 1e6 / votes, cold / walk);
        println!(
            "{voices:6} {takes:5} {votes:7} | {cold:7.2} {more:9.2}     | {draw:12.2}      | {memory:4.0} | {each:8.0}    | {walks:8.0} | {grows}"
        );
        last = Some((*takes, votes, cold));
    }
}

fn one(voices: usize, takes: usize, answers: usize) {
    let mut lots = Lots::new(1);
    let mut votes = room(voices, takes, answers, &mut lots);
    let untested = Settings { draws: 0, ..Settings::default() };
    // What a cold start costs is that of a copy that was never analysed; copying is not part of it.
    let copying = measured(|| drop(std::hint::black_box(votes.clone())));
    let cold = measured(|| done(&analyse(&mut votes.clone(), &untested, None))) - copying;
    let mut shown = analyse(&mut votes, &untested, None).shown();
    let more = measured(|| {
        for _ in 0..MORE {
            let (voice, take, vote) = swipe(lots.below(voices), lots.below(takes), &mut lots);
            votes.set(voice, take, Some(vote));
        }
        let analysis = analyse(&mut votes, &untested, Some(&shown));
        done(&analysis);
        shown = analysis.shown();
    });
    let tested = Settings { draws: 3, ..Settings::default() };
    let with = measured(|| done(&analyse(&mut votes, &tested, None)));
    let without = measured(|| done(&analyse(&mut votes, &untested, None)));
    let draw = (with - without) / 3.0;
    println!("{} {cold} {more} {draw} {} {}", votes.len(), walk(&votes, takes), peak());
}

/// The least that a step towards the axes costs: every answer read, two numbers looked up for it, two sums added to.
fn walk(votes: &Votes, takes: usize) -> f64 {
    let code = |(_, take, vote): (_, u64, Vote)| 4 * take as u32 + (vote.value() + 1) as u32;
    let codes: Vec<u32> = votes.each().map(code).collect();
    let (there, mut back) = (vec![[0.5; 2]; 4 * takes], vec![[0.0; 2]; 4 * takes]);
    measured(|| {
        for row in codes.chunks(84) {
            let mut sum = [0.0; 2];
            for code in row {
                let add: [f64; 2] = there[*code as usize];
                sum = [sum[0] + add[0], sum[1] + add[1]];
            }
            for code in row {
                let to: &mut [f64; 2] = &mut back[*code as usize];
                *to = [to[0] + sum[0], to[1] + sum[1]];
            }
        }
        std::hint::black_box(&mut back);
    })
}

/// Two camps and a middle, who answer takes of three kinds: on which the camps differ, on which all agree, and noise.
fn room(voices: usize, takes: usize, answers: usize, lots: &mut Lots) -> Votes {
    let mut votes = Votes::new();
    (0..takes).for_each(|take| votes.know(take as u64));
    for voice in 0..voices {
        if answers >= takes {
            for take in 0..takes {
                let (voice, take, vote) = swipe(voice, take, lots);
                votes.set(voice, take, Some(vote));
            }
        } else {
            // Spread over the takes, ascending, as many as asked for.
            let step = takes as f64 / answers as f64;
            for at in 0..answers {
                let take = ((at as f64 + lots.unit()) * step) as usize;
                let (voice, take, vote) = swipe(voice, take.min(takes - 1), lots);
                votes.set(voice, take, Some(vote));
            }
        }
    }
    votes
}

fn swipe(voice: usize, take: usize, lots: &mut Lots) -> (u128, u64, Vote) {
    let camp = [0.15, 0.85, 0.5][voice % 5 % 3];
    let agrees = match take % 4 {
        0 => camp,
        1 => 1.0 - camp,
        2 => 0.8,
        _ => 0.3 + 0.4 * ((take * 37 % 101) as f64 / 101.0),
    };
    let vote = match lots.unit() {
        u if u < 0.1 => Vote::Pass,
        _ if lots.unit() < agrees => Vote::Agree,
        _ => Vote::Disagree,
    };
    (voice as u128, take as u64, vote)
}

/// Milliseconds of one run: on the processor, or by the clock where the system does not say.
fn measured(mut work: impl FnMut()) -> f64 {
    let (clock, before) = (Instant::now(), on_processor());
    let mut runs = 0.0;
    while runs < 2.0 || clock.elapsed().as_secs_f64() * 1e3 < LONG_ENOUGH {
        work();
        runs += 1.0;
    }
    let waited = clock.elapsed().as_secs_f64() * 1e3;
    before.zip(on_processor()).map_or(waited, |(before, after)| after - before) / runs
}

fn done(analysis: &Analysis) {
    let analysis = std::hint::black_box(analysis);
    assert!(analysis.map.as_ref().is_some_and(|map| map.pull.is_finite()));
}

fn on_processor() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e6)
}

/// Peak memory of this process in MiB; 0 where the system does not say.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok()).map_or(0.0, |kib| kib / 1024.0)
}
