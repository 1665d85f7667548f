//! The document knows every endpoint, and nothing else.

use crate::kit::Server;
use crate::kit::schema::validate;
use candor::problems::KINDS;
use candor::server::{endpoints, rows};
use people::front::Needs;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

fn document() -> Value {
    serde_json::from_str(candor::openapi::text()).unwrap()
}

/// After a change that was meant: `OPENAPI=write cargo test -p candor --test api document`.
#[test]
fn the_document_is_the_one_that_is_checked_in() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    if std::env::var("OPENAPI").as_deref() == Ok("write") {
        std::fs::write(&file, candor::openapi::text()).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(
        kept == candor::openapi::text(),
        "the API is not as docs/openapi.json says; if that was meant: OPENAPI=write cargo test -p candor --test api document"
    );
}

#[test]
fn every_endpoint_is_in_the_document_and_the_reverse() {
    let served = endpoints().into_iter().filter(|it| it.path.starts_with("/api/v1/"));
    let served: BTreeSet<_> = served.map(|it| (it.path.to_owned(), it.method.as_str().to_lowercase())).collect();
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let told: BTreeSet<_> = paths
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(|it| (path.clone(), it.clone())))
        .collect();
    assert_eq!(served, told);
    let names: BTreeSet<_> = paths
        .values()
        .flat_map(|it| it.as_object().unwrap().values())
        .map(|it| it["operationId"].clone().to_string())
        .collect();
    assert_eq!(names.len(), told.len(), "operations have names of their own");
}

#[test]
fn every_endpoint_has_one_scope_and_every_scope_a_row() {
    let needs: Vec<Needs> = [people::api::NEEDS, chat::api::NEEDS, feedback::api::NEEDS].concat();
    for it in endpoints().into_iter().filter(|it| it.path.starts_with("/api/v1/")) {
        let fitting = needs.iter().filter(|need| (need.object, need.action) == (it.object, it.action)).count();
        assert_eq!(fitting, 1, "{it:?}");
    }
    let rows = rows();
    for need in needs {
        assert!(rows.iter().any(|it| (it.object, it.action) == (need.object, need.action)), "{need:?}");
    }
}

#[test]
fn references_lead_somewhere() {
    fn walk(document: &Value, value: &Value, found: &mut usize) {
        if let Some(path) = value["$ref"].as_str() {
            assert!(document.pointer(path.trim_start_matches('#')).is_some(), "{path}");
            *found += 1;
        }
        let inside =
            value.as_array().into_iter().flatten().chain(value.as_object().into_iter().flat_map(|it| it.values()));
        inside.for_each(|it| walk(document, it, found));
    }
    let (document, mut found) = (document(), 0);
    walk(&document, &document, &mut found);
    assert!(found > 50, "{found}");
}

#[test]
fn the_check_of_answers_finds_what_is_wrong() {
    let schema: &'static Value = Box::leak(Box::new(json!({
        "type": "object",
        "required": ["n", "words"],
        "properties": {
            "n": { "type": "integer" },
            "words": { "type": "array", "items": { "type": "string", "enum": ["a", "b"] } },
            "more": { "oneOf": [{ "type": "null" }, { "type": "object", "properties": { "x": { "type": "number" } } }] },
        },
    })));
    let faults = |value: Value| {
        let mut faults = Vec::new();
        validate(schema, &value, "", &mut faults);
        faults.len()
    };
    assert_eq!(faults(json!({ "n": 1, "words": ["a"], "more": { "x": 0.5 } })), 0);
    assert_eq!(faults(json!({ "n": 1, "words": [], "more": null })), 0);
    assert_eq!(faults(json!({ "n": "1", "words": ["c", 7] })), 4);
    assert_eq!(faults(json!({ "words": [], "other": 1 })), 2);
    assert_eq!(faults(json!({ "n": 1, "words": [], "more": { "y": 1 } })), 1);
    assert_eq!(faults(json!([])), 1);
}

#[tokio::test]
async fn the_reference_shows_all_of_it() {
    let server = Server::start().await;
    let stranger = server.stranger();
    let given = stranger.get("/api/openapi.json").await;
    assert_eq!((given.status, given.header("content-type")), (200, "application/json"));
    assert_eq!(given.text, candor::openapi::text());
    let again =
        stranger.request(reqwest::Method::GET, "/api/openapi.json").header("if-none-match", given.header("etag"));
    assert_eq!(again.send().await.unwrap().status(), 304);

    let page = stranger.page("/api").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    let document = document();
    for (path, methods) in document["paths"].as_object().unwrap() {
        assert!(page.text.contains(path.as_str()), "{path}");
        for operation in methods.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(page.text.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(page.text.contains(&format!("id=\"schema-{name}\"")), "{name}");
    }
}

#[tokio::test]
async fn every_kind_of_refusal_has_a_page() {
    let server = Server::start().await;
    let stranger = server.stranger();
    let all = stranger.page("/problems").await;
    for (name, _) in KINDS {
        let path = format!("/problems/{name}");
        let page = stranger.page(&path).await;
        assert!(page.status == 200 && page.text.contains(name), "{path}");
        assert!(all.text.contains(&path), "{path}");
    }
    assert_eq!(stranger.page("/problems/none").await.status, 404);
}
