//! Our map against a dense one, in both modes.

use super::data::{self, Conversation};
use super::reference::close;
use super::reference::dense::{self, Plane};
use opinion::{Analysis, OpinionMap, Settings, analyse};

/// The dense map needs the cube of the number of takes.
const SETS: [&str; 5] = ["london", "brexit", "scoop-hivemind.ubi", "15-per-hour", "canadian"];

fn expect(set: &Conversation, compat: bool) -> Plane {
    let mask = set.mask();
    if compat {
        return dense::plane(&dense::zeroed(&set.cells, &mask), &vec![true; set.cells.len()]);
    }
    let cells = dense::dropped(&set.cells, &mask);
    let answers = dense::answers(&cells);
    dense::plane(&cells, &dense::core(&answers, mask.iter().filter(|out| !**out).count()))
}

#[test]
fn maps_are_those_of_the_dense_reference() {
    for set in data::some("maps_are_those_of_the_dense_reference", &SETS) {
        for compat in [true, false] {
            let settings = Settings { out: set.out.clone(), compat, draws: 0, ..Settings::default() };
            let analysis = analyse(&mut set.votes(), &settings, None);
            let map = analysis.map.as_ref().unwrap();
            let expect = expect(&set, compat);
            columns(&set, &analysis, &expect, compat);
            places(&set, map, &expect);
        }
    }
}

/// Which way our axis runs against the dense one.
fn sign(map: &OpinionMap, expect: &Plane, k: usize) -> f64 {
    map.axes.iter().zip(&expect.axes).map(|(a, b)| a[k] * b[k]).sum::<f64>().signum()
}

fn columns(set: &Conversation, analysis: &Analysis, expect: &Plane, compat: bool) {
    let map = analysis.map.as_ref().unwrap();
    let here = format!("{}, {}", set.name, if compat { "compat" } else { "default" });
    for k in 0..2 {
        assert!(close(map.spread[k], expect.spread[k], 1e-9), "{here}: {:?} {:?}", map.spread, expect.spread);
        let sign = sign(map, expect, k);
        for (column, p) in map.axes.iter().enumerate() {
            let found = p[k] * sign;
            assert!((found - expect.axes[column][k]).abs() < 1e-8, "{here}, axis {k}, column {column}: {found}");
        }
    }
    for column in 0..set.takes.len() {
        assert!(close(map.centre[column], expect.centre[column], 1e-12), "{here}, column {column}");
        if !analysis.out[column] {
            assert!(close(map.extremity[column], expect.extremity[column], 1e-7), "{here}, column {column}");
        }
    }
}

fn places(set: &Conversation, map: &OpinionMap, expect: &Plane) {
    let signs = [0, 1].map(|k| sign(map, expect, k));
    for place in &map.places {
        let row = set.voices.iter().position(|voice| *voice == place.voice).unwrap();
        let [x, y] = expect.places[row];
        assert!(close(place.x * signs[0], x, 1e-7) && close(place.y * signs[1], y, 1e-7), "{}", set.name);
    }
}
