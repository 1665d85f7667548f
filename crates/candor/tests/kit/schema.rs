//! The document of the API, held against what is answered. Stricter than JSON Schema: a field that the document does not
//! know is a fault.

use super::http::Answer;
use reqwest::Method;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(candor::openapi::text()).unwrap());

/// Fails unless the answer is one that the document allows.
pub fn check(method: &Method, path: &str, answer: &Answer) {
    let told = format!("{method} {path}: {} {}", answer.status, answer.text);
    if answer.status >= 400 {
        assert_eq!(answer.header("content-type"), "application/problem+json", "{told}");
        let kind = answer.json()["type"].as_str().unwrap_or_default().to_owned();
        let name = kind.strip_prefix("/problems/").unwrap_or_default();
        let known = candor::problems::KINDS.iter().find(|(known, _)| *known == name);
        let (_, statuses) = known.unwrap_or_else(|| panic!("no page explains {kind}: {told}"));
        assert!(statuses.contains(&answer.status), "{told}");
        assert_eq!(answer.json()["status"], answer.status, "{told}");
    }
    let Some(operation) = operation(method, path) else {
        assert!(answer.status >= 400 || path == "/api/openapi.json", "the document does not know {told}");
        return;
    };
    let status = answer.status.to_string();
    let responses = &operation["responses"];
    let response = at(if responses[&status].is_object() { &responses[&status] } else { &responses["default"] });
    assert!(answer.status >= 400 || responses[&status].is_object(), "the document does not know {told}");
    for name in response["headers"].as_object().into_iter().flat_map(|it| it.keys()) {
        // Only a token is counted.
        assert!(name.starts_with("RateLimit") || name == "Link" || !answer.header(name).is_empty(), "{name} at {told}");
    }
    if answer.text.is_empty() {
        assert!([204, 304].contains(&answer.status), "{told}");
        return;
    }
    let schema = &response["content"][answer.header("content-type")]["schema"];
    assert!(schema.is_object(), "the document does not know this kind of answer: {told}");
    let mut faults = Vec::new();
    validate(schema, &answer.json(), "", &mut faults);
    assert!(faults.is_empty(), "{faults:?} in {told}");
}

/// What the document says of a request; none if it says nothing.
fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let paths = DOCUMENT["paths"].as_object()?;
    let (_, methods) = paths.iter().find(|(template, _)| fits(template, path))?;
    methods.get(method.as_str().to_ascii_lowercase())
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len() && template.iter().zip(&path).all(|(it, part)| it == part || it.starts_with('{'))
}

fn at(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(path) => DOCUMENT.pointer(path.trim_start_matches('#')).unwrap_or_else(|| panic!("{path} leads nowhere")),
        None => value,
    }
}

/// Collects where `value` is not as `schema` says.
pub fn validate(schema: &'static Value, value: &Value, place: &str, faults: &mut Vec<String>) {
    let schema = at(schema);
    if let Some(either) = schema["oneOf"].as_array() {
        let fitting = either.iter().any(|it| {
            let mut faults = Vec::new();
            validate(it, value, place, &mut faults);
            faults.is_empty()
        });
        if !fitting {
            faults.push(format!("{place} is none of {schema}"));
        }
        return;
    }
    if !is_of_kind(&schema["type"], value) {
        faults.push(format!("{place} is no {}", schema["type"]));
    }
    if schema["enum"].as_array().is_some_and(|words| !value.is_null() && !words.contains(value)) {
        faults.push(format!("{place} is no word of {}", schema["enum"]));
    }
    for (n, item) in value.as_array().into_iter().flatten().enumerate().filter(|_| schema["items"].is_object()) {
        validate(&schema["items"], item, &format!("{place}/{n}"), faults);
    }
    let parts = parts(schema);
    let Some(fields) = value.as_object().filter(|_| parts.iter().any(|it| it["properties"].is_object())) else {
        return;
    };
    let mut known = BTreeSet::new();
    for part in parts {
        for name in part["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                faults.push(format!("{place}/{name} is missing"));
            }
        }
        for (name, schema) in part["properties"].as_object().into_iter().flatten() {
            known.insert(name.as_str());
            if let Some(field) = fields.get(name) {
                validate(schema, field, &format!("{place}/{name}"), faults);
            }
        }
    }
    faults
        .extend(fields.keys().filter(|it| !known.contains(it.as_str())).map(|it| format!("{place}/{it} is not known")));
}

/// A form of data that is made of several.
fn parts(schema: &'static Value) -> Vec<&'static Value> {
    let all = schema["allOf"].as_array().into_iter().flatten().flat_map(|it| parts(at(it)));
    std::iter::once(schema).chain(all).collect()
}

fn is_of_kind(kind: &Value, value: &Value) -> bool {
    let is = |kind: &str| match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match kind {
        Value::String(kind) => is(kind),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}
