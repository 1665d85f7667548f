//! Charts as SVG, made on the server, each with a table of the same numbers.

use crate::qr::escape;
use std::fmt::Write;

/// One take's two sides as a bar: disagree left and hatched, agree right and plain, a line at one half.
#[derive(Debug, Clone, PartialEq)]
pub struct SplitBar<'a> {
    /// Tells two charts of one page apart; letters, digits and hyphens.
    pub id: &'a str,
    /// Name of the chart.
    pub title: &'a str,
    /// The same in a sentence, for those who do not see it.
    pub description: &'a str,
    /// Share of agreement among those who took a side, from 0 to 1; `None` when nobody did.
    pub share: Option<f64>,
    /// Its interval.
    pub interval: Option<[f64; 2]>,
    /// “Agree”.
    pub agree: &'a str,
    /// “Disagree”.
    pub disagree: &'a str,
}

const WIDTH: f64 = 640.0;
const BAR: (f64, f64) = (60.0, 44.0);

/// The bar. Colours come from classes of the base style, with attributes for places that have none.
pub fn split_bar(bar: &SplitBar<'_>) -> String {
    let id = escape(bar.id);
    let (title, description) = (escape(bar.title), escape(bar.description));
    let (top, height) = BAR;
    let mut svg = format!(
        r#"<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 126" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{title}</title><desc id="{id}-d">{description}</desc>"#
    );
    let Some(share) = bar.share.map(|s| s.clamp(0.0, 1.0)) else {
        let _ = write!(
            svg,
            r##"<rect class="chart-empty" x="1" y="{top}" width="638" height="{height}" rx="8" fill="none" stroke="#837E95"/></svg>"##
        );
        return svg;
    };
    let gap = if share > 0.0 && share < 1.0 { 3.0 } else { 0.0 };
    let left = (WIDTH * (1.0 - share) - gap / 2.0).max(0.0);
    let right = (WIDTH * share - gap / 2.0).max(0.0);
    // Rounded so that the two numbers always add up to 100.
    let agree = (share * 100.0).round();
    let disagree = 100.0 - agree;
    let _ = write!(
        svg,
        r##"<defs><pattern id="{id}-h" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="chart-hatch" d="M0 0V12" stroke="#121119" stroke-opacity=".3" stroke-width="8"/></pattern></defs>"##
    );
    if left > 0.0 {
        for fill in [r##"class="chart-disagree" fill="#DB6B00""##.to_owned(), format!(r#"fill="url(#{id}-h)""#)] {
            let _ = write!(svg, r#"<rect {fill} x="0" y="{top}" width="{left:.1}" height="{height}" rx="8"/>"#);
        }
    }
    if right > 0.0 {
        let x = WIDTH - right;
        let _ = write!(
            svg,
            r##"<rect class="chart-agree" fill="#1557D6" x="{x:.1}" y="{top}" width="{right:.1}" height="{height}" rx="8"/>"##
        );
    }
    let (half, end) = (WIDTH / 2.0, top + height + 6.0);
    let _ = write!(
        svg,
        r##"<path class="chart-half" d="M{half} {start}V{end}" stroke="#1B1A22" stroke-width="2" stroke-dasharray="5 4"/>"##,
        start = top - 6.0
    );
    if let Some([lo, hi]) = bar.interval {
        // Agreement grows to the right edge, so a high share lies to the left.
        let (from, to) = (WIDTH * (1.0 - hi), WIDTH * (1.0 - lo));
        let y = top + height + 12.0;
        let _ = write!(
            svg,
            r##"<path class="chart-whisker" d="M{from:.1} {y}H{to:.1}M{from:.1} {a}V{b}M{to:.1} {a}V{b}" stroke="#1B1A22" stroke-width="2" fill="none"/>"##,
            a = y - 5.0,
            b = y + 5.0
        );
    }
    let (agree_word, disagree_word) = (escape(bar.agree), escape(bar.disagree));
    let _ = write!(
        svg,
        r##"<text x="0" y="42" fill="#964800"><tspan class="chart-number chart-number-disagree" font-size="42" font-weight="700">{disagree:.0}%</tspan><tspan class="chart-word chart-word-disagree" dx="8" font-size="25">{disagree_word}</tspan></text><text x="640" y="42" text-anchor="end" fill="#1557D6"><tspan class="chart-word chart-word-agree" font-size="25">{agree_word}</tspan><tspan class="chart-number chart-number-agree" dx="8" font-size="42" font-weight="700">{agree:.0}%</tspan></text></svg>"##
    );
    svg
}

/// A table of the same numbers: one row per label, with a caption.
pub fn table(caption: &str, rows: &[(&str, String)]) -> String {
    let mut html =
        format!(r#"<table class="table"><caption class="visually-hidden">{}</caption><tbody>"#, escape(caption));
    for (label, value) in rows {
        let _ =
            write!(html, r#"<tr><th scope="row">{}</th><td class="num">{}</td></tr>"#, escape(label), escape(value));
    }
    html.push_str("</tbody></table>");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(share: Option<f64>) -> String {
        split_bar(&SplitBar {
            id: "c1",
            title: "A <take>",
            description: "62% & more",
            share,
            interval: share.map(|s| [s - 0.1, s + 0.1]),
            agree: "agree",
            disagree: "disagree",
        })
    }

    #[test]
    fn both_numbers_add_up_and_text_is_escaped() {
        let svg = bar(Some(0.615));
        assert!(svg.contains("38%") && svg.contains("62%"));
        assert!(svg.contains("A &lt;take&gt;") && svg.contains("62% &amp; more"));
        assert!(!svg.contains("style="));
    }

    #[test]
    fn one_side_alone_and_nobody_at_all() {
        assert!(!bar(Some(1.0)).contains("chart-disagree\""));
        assert!(!bar(Some(0.0)).contains("chart-agree\""));
        assert!(bar(None).contains("chart-empty"));
    }

    #[test]
    fn table_twin() {
        let html = table("Numbers", &[("Agree", "61".into()), ("<b>", "1".into())]);
        assert!(html.contains(r#"<th scope="row">&lt;b&gt;</th>"#));
    }
}
