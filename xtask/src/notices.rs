//! What Candor is made of: the list behind `/licenses`, and the texts that must travel with the program.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const LIST: &str = "crates/candor/licenses.tsv";
const TEXTS: &str = "THIRD-PARTY-NOTICES";
const VENDORED: &str = "crates/web/vendor/";

/// A library of the program.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Library {
    name: String,
    version: String,
    /// SPDX expression.
    license: String,
    folder: PathBuf,
}

/// Writes both files.
pub fn write(root: &Path) -> Result<ExitCode> {
    for (path, text) in made(root)? {
        fs::write(root.join(path), text).with_context(|| format!("writing {path}"))?;
        println!("{path} is written");
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether both files are as they would be written now.
pub fn are_current(root: &Path) -> Result<bool> {
    let old =
        made(root)?.into_iter().find(|(path, text)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(text));
    if let Some((path, _)) = &old {
        println!("error: {path} is not what the program is made of today: cargo xtask notices");
    }
    Ok(old.is_none())
}

fn made(root: &Path) -> Result<[(&'static str, String); 2]> {
    let libraries = libraries(&metadata(root)?)?;
    let mut texts = Texts::default();
    for library in &libraries {
        texts.add(library)?;
    }
    let vendored = vendored(root, &mut texts)?;
    Ok([(LIST, list(&libraries)), (TEXTS, texts.print(&libraries, &vendored))])
}

fn metadata(root: &Path) -> Result<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // One platform, so that the answer is the same everywhere.
    let arguments = ["metadata", "--locked", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"];
    let output = Command::new(cargo).args(arguments).current_dir(root).output().context("starting cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("reading the answer of cargo metadata")
}

/// Everything from elsewhere that the binary is built with, by name. Tests and build tools are left out.
fn libraries(metadata: &Value) -> Result<Vec<Library>> {
    let text = |value: &Value, field: &str| value[field].as_str().unwrap_or_default().to_owned();
    let array = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages: BTreeMap<_, _> = array(&metadata["packages"]).into_iter().map(|it| (text(&it, "id"), it)).collect();
    let nodes: BTreeMap<_, _> =
        array(&metadata["resolve"]["nodes"]).into_iter().map(|it| (text(&it, "id"), it)).collect();
    let binary = packages.iter().find(|(_, it)| it["name"] == "candor" && it["source"].is_null());
    let mut open = vec![binary.context("the workspace has a crate `candor`")?.0.clone()];
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    while let Some(id) = open.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let needed = array(&nodes[&id]["deps"])
            .into_iter()
            .filter(|it| array(&it["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()));
        open.extend(needed.map(|it| text(&it, "pkg")));
        let package = &packages[&id];
        if !package["source"].is_null() {
            let manifest = PathBuf::from(text(package, "manifest_path"));
            found.push(Library {
                name: text(package, "name"),
                version: text(package, "version"),
                // An old way to write it.
                license: text(package, "license").replace('/', " OR "),
                folder: manifest.parent().map(Path::to_path_buf).unwrap_or_default(),
            });
        }
    }
    found.sort();
    Ok(found)
}

fn list(libraries: &[Library]) -> String {
    libraries.iter().fold(String::new(), |mut out, it| {
        let _ = writeln!(out, "{}\t{}\t{}", it.name, it.version, it.license);
        out
    })
}

/// Each licence text once, with those it belongs to.
#[derive(Debug, Default)]
struct Texts {
    by_text: BTreeMap<String, BTreeSet<String>>,
}

impl Texts {
    fn add(&mut self, library: &Library) -> Result<()> {
        for entry in fs::read_dir(&library.folder).with_context(|| format!("reading {}", library.folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
            if path.is_file() && is_wanted(&name, &library.license) {
                let text = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
                self.put(&String::from_utf8_lossy(&text), &format!("{} {}", library.name, library.version));
            }
        }
        Ok(())
    }

    fn put(&mut self, text: &str, who: &str) {
        let text: Vec<&str> = text.lines().map(str::trim_end).collect();
        self.by_text.entry(text.join("\n").trim_matches('\n').to_owned()).or_default().insert(who.to_owned());
    }

    fn print(&self, libraries: &[Library], vendored: &[String]) -> String {
        let mut out = String::from(
            "Candor is built with the following libraries and ships the following files of others. Where a licence may be\n\
             chosen and Apache-2.0 is offered, Candor takes Apache-2.0, whose text is in LICENSE. Every other text follows.\n\n",
        );
        for it in libraries {
            let _ = writeln!(out, "{} {}: {}", it.name, it.version, it.license);
        }
        for it in vendored {
            let _ = writeln!(out, "{it}");
        }
        for (text, who) in &self.by_text {
            let who: Vec<_> = who.iter().map(String::as_str).collect();
            let _ = write!(out, "\n{}\n{}\n\n{text}\n", "=".repeat(80), who.join("\n"));
        }
        out
    }
}

/// Whether a file of a library must travel with the program.
fn is_wanted(name: &str, license: &str) -> bool {
    let apache = license.split(" OR ").any(|it| it.trim_matches(['(', ')']) == "Apache-2.0");
    if apache {
        name.starts_with("NOTICE")
    } else {
        ["LICENSE", "LICENCE", "COPYING", "NOTICE"].iter().any(|it| name.starts_with(it))
    }
}

/// Adds the texts of vendored packages, and says their names.
fn vendored(root: &Path, texts: &mut Texts) -> Result<Vec<String>> {
    let list = fs::read_to_string(root.join(VENDORED).join("VENDOR.toml")).context("reading VENDOR.toml")?;
    let list: toml::Table = list.parse().context("reading VENDOR.toml")?;
    let mut names = BTreeSet::new();
    for file in list.get("file").and_then(toml::Value::as_array).into_iter().flatten() {
        let field = |name: &str| file.get(name).and_then(toml::Value::as_str).unwrap_or_default();
        let who = format!("{} {}", field("package"), field("version"));
        let text = fs::read_to_string(root.join(VENDORED).join(field("licence")))
            .with_context(|| format!("the licence of {who}"))?;
        texts.put(&text, &who);
        names.insert(format!("{who}: {}", field("spdx")));
    }
    Ok(names.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::{is_wanted, libraries, list};
    use serde_json::json;

    #[test]
    fn only_what_the_binary_is_built_with_is_listed() {
        let package = |name: &str, source: Option<&str>| json!({"id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "source": source, "manifest_path": "x/Cargo.toml"});
        let need = |name: &str, kind: Option<&str>| json!({"pkg": name, "dep_kinds": [{"kind": kind}]});
        let metadata = json!({
            "packages": [package("candor", None), package("chat", None), package("axum", Some("r")), package("insta", Some("r"))],
            "resolve": {"nodes": [
                {"id": "candor", "deps": [need("chat", None), need("insta", Some("dev"))]},
                {"id": "chat", "deps": [need("axum", None)]},
                {"id": "axum", "deps": []},
                {"id": "insta", "deps": []},
            ]},
        });
        let found = libraries(&metadata).expect("it is complete");
        assert_eq!(list(&found), "axum\t1.0.0\tMIT OR Apache-2.0\n");
    }

    #[test]
    fn a_chosen_licence_needs_no_second_text() {
        assert!(!is_wanted("LICENSE-MIT", "MIT OR Apache-2.0"));
        assert!(is_wanted("NOTICE", "MIT OR Apache-2.0"));
        assert!(is_wanted("LICENSE", "MIT") && is_wanted("COPYING.TXT", "Apache-2.0 AND MIT"));
    }
}
