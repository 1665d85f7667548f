//! How long a text takes, beside a plain walk over it.

use crate::kit;
use coach::Identity;
use std::hint::black_box;
use std::time::{Duration, Instant};

const RUNS: usize = 2_000;
const WORDS: usize = 300;

/// Prints what was measured. Rates differ from machine to machine; the ratio says more.
pub fn print() {
    let texts = kit::texts();
    let all: Vec<&str> =
        texts.iter().filter(|it| it.language == "en").flat_map(|it| it.text.split_whitespace()).collect();
    let pieces: Vec<String> = (0..RUNS)
        .map(|n| all.iter().cycle().skip(n * 7 % all.len()).take(WORDS).copied().collect::<Vec<_>>().join(" "))
        .collect();
    black_box(kit::advice_on(&pieces[0], Identity::Confidential));
    let coach = times(&pieces, |text| kit::advice_on(text, Identity::Confidential).hints.len());
    let walk = times(&pieces, |text| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).count());
    println!("\n## Time for {WORDS} words\n\n| | median | p99 |\n|---|--:|--:|");
    for (name, times) in [("coach", &coach), ("a walk over the letters", &walk)] {
        println!("| {name} | {:.3} ms | {:.3} ms |", ms(times[RUNS / 2]), ms(times[RUNS - RUNS / 100]));
    }
    println!("\nThe coach takes {:.0} times a walk (medians).", ms(coach[RUNS / 2]) / ms(walk[RUNS / 2]));
    let long = pieces.join(" ");
    let long = &long[..long.floor_char_boundary(1_000_000)];
    let start = Instant::now();
    let hints = kit::advice_on(long, Identity::Confidential).hints.len();
    println!("A text of 1,000,000 bytes: {:.0} ms, {hints} hints.", ms(start.elapsed()));
}

fn times(texts: &[String], run: impl Fn(&str) -> usize) -> Vec<Duration> {
    let one = |text: &String| {
        let start = Instant::now();
        black_box(run(black_box(text)));
        start.elapsed()
    };
    // The best of three runs of each text: what else this machine does is no property of a text.
    let best = |text| (0..3).map(|_| one(text)).min().unwrap_or_default();
    let mut times: Vec<_> = texts.iter().map(best).collect();
    times.sort_unstable();
    times
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
