//! The plane with its voices.

use super::super::report::Report;
use super::captions::sign;
use super::{COLOURS, LINE, MARGIN, MARKS, PAPER, PLOT, QUIET, TOP, badge};
use opinion::{Analysis, OpinionMap, Place};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Space between the outermost voices and the frame.
const INSIDE: f64 = 44.0;
/// Groups that get an area of their own.
const MOST_AREAS: usize = 6;

/// Draws the plane; without a map, an empty frame.
pub(super) fn draw(svg: &mut String, analysis: &Analysis, report: &Report) {
    let (width, height) = PLOT;
    let _ = write!(
        svg,
        r#"<rect x="{MARGIN}" y="{TOP}" width="{width}" height="{height}" rx="14" fill="{PAPER}" stroke="{LINE}"/>"#
    );
    let Some(map) = analysis.map.as_ref().filter(|map| !map.places.is_empty()) else {
        let (x, y) = (MARGIN + width / 2.0, TOP + height / 2.0);
        let _ =
            write!(svg, r#"<text x="{x}" y="{y}" text-anchor="middle" font-size="20" fill="{QUIET}">No map</text>"#);
        return;
    };
    let view = View::of(map);
    let [x, y] = view.at([0.0, 0.0]);
    // The middle of all takes: somebody who is everywhere of the mean opinion.
    let _ = write!(
        svg,
        r#"<path d="M{x:.1} {top}V{bottom}M{left} {y:.1}H{right}" stroke="{LINE}" stroke-dasharray="2 5" fill="none"/>"#,
        top = TOP + 8.0,
        bottom = TOP + height - 8.0,
        left = MARGIN + 8.0,
        right = MARGIN + width - 8.0
    );
    let radius = (60.0 / (map.places.len() as f64).powf(0.4)).clamp(2.0, 6.5);
    let groups = analysis.groups.len();
    // Areas of many given groups lie over each other and tell nothing.
    let areas = if groups <= MOST_AREAS { groups } else { 0 };
    for group in 0..areas {
        let members = map.places.iter().filter(|place| place.fitted && place.group == Some(group));
        hull_around(svg, &members.map(|place| view.at([place.x, place.y])).collect::<Vec<_>>(), group, radius);
    }
    marks(svg, map, &view, radius);
    for (at, group) in analysis.groups.iter().enumerate().take(report.groups.len()) {
        badge(svg, view.at(group.centre), at, &sign(report, at), 15.0);
    }
}

/// From the map to the picture. Both directions have the same scale; up is up.
struct View {
    middle: [f64; 2],
    scale: f64,
}

impl View {
    /// Shows all voices that shape the map.
    fn of(map: &OpinionMap) -> Self {
        let fitted = map.places.iter().any(|place| place.fitted);
        let shown = || map.places.iter().filter(|place| place.fitted || !fitted);
        let ends = |along: fn(&Place) -> f64| {
            let (lo, hi) = shown().map(along).fold((0.0_f64, 0.0_f64), |(lo, hi), it| (lo.min(it), hi.max(it)));
            (f64::midpoint(lo, hi), hi - lo)
        };
        let ((x, wide), (y, high)) = (ends(|place| place.x), ends(|place| place.y));
        let fit = |room: f64, size: f64| if size > 1e-9 { (room - 2.0 * INSIDE) / size } else { f64::INFINITY };
        let scale = fit(PLOT.0, wide).min(fit(PLOT.1, high));
        Self { middle: [x, y], scale: if scale.is_finite() { scale } else { 1.0 } }
    }

    /// A place in the picture. Voices that are only placed may be far out: they stand at the edge.
    fn at(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let (width, height) = PLOT;
        let edge = INSIDE / 3.0;
        let x = (width / 2.0 + (x - self.middle[0]) * self.scale).clamp(edge, width - edge);
        let y = (height / 2.0 - (y - self.middle[1]) * self.scale).clamp(edge, height - edge);
        [MARGIN + x, TOP + y]
    }
}

/// Every voice as a mark; voices nearly in one place are one larger mark, so that a picture stays small.
fn marks(svg: &mut String, map: &OpinionMap, view: &View, radius: f64) {
    // Pale ones first: the others lie over them.
    let mut cells: BTreeMap<_, (f64, [f64; 2])> = BTreeMap::new();
    for place in &map.places {
        let at = view.at([place.x, place.y]);
        let cell = at.map(|it| (it / radius).floor() as i32);
        let (count, sum) = cells.entry((place.fitted, place.group, cell)).or_default();
        *count += 1.0;
        *sum = [sum[0] + at[0], sum[1] + at[1]];
    }
    let mut before = None;
    for ((fitted, group, _), (count, [x, y])) in cells {
        if before != Some((fitted, group)) {
            let colour = group.map_or(QUIET, |group| COLOURS[group % COLOURS.len()]);
            let opacity = if fitted { 0.78 } else { 0.26 };
            let end = if before.is_some() { "</g>" } else { "" };
            let _ = write!(svg, r#"{end}<g fill="{colour}" fill-opacity="{opacity}">"#);
            before = Some((fitted, group));
        }
        let mark = group.map_or(0, |group| group % MARKS.len());
        let size = radius * count.sqrt().min(5.0);
        let (x, y) = (x / count, y / count);
        let _ = write!(svg, r##"<use href="#m{mark}" transform="translate({x:.1} {y:.1})scale({size:.1})"/>"##);
    }
    if before.is_some() {
        svg.push_str("</g>");
    }
}

/// A soft area around a group.
fn hull_around(svg: &mut String, points: &[[f64; 2]], group: usize, radius: f64) {
    let colour = COLOURS[group % COLOURS.len()];
    let hull = hull(points);
    let Some(([x, y], rest)) = hull.split_first() else { return };
    let mut path = format!("M{x:.1} {y:.1}");
    for [x, y] in rest {
        let _ = write!(path, "L{x:.1} {y:.1}");
    }
    let around = 2.0 * (radius + 8.0);
    // The wide stroke rounds the corners and keeps the edge away from the voices.
    let _ = write!(
        svg,
        r#"<path d="{path}Z" fill="{colour}" stroke="{colour}" stroke-width="{around:.0}" stroke-linejoin="round" opacity=".11"/>"#
    );
}

/// The corners of the convex hull, in order (Andrew 1979).
fn hull(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut points = points.to_vec();
    points.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let mut hull = half(points.iter());
    let back = half(points.iter().rev());
    // Each half ends where the other begins.
    hull.pop();
    hull.extend(&back[..back.len() - 1]);
    hull
}

fn half<'a>(points: impl Iterator<Item = &'a [f64; 2]>) -> Vec<[f64; 2]> {
    let mut half: Vec<[f64; 2]> = Vec::new();
    for &[x, y] in points {
        while let [.., a, b] = half.as_slice() {
            let turn = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
            if turn > 0.0 {
                break;
            }
            half.pop();
        }
        half.push([x, y]);
    }
    half
}

#[cfg(test)]
mod tests {
    use super::hull;

    #[test]
    fn corners_of_a_square_with_voices_inside() {
        let mut points = vec![[0.5, 0.5], [0.25, 0.75], [0.5, 0.0]];
        let corners = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
        points.extend(corners);
        assert_eq!(hull(&points), corners);
    }

    #[test]
    fn no_area() {
        assert!(hull(&[]).is_empty());
        assert_eq!(hull(&[[1.0, 2.0], [1.0, 2.0]]), [[1.0, 2.0]]);
        assert_eq!(hull(&[[0.0, 0.0], [2.0, 2.0], [1.0, 1.0]]), [[0.0, 0.0], [2.0, 2.0]]);
    }
}
