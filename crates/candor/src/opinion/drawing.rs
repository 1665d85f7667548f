//! The map as one picture that needs nothing else: where the voices stand, and what each group stands for.
//!
//! Groups differ by letter and by the shape of their marks before they differ by colour.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a picture has a few thousand points across"
)]

mod captions;
mod plot;
mod words;

use super::report::Report;
use captions::Captions;
use opinion::{Analysis, SMALLEST_GROUP};
use std::fmt::Write as _;
use words::{lines, xml};

const BACK: &str = "#FAF8F5";
const PAPER: &str = "#FFFFFF";
const LINE: &str = "#DAD5CC";
const INK: &str = "#1B1A22";
const QUIET: &str = "#55525F";

/// Colours of groups, each dark enough for a white letter; the sixth group begins again.
const COLOURS: [&str; 5] = ["#5B3DF5", "#0B6B53", "#B3195B", "#7A5600", "#00708C"];

/// Marks of groups, around 0, all of about the same area: circle, square, diamond, triangle, cross.
const MARKS: [&str; 5] = [
    "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
    "M-.88-.88H.88V.88H-.88Z",
    "M0-1.25 1.25 0 0 1.25-1.25 0Z",
    "M0-1.35 1.25.85H-1.25Z",
    "M-.6-1.1H.6V-.6H1.1V.6H.6V1.1H-.6V.6H-1.1V-.6H-.6Z",
];

/// Left edge of everything, and the top of the plot.
const MARGIN: f64 = 32.0;
const TOP: f64 = 116.0;
/// Space for the words under the plot.
const FOOT: f64 = 78.0;
/// The plot.
const PLOT: (f64, f64) = (680.0, 560.0);
/// Left edge and width of the captions beside the plot, and of the two columns under it.
const SIDE: (f64, f64) = (748.0, 340.0);
const UNDER: [(f64, f64); 2] = [(MARGIN, 324.0), (MARGIN + 356.0, 324.0)];
const WIDTH: f64 = 1120.0;

/// The picture.
pub(crate) fn map(analysis: &Analysis, report: &Report) -> String {
    let captions = Captions::of(report);
    let height = (TOP + PLOT.1 + FOOT).max(captions.bottom() + MARGIN / 2.0);
    let (title, below) = (title(report), reading(report));
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0}" width="{WIDTH}" height="{height:.0}" role="img" aria-labelledby="title desc" font-family="Inter, system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif" font-size="15" fill="{INK}">"#
    );
    let _ = write!(svg, r#"<title id="title">{}</title>"#, xml(&title));
    let _ = write!(svg, r#"<desc id="desc">{} {}</desc>"#, xml(&below), xml(&captions.spoken()));
    svg.push_str("<defs>");
    for (at, mark) in MARKS.iter().enumerate() {
        let _ = write!(svg, r#"<path id="m{at}" d="{mark}"/>"#);
    }
    svg.push_str("</defs>");
    let _ = write!(svg, r#"<rect width="{WIDTH}" height="{height:.0}" fill="{BACK}"/>"#);
    let _ = write!(svg, r#"<text x="{MARGIN}" y="56" font-size="30" font-weight="700">{}</text>"#, xml(&title));
    let _ = write!(svg, r#"<text x="{MARGIN}" y="88" font-size="17" fill="{QUIET}">{}</text>"#, xml(&below));
    plot::draw(&mut svg, analysis, report);
    for (at, line) in lines(footnote(report), 0.94 * PLOT.0 / 13.0, 2).iter().enumerate() {
        let y = TOP + PLOT.1 + 28.0 + 19.0 * at as f64;
        let _ = write!(svg, r#"<text x="{MARGIN}" y="{y:.0}" font-size="13" fill="{QUIET}">{}</text>"#, xml(line));
    }
    captions.draw(&mut svg);
    svg.push_str("</svg>\n");
    svg
}

fn title(report: &Report) -> String {
    let voices = report.voices;
    let takes = report.per_take.iter().filter(|take| !take.out).count();
    format!("Where {} stand on {}", counted(voices, "voice"), counted(takes, "take"))
}

fn reading(report: &Report) -> String {
    let number = report.groups.len();
    match report.reading {
        "given" => format!("{}, as given.", counted(number, "group")),
        "groups" => match &report.null {
            Some(null) if null.p <= 0.05 => {
                format!("{}: clearer than chance makes them (p = {:.2}).", counted(number, "group"), null.p)
            }
            Some(null) => {
                format!(
                    "{}, as asked for; chance makes such groups as well (p = {:.2}).",
                    counted(number, "group"),
                    null.p
                )
            }
            None => format!("{}, not tested against chance.", counted(number, "group")),
        },
        "spectrum" => "One line from side to side, with no clear groups on it.".to_owned(),
        "no_clear_groups" if report.silhouette.is_none() => {
            format!("The room cannot be parted into groups of at least {SMALLEST_GROUP} voices.")
        }
        "no_clear_groups" => "No clear groups: chance makes such groups as well.".to_owned(),
        _ => "Too little to look for groups.".to_owned(),
    }
}

fn footnote(report: &Report) -> &'static str {
    if report.spread.is_empty() {
        return "It takes two voices and two takes that can be compared.";
    }
    "Whoever answers alike stands close together; the directions have no meaning of their own. A larger mark is several \
     voices in one place, a pale one answered little."
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// The sign of a group: its letter, or its number, in its mark.
fn badge(svg: &mut String, [x, y]: [f64; 2], group: usize, name: &str, radius: f64) {
    let colour = COLOURS[group % COLOURS.len()];
    let mark = group % MARKS.len();
    let _ = write!(
        svg,
        r##"<g transform="translate({x:.1} {y:.1})"><use href="#m{mark}" transform="scale({radius})" fill="{colour}" stroke="{PAPER}" stroke-width=".16" stroke-linejoin="round"/>"##
    );
    // The letter sits where the mark is widest.
    let down = if mark == 3 { 0.52 } else { 0.36 };
    let size = radius * if name.chars().count() > 1 { 0.8 } else { 1.05 };
    let _ = write!(
        svg,
        r#"<text y="{:.1}" text-anchor="middle" font-size="{size:.1}" font-weight="700" fill="{PAPER}">{}</text></g>"#,
        radius * down,
        xml(name)
    );
}
