//! The document of the API: what the capabilities say of their endpoints, and what holds for all of them.

use people::front::{Asks, Needs};
use people::model::token::Scope;
use people::routes::Endpoint;
use serde_json::{Value, json};
use std::sync::LazyLock;
use utoipa::OpenApi;

/// What every endpoint of the API begins with.
const ROOT: &str = "/api/v1/";

static TEXT: LazyLock<String> =
    LazyLock::new(|| serde_json::to_string_pretty(&document()).expect("a document serialises") + "\n");

/// The document as it is served, and kept in `docs/openapi.json`.
pub fn text() -> &'static str {
    &TEXT
}

/// The endpoints of the API.
pub(crate) fn endpoints() -> impl Iterator<Item = Endpoint> {
    crate::server::endpoints().into_iter().filter(|it| it.path.starts_with(ROOT))
}

/// What a token must be made for, row by row.
pub(crate) fn needs() -> Vec<Needs> {
    [people::api::NEEDS, chat::api::NEEDS, feedback::api::NEEDS].concat()
}

/// What an endpoint of the API needs; an endpoint without exactly one such row is a defect, found by a test.
pub(crate) fn needed(endpoint: &Endpoint) -> Option<Needs> {
    let fits = |it: &Needs| (it.object, it.action) == (endpoint.object, endpoint.action);
    let mut fitting = needs().into_iter().filter(fits);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// The document as a value.
pub fn document() -> Value {
    let mut all = people::api::Document::openapi();
    all.merge(chat::api::Document::openapi());
    all.merge(feedback::api::Document::openapi());
    let mut document = serde_json::to_value(all).expect("a document serialises");
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "Candor",
        "version": "1",
        "summary": "Live chats, their results, feedback, and the people behind them.",
        "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
    });
    document["servers"] = json!([{ "url": "/" }]);
    document["tags"] = json!([
        { "name": "me", "description": "Who a program acts as." },
        { "name": "chats", "description": "Live chats of a host: drafted, run, and read." },
        { "name": "recaps", "description": "The article that a chat becomes." },
        { "name": "people", "description": "The directory as colleagues see it." },
        { "name": "feedback", "description": "Feedback of one's own: received, given, asked for." },
    ]);
    document["security"] = json!([{ "token": [] }, { "session": [] }]);
    whole(&mut document["components"]["schemas"]);
    common(&mut document["components"]);
    for endpoint in endpoints() {
        let method = endpoint.method.as_str().to_ascii_lowercase();
        if let Some(operation) = document["paths"][endpoint.path].get_mut(&method) {
            complete(operation, &endpoint);
        }
    }
    document
}

/// Forms of data that leave out what the reader may not see.
const PARTIAL: &[&str] = &["Person", "PersonInLine"];

/// What is answered is answered whole: every field is there, if only as null. What is sent may leave fields out.
fn whole(schemas: &mut Value) {
    let all = schemas.as_object_mut().into_iter().flat_map(|it| it.iter_mut());
    for (_, schema) in all.filter(|(name, _)| !PARTIAL.contains(&name.as_str())) {
        let parts = schema.get_mut("allOf").and_then(Value::as_array_mut).map(|it| it.iter_mut().collect::<Vec<_>>());
        let objects = match parts {
            Some(parts) => parts,
            None => vec![schema],
        };
        for object in objects {
            let is_sent = object.get("additionalProperties") == Some(&json!(false));
            if let Some(fields) = object.get("properties").and_then(Value::as_object).filter(|_| !is_sent) {
                object["required"] = fields.keys().cloned().collect();
            }
        }
    }
}

fn common(components: &mut Value) {
    components["securitySchemes"] = json!({
        "token": {
            "type": "http", "scheme": "bearer", "bearerFormat": "cdr_",
            "description": "A personal token, made at /me/tokens. It narrows what its owner may do to its scopes.",
        },
        "session": {
            "type": "apiKey", "in": "cookie", "name": "candor",
            "description": "The session of a browser; over TLS the cookie is named __Host-candor. Changes must come from our own pages.",
        },
    });
    components["schemas"]["Problem"] = json!({
        "type": "object",
        "description": "Why a request was not done (RFC 9457).",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": { "type": "string", "format": "uri-reference", "description": "The page that explains this kind." },
            "title": { "type": "string", "description": "The kind in a few words." },
            "status": { "type": "integer", "description": "The HTTP status." },
            "detail": { "type": "string", "description": "What happened, and what to do." },
            "errors": {
                "type": "array",
                "description": "What is wrong with what was sent, place by place.",
                "items": { "$ref": "#/components/schemas/ProblemPlace" },
            },
        },
    });
    components["schemas"]["ProblemPlace"] = json!({
        "type": "object",
        "description": "One thing that is wrong. It stands in the body, in the query or in the head.",
        "required": ["detail"],
        "properties": {
            "detail": { "type": "string", "description": "What is wrong." },
            "pointer": { "type": "string", "description": "JSON pointer into the body." },
            "parameter": { "type": "string", "description": "Name of a parameter of the query." },
            "header": { "type": "string", "description": "Name of a header." },
        },
    });
    components["headers"] = json!({
        "RateLimit": {
            "description": "What is left to this token, and seconds until there is more: `\"token\";r=599;t=42`.",
            "schema": { "type": "string" },
        },
        "RateLimit-Policy": {
            "description": "How often this token may ask: `\"token\";q=600;w=60`.",
            "schema": { "type": "string" },
        },
        "ETag": { "description": "What this is now, for `If-Match` and `If-None-Match`.", "schema": { "type": "string" } },
        "Link": { "description": "The next part of the list, as `rel=\"next\"`.", "schema": { "type": "string" } },
        "Location": { "description": "Where the new thing is.", "schema": { "type": "string" } },
        "Retry-After": { "description": "Seconds until it is worth asking again.", "schema": { "type": "string" } },
        "WWW-Authenticate": { "description": "What to show.", "schema": { "type": "string" } },
    });
    components["parameters"] = json!({
        "Idempotency-Key": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "1 to 255 visible characters of your own, new for each change, for example a random UUID. Within 24 hours the same request with the same key is done once, and answered the same each time.",
            "schema": { "type": "string", "pattern": "^[!-~]{1,255}$" },
        },
        "If-None-Match": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "The `ETag` of what you have. If it is still so, the answer is 304 without a body.",
            "schema": { "type": "string" },
        },
    });
    components["responses"] = REFUSALS.iter().map(|(name, about, headers)| (*name, refusal(about, headers))).collect();
    components["responses"]["NotModified"] =
        json!({ "description": "It is still as you have it.", "headers": headers(&["ETag"]) });
}

/// Refusals by name.
const REFUSALS: &[(&str, &str, &[&str])] = &[
    ("Problem", "Anything else that went wrong.", &[]),
    ("Unreadable", "The body or the query cannot be read.", &[]),
    ("Unknown", "No token, no session, or one that does not work.", &["WWW-Authenticate"]),
    ("Forbidden", "Not with this hat, or the token lacks the scope.", &[]),
    ("Missing", "There is no such thing, or not for you.", &[]),
    ("Conflict", "Not in this state, or a key that is being worked on.", &[]),
    ("Changed", "It is not any more as `If-Match` says.", &[]),
    ("TooLarge", "The body is larger than 512 KiB.", &[]),
    ("NotJson", "The body is not JSON.", &[]),
    ("Refused", "Understood, and not possible like this: `errors` says where.", &[]),
    ("Unconditional", "Say which version you have seen, by `If-Match` or `version`.", &[]),
    ("TooFast", "The token asks too often.", &["RateLimit", "RateLimit-Policy", "Retry-After"]),
    ("Unavailable", "Busy for a moment; worth asking again.", &["Retry-After"]),
];

fn refusal(about: &str, named: &[&str]) -> Value {
    let mut refusal = json!({
        "description": about,
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    });
    if !named.is_empty() {
        refusal["headers"] = headers(named);
    }
    refusal
}

fn headers(named: &[&str]) -> Value {
    named.iter().map(|name| (*name, json!({ "$ref": format!("#/components/headers/{name}") }))).collect()
}

/// Adds to an operation what holds for all of its method.
fn complete(operation: &mut Value, endpoint: &Endpoint) {
    let needs = needed(endpoint);
    let by_session = needs.is_some_and(|it| it.who == Asks::Session);
    let is_kept = needs.is_none_or(|it| it.who == Asks::Everybody);
    let scope = needs.and_then(|it| it.scope).map(Scope::key);
    let token = json!({ "token": scope.into_iter().collect::<Vec<_>>() });
    let session = json!({ "session": [] });
    operation["security"] = if by_session { json!([session]) } else { json!([token, session]) };
    let (changes, reads) = (endpoint.method == "POST", endpoint.method == "GET");
    if !operation["parameters"].is_array() {
        operation["parameters"] = json!([]);
    }
    let parameters = operation["parameters"].as_array_mut().expect("it was made one");
    let names = |wanted: &str| parameters.iter().any(|it| it["name"] == wanted);
    let (has_id, is_list, is_conditional) = (endpoint.path.contains('{'), names("cursor"), names("If-Match"));
    for (name, wanted) in [("Idempotency-Key", changes && is_kept), ("If-None-Match", reads)] {
        if wanted {
            parameters.push(json!({ "$ref": format!("#/components/parameters/{name}") }));
        }
    }
    let has_body = operation["requestBody"].is_object();
    let responses = &mut operation["responses"];
    for (status, response) in responses.as_object_mut().into_iter().flatten() {
        let own = [
            ("RateLimit", true),
            ("RateLimit-Policy", true),
            ("ETag", reads || is_conditional || status == "201" || endpoint.object == "recap"),
            ("Link", is_list),
            ("Location", status == "201"),
        ];
        let told: Vec<_> = own.into_iter().filter(|(_, wanted)| *wanted).map(|(name, _)| name).collect();
        response["headers"] = headers(&told);
    }
    for (status, name, wanted) in [
        ("304", "NotModified", reads),
        ("400", "Unreadable", has_body || is_list || changes),
        ("401", "Unknown", true),
        ("403", "Forbidden", true),
        ("404", "Missing", has_id),
        ("409", "Conflict", !reads),
        ("412", "Changed", is_conditional),
        ("413", "TooLarge", has_body),
        ("415", "NotJson", has_body),
        ("422", "Refused", has_body || is_list || changes),
        ("428", "Unconditional", is_conditional),
        ("429", "TooFast", true),
        ("503", "Unavailable", true),
        ("default", "Problem", true),
    ] {
        if wanted {
            responses[status] = json!({ "$ref": format!("#/components/responses/{name}") });
        }
    }
}
