//! The colours of the style: readable in both themes, and the same dark whether chosen or asked for by the system.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../assets/css/tokens.css");

type Colours = BTreeMap<String, String>;

/// The declarations of the first block after `start`.
fn block(start: &str) -> Colours {
    let from = TOKENS.find(start).unwrap_or_else(|| panic!("no {start}")) + start.len();
    let body = &TOKENS[from..from + TOKENS[from..].find('}').unwrap()];
    let mut bare = body.to_owned();
    while let (Some(open), Some(close)) = (bare.find("/*"), bare.find("*/")) {
        bare.replace_range(open..close + 2, "");
    }
    let declarations = bare.split(';').filter_map(|it| it.split_once(':'));
    declarations.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

fn light() -> Colours {
    block("  :root {")
}

fn dark() -> Colours {
    let mut all = light();
    all.extend(block(":root[data-theme=\"dark\"] {"));
    all
}

/// Relative luminance as in WCAG 2.2, of `#RGB` or `#RRGGBB`.
fn luminance(colours: &Colours, name: &str) -> f64 {
    let hex = colours[name].trim_start_matches('#');
    let whole = if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_owned() };
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&whole[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(colours: &Colours, one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(colours, one), luminance(colours, other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// `(what stands in front, what lies behind, least contrast)`.
fn pairs() -> Vec<(&'static str, &'static str, f64)> {
    const WORDS: [&str; 10] = [
        "--ink",
        "--ink-2",
        "--ink-3",
        "--brand",
        "--agree-text",
        "--disagree-text",
        "--ok",
        "--warn",
        "--danger",
        "--star",
    ];
    let mut all = Vec::new();
    for word in WORDS {
        all.extend(["--bg", "--surface", "--sunken"].map(|behind| (word, behind, 4.5)));
    }
    all.extend([
        ("--on-brand", "--brand", 4.5),
        ("--on-agree", "--agree", 4.5),
        ("--on-disagree", "--disagree", 4.5),
        ("--brand", "--brand-soft", 4.5),
        ("--ink", "--brand-soft", 4.5),
        ("--agree-text", "--agree-soft", 4.5),
        ("--disagree-text", "--disagree-soft", 4.5),
        ("--ink", "--agree-soft", 4.5),
        ("--ink", "--disagree-soft", 4.5),
    ]);
    // Shapes and edges. The fill of disagreement stands on these two only.
    for behind in ["--bg", "--surface"] {
        all.extend(["--agree", "--disagree", "--line-ui", "--focus"].map(|shape| (shape, behind, 3.0)));
    }
    all
}

#[test]
fn words_can_be_read_and_shapes_be_seen_in_both_themes() {
    for (theme, colours) in [("light", light()), ("dark", dark())] {
        for (front, behind, least) in pairs() {
            let found = contrast(&colours, front, behind);
            assert!(found >= least, "{theme}: {front} on {behind} is {found:.2}, at least {least}");
        }
    }
}

#[test]
fn a_known_contrast() {
    let colours = Colours::from([("a".to_owned(), "#FFF".to_owned()), ("b".to_owned(), "#000000".to_owned())]);
    assert!((contrast(&colours, "a", "b") - 21.0).abs() < 1e-9);
}

#[test]
fn the_systems_dark_is_the_chosen_dark() {
    let chosen = block(":root[data-theme=\"dark\"] {");
    assert!(chosen.len() > 20, "{chosen:?}");
    assert_eq!(block(":root:not([data-theme=\"light\"]) {"), chosen);
    let light = light();
    assert!(chosen.keys().all(|name| light.contains_key(name)), "a dark token without its light one");
}

#[test]
fn charts_keep_the_light_colours_where_no_style_reaches() {
    let svg = web::charts::split_bar(&web::charts::SplitBar {
        id: "c",
        title: "t",
        description: "d",
        share: Some(0.6),
        interval: Some([0.5, 0.7]),
        agree: "a",
        disagree: "d",
    });
    let light = light();
    for name in ["--agree", "--disagree", "--ink", "--disagree-text"] {
        assert!(svg.contains(&light[name]), "{name} is {}", light[name]);
    }
}
