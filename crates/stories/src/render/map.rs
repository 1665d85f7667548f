//! The opinion map, drawn from the facts: cells of several voices, groups by letter, shape and colour.

use crate::draft::{plainly, said};
use crate::escape::xml;
use crate::facts::{Cell, Group, Opinion, Reading, Recap};
use std::fmt::Write as _;
use web::Words;

const WIDTH: f64 = 640.0;

/// Room above the highest place, for letters, and below the lowest, for marks.
const MARGIN: [f64; 2] = [44.0, 22.0];

/// From ±1 on the map to the picture.
const REACH: f64 = 195.0;

/// Colours of groups, with others for places that have no styles. Shape and letter tell groups apart without them.
const COLOURS: [&str; 4] =
    ["var(--brand, #5B3FD6)", "var(--ok, #0B7A4B)", "var(--danger, #B3261E)", "var(--star, #8A6100)"];
const NEUTRAL: &str = "var(--ink-2, #55525F)";

/// The figure of the map. `nth` tells two figures of one page apart.
pub(super) fn html(nth: usize, opinion: &Opinion, facts: &Recap, t: &Words) -> String {
    let mut out = format!("<figure class=\"recap-chart recap-map\">{}", svg(nth, opinion, t));
    if !opinion.groups.is_empty() {
        let summary = xml(&t.text("chart-twin"));
        let _ = write!(out, "<details><summary>{summary}</summary>{}</details>", table(opinion, facts, t));
    }
    out.push_str("</figure>\n");
    out
}

/// The map as a Markdown table; nothing where there are no groups, for then the words say it all.
pub(super) fn markdown(opinion: &Opinion, facts: &Recap, t: &Words) -> Option<String> {
    if opinion.groups.is_empty() {
        return None;
    }
    let mut out = format!(
        "| {} | {} | {} |\n| --- | ---: | --- |",
        t.text("map-group"),
        t.text("map-people"),
        t.text("map-stands")
    );
    for group in &opinion.groups {
        let [name, people, stands] = row(group, facts, t);
        let _ = write!(out, "\n| {name} | {people} | {stands} |");
    }
    Some(out)
}

/// The map in a sentence or two.
fn description(opinion: &Opinion, t: &Words) -> String {
    let mut said = vec![match opinion.reading {
        Reading::Groups => t.with("map-description-groups", &[("n", opinion.groups.len().into())]),
        Reading::Spectrum => t.text("map-description-spectrum"),
        Reading::NoClearGroups => t.text("map-description-cloud"),
    }];
    let group = |group: &Group| {
        t.with("map-description-group", &[("name", group.name.clone().into()), ("n", group.voices.into())])
    };
    said.extend(opinion.groups.iter().map(group));
    said.join(" ")
}

fn svg(nth: usize, opinion: &Opinion, t: &Words) -> String {
    let id = format!("map-{nth}");
    let (top, height) = extent(opinion);
    let mut svg = format!(
        r#"<svg class="chart chart-map" xmlns="http://www.w3.org/2000/svg" viewBox="0 {top:.0} {WIDTH} {height:.0}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
        xml(&t.text("map-title")),
        xml(&description(opinion, t))
    );
    for (n, group) in opinion.groups.iter().enumerate() {
        let line: Vec<String> = group.hull.iter().map(|at| place(*at)).map(|[x, y]| format!("{x:.1} {y:.1}")).collect();
        let colour = COLOURS[n % COLOURS.len()];
        let _ = write!(
            svg,
            r#"<path d="M{}Z" fill="{colour}" fill-opacity=".12" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>"#,
            line.join("L")
        );
    }
    let voices = opinion.cells.iter().map(|cell| cell.voices).sum::<usize>().max(1);
    for cell in &opinion.cells {
        let group = opinion.groups.iter().position(|group| Some(&group.name) == cell.group.as_ref());
        svg.push_str(&mark(cell, group, voices));
    }
    for (n, group) in opinion.groups.iter().enumerate() {
        let top = group.hull.iter().copied().max_by(|a, b| a[1].total_cmp(&b[1])).unwrap_or(group.at);
        let [x, y] = place(top);
        let (name, y) = (xml(&group.name), y - 8.0);
        let colour = COLOURS[n % COLOURS.len()];
        let _ = write!(
            svg,
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="middle" font-size="28" font-weight="700" fill="{colour}">{name}</text>"#
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Up is up on the map and down in a picture.
fn place([x, y]: [f64; 2]) -> [f64; 2] {
    [WIDTH / 2.0 + REACH * x, -REACH * y]
}

/// Top and height of what is drawn.
fn extent(opinion: &Opinion) -> (f64, f64) {
    let hulls = opinion.groups.iter().flat_map(|group| group.hull.iter().copied());
    let all = hulls.chain(opinion.cells.iter().map(|cell| cell.at)).map(|at| place(at)[1]);
    let (low, high) = all.fold((0.0, 0.0), |(low, high): (f64, f64), y| (low.min(y), high.max(y)));
    let [above, below] = MARGIN;
    (low - above, high - low + above + below)
}

/// A cell: its area grows with its voices, its shape tells its group.
fn mark(cell: &Cell, group: Option<usize>, voices: usize) -> String {
    let many = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX)).sqrt();
    let r = many(cell.voices) * (62.0 / many(voices)).min(7.0);
    let ([x, y], colour) = (place(cell.at), group.map_or(NEUTRAL, |n| COLOURS[n % COLOURS.len()]));
    let corners: &[[f64; 2]] = match group.map_or(0, |n| n % COLOURS.len()) {
        1 => &[[-0.82, -0.82], [0.82, -0.82], [0.82, 0.82], [-0.82, 0.82]],
        2 => &[[0.0, -1.16], [1.16, 0.0], [0.0, 1.16], [-1.16, 0.0]],
        3 => &[[0.0, -1.3], [1.16, 0.72], [-1.16, 0.72]],
        _ => return format!(r#"<circle cx="{x:.1}" cy="{y:.1}" r="{r:.1}" fill="{colour}" fill-opacity=".85"/>"#),
    };
    let line: Vec<String> = corners.iter().map(|[dx, dy]| format!("{:.1} {:.1}", x + r * dx, y + r * dy)).collect();
    format!(r#"<path d="M{}Z" fill="{colour}" fill-opacity=".85"/>"#, line.join("L"))
}

fn table(opinion: &Opinion, facts: &Recap, t: &Words) -> String {
    let mut out = format!(
        "<table class=\"table\"><caption class=\"visually-hidden\">{}</caption><thead><tr>",
        xml(&t.text("map-title"))
    );
    for (key, class) in [("map-group", ""), ("map-people", " class=\"num\""), ("map-stands", "")] {
        let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", xml(&t.text(key)));
    }
    out.push_str("</tr></thead><tbody>");
    for group in &opinion.groups {
        let (name, people) = (xml(&group.name), group.voices);
        let stands = group.stands.iter().filter_map(|stand| plainly(stand, facts, t)).collect::<Vec<_>>().join("; ");
        let stands = xml(&stands);
        let _ = write!(out, "<tr><th scope=\"row\">{name}</th><td class=\"num\">{people}</td><td>{stands}</td></tr>");
    }
    out.push_str("</tbody></table>");
    out
}

/// Group, people and what it stands for, as Markdown.
fn row(group: &Group, facts: &Recap, t: &Words) -> [String; 3] {
    let stands: Vec<String> = group.stands.iter().filter_map(|stand| said(stand, facts, t)).collect();
    [group.name.clone(), group.voices.to_string(), stands.join("; ")]
}
