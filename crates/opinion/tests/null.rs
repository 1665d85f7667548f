//! "No clear groups" is an answer, and so are groups where there are camps.

#![expect(clippy::cast_precision_loss, reason = "counts of voices and takes stay far below 2^52")]

mod reference;

use opinion::{Lots, Reading, Settings, analyse};
use reference::adjusted_rand;
use reference::checks::{partition, sound};
use reference::rooms::{planted, votes, without_structure};

const ROOMS: u64 = 200;

/// In a room without structure every shuffled room is as good as the room itself: it beats all of 19 in one of 20, in
/// its groups as well as in its first axis, and groups need both. So groups show in at most 5 % of rooms, ten of 200; if
/// one of the two tests were missing there would be ten on average, and more than ten in 42 of 100 series (binomial).
/// The seeds are fixed: the count is the same every time.
#[test]
fn rooms_without_structure_show_no_groups() {
    let (mut groups, mut spectra, mut small) = (0, 0, 0);
    for seed in 0..ROOMS {
        let cells = without_structure(&mut Lots::new(seed));
        let settings = Settings { draws: 19, seed: seed + 1000, ..Settings::default() };
        let analysis = analyse(&mut votes(&cells), &settings, None);
        sound(&analysis);
        match analysis.finding.reading {
            Reading::Groups => groups += 1,
            Reading::Spectrum => spectra += 1,
            Reading::NoClearGroups => {}
            Reading::TooLittle => small += 1,
        }
    }
    eprintln!("of {ROOMS} rooms without structure: {groups} show groups, {spectra} a spectrum, {small} too little");
    assert!(small < 5, "the rooms are large enough to look");
    assert!(groups <= 10, "{groups} of {ROOMS}");
    // The axis alone: ten on average, more than 20 in one of 1,000 series.
    assert!(spectra <= 20, "{spectra} of {ROOMS}");
}

/// Camps of many sizes, with answers missing, are found as they were planted.
#[test]
fn planted_camps_are_found() {
    let rooms: [(&[usize], usize, f64, f64); 8] = [
        (&[20, 20], 10, 0.8, 1.0),
        (&[60, 12], 20, 0.8, 0.8),
        (&[100, 100], 40, 0.6, 0.5),
        (&[300, 150], 30, 0.7, 0.5),
        (&[20, 20, 20], 20, 0.85, 1.0),
        (&[60, 40, 25], 40, 0.8, 0.7),
        (&[200, 150, 100], 60, 0.7, 0.5),
        (&[30, 25, 20], 12, 0.9, 0.9),
    ];
    for (sizes, takes, loyalty, fill) in rooms {
        for seed in 0..5 {
            let (cells, camps) = planted(&mut Lots::new(seed), sizes, takes, loyalty, fill);
            let settings = Settings { draws: 19, seed, ..Settings::default() };
            let analysis = analyse(&mut votes(&cells), &settings, None);
            sound(&analysis);
            let here = format!("{sizes:?} {takes} {loyalty} {fill}, seed {seed}: {:?}", analysis.finding);
            assert_eq!(analysis.finding.reading, Reading::Groups, "{here}");
            let index = adjusted_rand(&partition(&analysis), &camps);
            assert!(index > 0.9, "{index:.3} in {here}");
        }
    }
}

/// With few takes many voices stand at one place, and cutting them into ever more groups looks ever better; what is
/// usual for as many groups does so too.
#[test]
fn few_takes_do_not_make_many_groups() {
    let mut found = Vec::new();
    for seed in 0..20 {
        for takes in [4, 5, 6] {
            let (cells, camps) = planted(&mut Lots::new(seed), &[36, 36], takes, 0.8, 1.0);
            let analysis = analyse(&mut votes(&cells), &Settings { draws: 19, seed, ..Settings::default() }, None);
            sound(&analysis);
            let index = adjusted_rand(&partition(&analysis), &camps);
            found.push((takes, analysis.groups.len(), index));
        }
    }
    let two = found.iter().filter(|(_, groups, _)| *groups == 2).count();
    assert!(two * 10 >= found.len() * 9, "{two} of {}: {found:?}", found.len());
}

/// One line from side to side, everybody somewhere on it, and takes for every place on it. The axis is always seen. The
/// test of groups rules out chance, not continuity: the halves of a line do answer differently, and often count as two
/// groups.
#[test]
fn a_line_is_a_spectrum() {
    let mut readings = Vec::new();
    for seed in 0..20 {
        let mut lots = Lots::new(seed);
        let stands: Vec<f64> = (0..120).map(|_| lots.normal() / 3.0_f64.sqrt()).collect();
        let answer = |stand: f64, take: u32, lots: &mut Lots| {
            let side = if take.is_multiple_of(2) { stand } else { -stand };
            let agree = 1.0 / (1.0 + (-1.5 * (side + f64::from(take) / 5.0 - 2.0)).exp());
            Some(if lots.unit() < agree { 1 } else { -1 })
        };
        let cells = stands.iter().map(|stand| (0..20).map(|take| answer(*stand, take, &mut lots)).collect()).collect();
        let analysis = analyse(&mut votes(&cells), &Settings { draws: 39, seed, ..Settings::default() }, None);
        sound(&analysis);
        readings.push(analysis.finding.reading);
    }
    let spectra = readings.iter().filter(|reading| **reading == Reading::Spectrum).count();
    let groups = readings.iter().filter(|reading| **reading == Reading::Groups).count();
    assert_eq!(spectra + groups, readings.len(), "{readings:?}");
    assert!(spectra >= 6, "{spectra} of {}: {readings:?}", readings.len());
}
