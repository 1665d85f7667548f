//! Both engines have the same migrations, numbered without a gap.

use super::Finding;
use crate::tree::Tree;
use std::collections::BTreeSet;

const ENGINES: [&str; 2] = ["crates/db/migrations/sqlite/", "crates/db/migrations/postgres/"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let names =
        ENGINES.map(|folder| tree.below(folder).map(|(path, _)| &path[folder.len()..]).collect::<BTreeSet<_>>());
    let mut found = Vec::new();
    for (here, there) in [(0, 1), (1, 0)] {
        for name in names[here].difference(&names[there]) {
            let path = format!("{}{name}", ENGINES[here]);
            found.push(Finding::fail(&path, 0, format!("has no twin {}{name}: write it too", ENGINES[there])));
        }
    }
    for (n, name) in names[0].iter().enumerate() {
        if !name.starts_with(&format!("{:04}_", n + 1)) {
            let say = format!("the {:04}th migration must be named {:04}_….sql", n + 1, n + 1);
            found.push(Finding::fail(&format!("{}{name}", ENGINES[0]), 0, say));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::places;
    use crate::tree::Tree;

    #[test]
    fn twins_without_a_gap() {
        let tree = Tree::of(&[
            ("crates/db/migrations/sqlite/0001_a.sql", ""),
            ("crates/db/migrations/sqlite/0003_b.sql", ""),
            ("crates/db/migrations/postgres/0001_a.sql", ""),
            ("crates/db/migrations/postgres/0003_b.sql", ""),
            ("crates/db/migrations/postgres/0004_c.sql", ""),
        ]);
        let expected = ["crates/db/migrations/postgres/0004_c.sql:0", "crates/db/migrations/sqlite/0003_b.sql:0"];
        assert_eq!(places(&check(&tree)), expected);
    }
}
