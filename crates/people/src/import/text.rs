//! The plan as text, for the command line.

use super::plan::{Fate, Plan};
use std::fmt::Write;
use web::Words;

/// Rows of one kind that are told before the rest is counted.
const TOLD: usize = 20;

/// What would be done, in lines: counts first, then who is new and what changes. What is refused or asked is told
/// apart, with its lines.
pub fn preview(plan: &Plan, t: &Words) -> String {
    let counts = plan.counts();
    let mut out = t.with(
        "import-text-counts",
        &[
            ("new", counts.new.into()),
            ("changed", counts.changed.into()),
            ("unchanged", counts.unchanged.into()),
            ("refused", counts.refused.into()),
        ],
    );
    let mut tell = |line: String| {
        // Writing to a text cannot fail.
        let _ = write!(out, "\n{line}");
    };
    for (key, n) in [
        ("import-text-leavers", counts.leavers),
        ("import-text-left-before", counts.left_before),
        ("import-text-teams", counts.teams),
    ] {
        if n > 0 {
            tell(t.with(key, &[("n", n.into())]));
        }
    }
    let new = plan.rows.iter().filter(|it| matches!(it.fate, Fate::New(_))).map(|it| format!("  + {}", it.name));
    let changed = plan.rows.iter().filter_map(|it| match &it.fate {
        Fate::Changed { changes, .. } => {
            let changes: Vec<String> =
                changes.iter().map(|it| format!("{} {} → {}", it.field.word(t), it.was(t), it.will_be(t))).collect();
            Some(format!("  ~ {}: {}", it.name, changes.join("; ")))
        }
        _ => None,
    });
    let absent = plan.absent.iter().map(|(_, _, entry)| format!("  − {}", entry.name));
    let kept = plan.rows.iter().filter(|it| !it.kept.is_empty()).map(|it| {
        let kept: Vec<String> = it.kept.iter().map(|it| format!("{} {}", it.field.word(t), it.was(t))).collect();
        format!("  = {}: {}", it.name, t.with("import-text-kept", &[("fields", kept.join("; ").into())]))
    });
    for lines in [new.collect::<Vec<_>>(), changed.collect(), kept.collect(), absent.collect()] {
        let more = lines.len().saturating_sub(TOLD);
        lines.into_iter().take(TOLD).for_each(&mut tell);
        if more > 0 {
            tell(format!("  {}", t.with("import-text-more", &[("n", more.into())])));
        }
    }
    out
}
