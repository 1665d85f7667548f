//! Files stay short enough to be read at once.

use super::Finding;
use crate::tree::Tree;

const RUST: (usize, usize) = (500, 1000);
const BROWSER: usize = 600;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let rust = tree.texts(&["rs"]).filter_map(|(path, text)| {
        let lines = text.lines().count();
        if lines > RUST.1 {
            return Some(Finding::fail(path, 0, format!("{lines} lines, at most {}: split it by subject", RUST.1)));
        }
        (lines > RUST.0).then(|| Finding::warn(path, format!("{lines} lines, better under {}: split it", RUST.0)))
    });
    let browser = tree.texts(&["js", "css"]).filter_map(|(path, text)| {
        let lines = text.lines().count();
        (lines > BROWSER)
            .then(|| Finding::fail(path, 0, format!("{lines} lines, at most {BROWSER}: split it by subject")))
    });
    rust.chain(browser).collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::Level;
    use crate::tree::Tree;

    #[test]
    fn long_files() {
        let [short, long, too_long] = [500, 501, 1001].map(|n| "x\n".repeat(n));
        let tree =
            Tree::of(&[("a.rs", &short), ("b.rs", &long), ("c.rs", &too_long), ("d.js", &too_long), ("e.css", &long)]);
        let found: Vec<_> = check(&tree).into_iter().map(|it| (it.path, it.level)).collect();
        let expected = [("b.rs", Level::Warn), ("c.rs", Level::Fail), ("d.js", Level::Fail)];
        assert_eq!(found, expected.map(|(path, level)| (path.to_owned(), level)));
    }
}
