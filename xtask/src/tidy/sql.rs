//! SQL lives in `store` rooms and in `db`.

use super::Finding;
use crate::tree::{Tree, crate_of, line_of};

/// What gives SQL away.
const SIGNS: &[&str] = &["statements!", "sqlx::", "QueryBuilder"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let outside = tree.texts(&["rs"]).filter(|(path, _)| path.starts_with("crates/") && !is_home(path));
    outside.flat_map(|(path, text)| of(path, text)).collect()
}

fn is_home(path: &str) -> bool {
    crate_of(path) == Some("db") || path.split('/').any(|part| part == "store" || part == "store.rs")
}

fn of(path: &str, text: &str) -> Vec<Finding> {
    let code = super::literals::without_comments(text);
    let places = SIGNS.iter().flat_map(|sign| code.match_indices(sign)).map(|(at, sign)| {
        let say = format!("`{sign}` outside a store: move the statement to this crate's `store` and call it");
        Finding::fail(path, line_of(text, at), say)
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::places;
    use crate::tree::Tree;

    #[test]
    fn sql_stays_at_home() {
        let sql = "// sqlx::query is fine in a comment\nfn a() {\n    sqlx::query(\"SELECT 1\");\n}\n";
        let tree = Tree::of(&[
            ("crates/db/src/connect.rs", sql),
            ("crates/chat/src/store/rows.rs", sql),
            ("crates/people/src/store.rs", sql),
            ("crates/people/tests/store.rs", sql),
            ("crates/chat/src/api/chats.rs", sql),
            ("crates/chat/src/model/chat.rs", "db::statements! {}"),
        ]);
        assert_eq!(places(&check(&tree)), ["crates/chat/src/api/chats.rs:3", "crates/chat/src/model/chat.rs:1"]);
    }
}
