//! The words beside the plane.

use super::super::report::{PerTake, Report, TakeName};
use super::words::{lines, xml};
use super::{COLOURS, FOOT, INK, PLOT, QUIET, SIDE, TOP, UNDER, badge, counted};
use std::fmt::Write as _;

/// Size of the words.
const SIZE: f64 = 15.0;
/// Size of the line above them.
const LEAD: f64 = 13.0;
const LEADING: f64 = 20.0;

/// Blocks of words in columns.
pub(super) struct Captions {
    columns: Vec<Column>,
}

/// Blocks from top to bottom.
struct Column {
    left: f64,
    top: f64,
    blocks: Vec<Block>,
}

/// A heading with lines under it.
struct Block {
    heading: String,
    /// Of which group, by its place among them and its sign.
    group: Option<(usize, String)>,
    items: Vec<Item>,
}

/// A take and what is said of it.
struct Item {
    /// “agrees, 85 %”.
    lead: String,
    lines: Vec<String>,
}

impl Captions {
    /// What a report says in words: every group, then what unites and what divides.
    pub fn of(report: &Report) -> Self {
        let grouped = !report.groups.is_empty();
        let each = match report.groups.len() {
            0..=3 => 3,
            4..=5 => 2,
            6..=9 => 1,
            _ => 0,
        };
        let most = if grouped { 3 } else { 4 };
        let common = report.consensus.iter().take(most);
        let unites =
            Block::of("What unites", common.map(|it| item(report, &it.take, &together(report, &it.take, it.side))));
        let wide = report.divisive.iter().take(most);
        let divides = Block::of("What divides", wide.map(|it| item(report, &it.take, &apart(report, &it.take))));
        let groups: Vec<Block> = (0..report.groups.len()).map(|at| group(report, at, each)).collect();
        let side = |blocks| Column { left: SIDE.0, top: TOP, blocks };
        if !grouped {
            return Self { columns: vec![side([unites, divides].into_iter().flatten().collect())] };
        }
        let top = TOP + PLOT.1 + FOOT;
        let under = [unites, divides].into_iter().flatten().zip(UNDER);
        let under = under.map(|(block, (left, _))| Column { left, top, blocks: vec![block] });
        Self { columns: std::iter::once(side(groups)).chain(under).collect() }
    }

    /// Where the last line ends.
    pub fn bottom(&self) -> f64 {
        let ends = self.columns.iter().map(|it| it.top + it.blocks.iter().map(Block::height).sum::<f64>());
        ends.fold(TOP, f64::max)
    }

    /// The same as sentences, for those who do not see the picture.
    pub fn spoken(&self) -> String {
        let mut said = String::new();
        for block in self.columns.iter().flat_map(|column| &column.blocks) {
            let takes: Vec<String> =
                block.items.iter().map(|it| format!("{}: {}", it.lead, it.lines.join(" "))).collect();
            let mark = if takes.is_empty() { "" } else { ": " };
            let _ = write!(said, "{}{mark}{}. ", block.heading, takes.join("; "));
        }
        said.trim_end().to_owned()
    }

    /// Draws them.
    pub fn draw(&self, svg: &mut String) {
        for Column { left, top, blocks } in &self.columns {
            let mut y = *top;
            for block in blocks {
                block.draw(svg, *left, y);
                y += block.height();
            }
        }
    }
}

impl Block {
    /// Nothing when there is nothing to say.
    fn of(heading: &str, items: impl Iterator<Item = Item>) -> Option<Self> {
        let items: Vec<Item> = items.collect();
        (!items.is_empty()).then(|| Self { heading: heading.to_owned(), group: None, items })
    }

    fn height(&self) -> f64 {
        let lines: usize = self.items.iter().map(|it| 1 + it.lines.len()).sum();
        38.0 + LEADING * lines as f64 + 8.0 * self.items.len() as f64 + 14.0
    }

    fn draw(&self, svg: &mut String, left: f64, top: f64) {
        let mut x = left;
        if let Some((at, name)) = &self.group {
            badge(svg, [left + 14.0, top + 15.0], *at, name, 12.0);
            x += 38.0;
        }
        let colour = self.group.as_ref().map_or(INK, |(at, _)| COLOURS[at % COLOURS.len()]);
        let _ = write!(
            svg,
            r#"<text x="{x}" y="{:.0}" font-size="18" font-weight="700" fill="{colour}">{}</text>"#,
            top + 21.0,
            xml(&self.heading)
        );
        let mut y = top + 38.0;
        for item in &self.items {
            y += LEADING;
            let _ = write!(
                svg,
                r#"<text x="{left}" y="{:.0}" font-size="{LEAD}" font-weight="600" fill="{QUIET}">{}</text>"#,
                y - 5.0,
                xml(&item.lead)
            );
            for line in &item.lines {
                y += LEADING;
                let _ = write!(svg, r#"<text x="{left}" y="{:.0}" font-size="{SIZE}">{}</text>"#, y - 5.0, xml(line));
            }
            y += 8.0;
        }
    }
}

fn group(report: &Report, at: usize, each: usize) -> Block {
    let group = &report.groups[at];
    let told = group.characteristic.iter().take(each);
    let told = told.map(|it| {
        let share = 100.0 * f64::from(it.count) / f64::from(it.seen.max(1));
        item(report, &it.take, &format!("{}, {share:.0} %", verb(it.side)))
    });
    let sign = sign(report, at);
    let name = if sign == group.name { format!("Group {sign}") } else { lines(&group.name, 11.0, 1).concat() };
    Block {
        heading: format!("{name}: {}", counted(group.size, "voice")),
        group: Some((at, sign)),
        items: told.collect(),
    }
}

/// What stands in a group's mark: its name where that is short, else a letter.
pub(super) fn sign(report: &Report, at: usize) -> String {
    let name = &report.groups[at].name;
    if name.chars().count() <= 2 {
        return name.clone();
    }
    char::from(b'A' + u8::try_from(at.min(25)).unwrap_or(25)).to_string()
}

fn item(report: &Report, take: &TakeName, lead: &str) -> Item {
    let lead = lines(lead, UNDER[0].1 / LEAD, 1).concat();
    Item { lead, lines: lines(&words(report, take), UNDER[0].1 / SIZE, 2) }
}

fn verb(side: &str) -> &'static str {
    if side == "agree" { "agrees" } else { "disagrees" }
}

fn find<'a>(report: &'a Report, take: &TakeName) -> Option<&'a PerTake> {
    report.per_take.iter().find(|it| it.take == *take)
}

/// The words of a take, or what it is called.
fn words(report: &Report, take: &TakeName) -> String {
    let text = find(report, take).and_then(|it| it.text.clone()).filter(|text| !text.trim().is_empty());
    text.unwrap_or_else(|| match take {
        TakeName::Number(number) => format!("Take {number}"),
        TakeName::Text(text) => text.clone(),
    })
}

/// How many of the room are on a side, or of each group at least.
fn together(report: &Report, take: &TakeName, side: &str) -> String {
    let Some(take) = find(report, take) else { return String::new() };
    let share = |agree: u32, disagree: u32, pass: u32| {
        let count = if side == "agree" { agree } else { disagree };
        100.0 * f64::from(count) / f64::from((agree + disagree + pass).max(1))
    };
    let whole = share(take.agree, take.disagree, take.pass);
    if take.groups.is_empty() {
        return format!("{whole:.0} % {side}");
    }
    let least = take.groups.iter().map(|it| share(it.agree, it.disagree, it.pass)).fold(whole, f64::min);
    format!("{side}: at least {least:.0} % of each group")
}

/// How many of each group agree, or of the room where there are no groups.
fn apart(report: &Report, take: &TakeName) -> String {
    let share = |agree: u32, seen: u32| 100.0 * f64::from(agree) / f64::from(seen.max(1));
    let Some(take) = find(report, take) else { return String::new() };
    if take.groups.is_empty() {
        let (agree, disagree) = (share(take.agree, take.seen), share(take.disagree, take.seen));
        return format!("{agree:.0} % agree, {disagree:.0} % disagree");
    }
    let mut parts: Vec<(f64, String)> = (0..take.groups.len())
        .map(|at| {
            let it = &take.groups[at];
            (share(it.agree, it.agree + it.disagree + it.pass), sign(report, at))
        })
        .collect();
    if parts.len() > 3 {
        // The ends are what divides.
        parts.sort_by(|one, other| other.0.total_cmp(&one.0));
        parts.drain(1..parts.len() - 1);
    }
    let parts: Vec<String> = parts.into_iter().map(|(share, sign)| format!("{share:.0} % of {sign}")).collect();
    format!("agree: {}", parts.join(", "))
}
