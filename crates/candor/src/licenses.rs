//! `/licenses`: what Candor is made of.

use crate::WORDS;
use crate::app::App;
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use people::routes::Routes;
use web::{Frame, Words};

/// One library a line: name, version, licence; tabs between. Written by `cargo metadata`, checked by a test.
const LIBRARIES: &str = include_str!("../licenses.tsv");

#[derive(Template, WebTemplate)]
#[template(path = "licenses.html")]
struct Licenses {
    frame: Frame,
    t: Words,
    libraries: Vec<Library>,
}

struct Library {
    name: &'static str,
    version: &'static str,
    license: &'static str,
}

pub(crate) fn routes() -> Routes<App> {
    Routes::new().get("/licenses", ("licenses", "read"), page)
}

async fn page(State(app): State<App>) -> Licenses {
    let t = WORDS.in_language("en");
    Licenses { frame: Frame::new(&app.site, "en", t.text("licenses-title")), libraries: libraries().collect(), t }
}

fn libraries() -> impl Iterator<Item = Library> {
    LIBRARIES.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        Some(Library { name: cells.next()?, version: cells.next()?, license: cells.next()? })
    })
}

#[cfg(test)]
mod tests {
    use super::libraries;

    /// After an update: `cargo metadata` names the packages that `candor` needs to run, with their licences.
    #[test]
    fn the_list_names_the_versions_in_use() {
        let lock = include_str!("../../../Cargo.lock");
        for it in libraries() {
            let entry = format!("name = \"{}\"\nversion = \"{}\"\n", it.name, it.version);
            assert!(lock.contains(&entry), "{} {} is not in Cargo.lock", it.name, it.version);
        }
    }

    #[test]
    fn libraries_are_named_with_their_licence() {
        let all: Vec<_> = libraries().collect();
        assert!(all.len() > 100);
        assert!(all.iter().any(|it| it.name == "axum"));
        assert!(all.iter().all(|it| !it.license.is_empty() && !it.version.is_empty()));
    }
}
