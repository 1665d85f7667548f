//! Arrows point downwards only: which crate may stand on which.

use super::Finding;
use crate::tree::{Tree, crate_of};
use std::collections::BTreeSet;
use toml::{Table, Value};

/// A crate, the crates of ours it may stand on, and libraries it must not use outside tests.
struct Row {
    name: &'static str,
    on: &'static [&'static str],
    never: &'static [&'static str],
}

/// What does I/O, reads a clock or draws lots.
const NOT_PURE: &[&str] =
    &["axum", "db", "jiff", "rand", "reqwest", "sqlx", "tokio", "tokio-tungstenite", "tracing", "web"];

const ROWS: &[Row] = &[
    Row { name: "coach", on: &[], never: NOT_PURE },
    Row { name: "opinion", on: &[], never: NOT_PURE },
    Row { name: "db", on: &[], never: &["axum", "reqwest"] },
    Row { name: "web", on: &["db", "opinion"], never: &["sqlx"] },
    Row { name: "people", on: &["db", "web"], never: &[] },
    Row { name: "stories", on: &["db", "opinion", "web"], never: &[] },
    Row { name: "chat", on: &["db", "opinion", "people", "stories", "web"], never: &[] },
    Row { name: "feedback", on: &["coach", "db", "people", "web"], never: &[] },
    // A client: it knows the public protocol and nothing else.
    Row { name: "swarm", on: &[], never: &["axum", "sqlx"] },
    Row {
        name: "candor",
        on: &["chat", "coach", "db", "feedback", "opinion", "people", "stories", "swarm", "web"],
        never: &["sqlx"],
    },
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let manifests: Vec<_> = tree.texts(&["toml"]).filter(|(path, _)| is_manifest(path)).collect();
    let ours: BTreeSet<&str> = manifests.iter().filter_map(|(path, _)| crate_of(path)).collect();
    manifests.iter().flat_map(|(path, text)| of(path, text, &ours)).collect()
}

fn is_manifest(path: &str) -> bool {
    path == "xtask/Cargo.toml" || path.starts_with("crates/") && path.ends_with("/Cargo.toml")
}

fn of(path: &str, text: &str, ours: &BTreeSet<&str>) -> Vec<Finding> {
    let Ok(manifest) = text.parse::<Table>() else {
        return vec![Finding::fail(path, 0, "not TOML")];
    };
    let name = crate_of(path).unwrap_or("xtask");
    let tool = Row { name: "xtask", on: &[], never: &[] };
    let Some(row) = ROWS.iter().chain([&tool]).find(|row| row.name == name) else {
        let say = "a new crate: add its row to xtask/src/tidy/dependencies.rs, and to ARCHITECTURE.md";
        return vec![Finding::fail(path, 0, say)];
    };
    let used = names(&manifest, "dependencies").chain(names(&manifest, "build-dependencies")).collect::<Vec<_>>();
    let tried = names(&manifest, "dev-dependencies").filter(|dependency| dependency != name);
    let upwards =
        used.iter().cloned().chain(tried).filter(|it| ours.contains(it.as_str()) && !row.on.contains(&it.as_str()));
    let mut found: Vec<_> =
        upwards.map(|it| Finding::fail(path, 0, format!("{name} must not stand on {it}"))).collect();
    let never = used.iter().filter(|it| row.never.contains(&it.as_str()));
    found.extend(never.map(|it| Finding::fail(path, 0, format!("{name} must not use {it}: take it as a parameter"))));
    found
}

/// Names of one table of dependencies, and of those for single platforms.
fn names<'a>(manifest: &'a Table, table: &'a str) -> impl Iterator<Item = String> + 'a {
    let platforms = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let tables = std::iter::once(manifest).chain(platforms.filter_map(Value::as_table));
    tables.filter_map(move |it| it.get(table)?.as_table()).flat_map(Table::keys).cloned()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tree::Tree;

    fn said(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).into_iter().map(|it| it.say).collect()
    }

    #[test]
    fn arrows_point_downwards() {
        let stories = ("crates/stories/Cargo.toml", "[dependencies]\npeople.workspace = true\nserde = \"1\"");
        let people =
            ("crates/people/Cargo.toml", "[dependencies]\ndb.workspace = true\n[dev-dependencies]\npeople = {}");
        let db = ("crates/db/Cargo.toml", "");
        assert_eq!(said(&[stories, people, db]), ["stories must not stand on people"]);
    }

    #[test]
    fn nobody_stands_on_the_binary_not_even_a_test() {
        let swarm = ("crates/swarm/Cargo.toml", "[dev-dependencies]\ncandor = {}");
        assert_eq!(said(&[swarm, ("crates/candor/Cargo.toml", "")]), ["swarm must not stand on candor"]);
    }

    #[test]
    fn engines_are_pure_on_every_platform() {
        let text = "[target.'cfg(unix)'.dependencies]\ntokio = \"1\"\n[dev-dependencies]\nrand = \"1\"";
        assert_eq!(
            said(&[("crates/opinion/Cargo.toml", text)]),
            ["opinion must not use tokio: take it as a parameter"]
        );
    }

    #[test]
    fn a_new_crate_needs_a_row() {
        assert_eq!(said(&[("crates/growth/Cargo.toml", "")]).len(), 1);
    }
}
