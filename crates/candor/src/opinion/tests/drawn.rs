//! The picture: well-formed, of its own, and with everybody on it.

use super::table;
use crate::args::Opinion;
use crate::opinion::comments::Comment;
use crate::opinion::groups::Given;
use crate::opinion::{Found, drawing, find, ordered};
use resvg::usvg;

fn args(k: Option<u8>) -> Opinion {
    Opinion {
        file: "file.csv".into(),
        svg: None,
        k,
        groups: None,
        assignments: None,
        compat: false,
        draws: Some(19),
        seed: 1,
    }
}

/// Two camps of ten on six takes, and one take that nobody minds.
fn camps() -> String {
    let row = |voice: usize| {
        let side = if voice < 10 { 1 } else { -1 };
        let answers = (0..6).map(|take| {
            if (voice + take).is_multiple_of(7) {
                0
            } else if take % 2 == 0 {
                side
            } else {
                -side
            }
        });
        let answers = answers.map(|it| format!(",{it}")).collect::<Vec<_>>().concat();
        format!("v{voice:02}{answers},1\n")
    };
    "voice,a,b,c,d,e,f,g\n".to_owned() + &(0..20).map(row).collect::<Vec<_>>().concat()
}

fn drawn(text: &str, k: Option<u8>, comments: Vec<Option<Comment>>, given: Option<Given>) -> (Found, String) {
    let found = find(&args(k), ordered(&table(text).unwrap(), comments, given, None));
    let svg = drawing::map(&found.analysis, &found.report);
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).unwrap();
    assert!(tree.size().width() > 1_000.0 && tree.size().height() > 700.0);
    for sign in ["<script", "http://", "https://", "url(", "<image", "<a ", "NaN", "inf"] {
        let text = svg.replacen("http://www.w3.org/2000/svg", "", 1);
        assert!(!text.contains(sign), "{sign}");
    }
    (found, svg)
}

/// Marks of voices: not those inside the badges of groups.
fn marks(svg: &str) -> usize {
    svg.matches("<use ").count() - svg.matches("<text y=").count()
}

#[test]
fn groups_with_what_they_stand_for() {
    let (found, svg) = drawn(&camps(), None, Vec::new(), None);
    assert_eq!(found.report.groups.len(), 2);
    assert!(svg.contains("Where 20 voices stand on 7 takes"), "{svg}");
    assert!(svg.contains("2 groups: clearer than chance makes them (p = 0.05)."));
    for said in ["Group A: 10 voices", "Group B: 10 voices", "What unites", "What divides", "<title", "<desc"] {
        assert!(svg.contains(said), "{said}");
    }
    // Marks differ, not only colours.
    assert!(svg.contains("#m0") && svg.contains("#m1"));
    assert!((2..=20).contains(&marks(&svg)));
}

#[test]
fn no_groups_and_no_map() {
    let dots = (0..12).map(|n| format!("{n},{},{}\n", n % 2, n / 2 % 2)).collect::<Vec<_>>().concat();
    let (found, svg) = drawn(&format!("v,a,b\n{dots}"), None, Vec::new(), None);
    assert!(found.report.groups.is_empty() && svg.contains("<use "), "{:?}", found.report.reading);
    for text in ["v,a\n1,1\n", "v,a\n1,\n", "v,a,b\n1,1,1\n2,1,1\n"] {
        let (found, svg) = drawn(text, None, Vec::new(), None);
        assert!(found.report.groups.is_empty());
        assert_eq!(found.analysis.map.is_none(), svg.contains("No map"), "{text}");
    }
}

#[test]
fn words_stay_words() {
    let nasty = "</text><script>alert(1)</script> & \"quotes\" ]]> \u{1}\u{8}\u{FFFF} ".repeat(20);
    let comment = |_| Some(Comment { text: Some(nasty.clone()), out: false });
    let given = Given {
        names: vec!["<b>".to_owned(), "a very long name of a group, indeed & so on".to_owned()],
        of: (0..20).map(|n| Some(usize::from(n < 10))).collect(),
    };
    let (_, svg) = drawn(&camps(), None, (0..7).map(comment).collect(), Some(given));
    assert!(svg.contains("&lt;/text&gt;&lt;script&gt;") && svg.contains("2 groups, as given."));
    assert!(svg.contains("&lt;b&gt;: 10 voices") && svg.contains("a very long"));
}

#[test]
fn every_number_of_groups_fits() {
    for number in [1, 3, 5, 6, 10, 26] {
        let voices = 2 * number;
        let rows =
            (0..voices).map(|n| format!("{n},{},{},{}\n", n % 2, n % 3 - 1, n / 2 % 2)).collect::<Vec<_>>().concat();
        let names: Vec<String> = (0..number).map(|n| format!("group {n}")).collect();
        let of = (0..voices).map(|n| usize::try_from(n / 2).ok()).collect();
        let (found, svg) = drawn(&format!("v,a,b,c\n{rows}"), None, Vec::new(), Some(Given { names, of }));
        assert_eq!(found.report.groups.len(), usize::try_from(number).unwrap());
        assert!(svg.contains(&format!("group {}: 2 voices", number - 1)));
    }
}

#[test]
fn a_large_room_is_a_small_picture() {
    let rows = (0..3_000_u32)
        .map(|n| {
            let side = i64::from(n % 2) * 2 - 1;
            let answers = (0..8_u32)
                .map(|take| if n.wrapping_mul(2_654_435_761).rotate_left(take * 3) % 4 == 0 { -side } else { side })
                .map(|it| format!(",{it}"))
                .collect::<Vec<_>>()
                .concat();
            format!("{n}{answers}\n")
        })
        .collect::<Vec<_>>()
        .concat();
    let (found, svg) = drawn(&format!("v,a,b,c,d,e,f,g,h\n{rows}"), Some(2), Vec::new(), None);
    assert_eq!(found.report.groups.iter().map(|it| it.size).sum::<usize>(), 3_000);
    assert!(svg.len() < 100_000, "{}", svg.len());
}
