//! Every field on the wire is in `docs/protocol.md`.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft};
use crate::kit::phone::Phone;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PROTOCOL: &str = include_str!("../../../../docs/protocol.md");

fn fields(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                found.insert(key.clone());
                fields(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| fields(item, found)),
        _ => {}
    }
}

/// Fields of these frames that the document does not name; all that were seen are added to `found`.
pub(super) fn undocumented<'a>(frames: impl Iterator<Item = &'a String>, found: &mut BTreeSet<String>) -> Vec<String> {
    for text in frames {
        fields(&serde_json::from_str(text).unwrap(), found);
    }
    let said = |field: &String| {
        PROTOCOL
            .split('`')
            .skip(1)
            .step_by(2)
            .any(|code| code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == field))
    };
    found.iter().filter(|field| !said(field)).cloned().collect()
}

#[tokio::test]
async fn every_field_is_written_down() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(1)).await;
    let mut screen = server.screen(&chat.screen_key).await;
    let mut watching = host.connect(&format!("/ws/host/{}", chat.id), &[]).await.unwrap();
    let mut phone = Phone::join(&server, &chat.code).await;
    chat.step("open", 0).await;
    for _ in 0..9 {
        Phone::join(&server, &chat.code).await.swipe(&chat.takes[0], "agree").await;
    }
    phone.swipe(&chat.takes[0], "agree").await;
    phone.truth(&chat.takes[0], "Because.").await;
    let truths = chat.truths().await;
    chat.act(json!({ "action": "spotlight", "truth": truths[0]["id"] })).await;
    chat.act(json!({ "action": "answer", "take": chat.takes[0], "panellist": chat.panel[0], "side": "pass" })).await;
    chat.step("close", 0).await;
    phone.swipe(&chat.takes[0], "agree").await;
    chat.step("reveal", 0).await;
    chat.act(json!({ "action": "wrap_up" })).await;
    watching.hear_that(|frame| frame["phase"] == "wrap_up").await;
    screen.hear_that(|frame| frame["view"] == "wrap_up").await;
    let phone = phone.resume(&server).await;
    let mut found = BTreeSet::new();
    let missing = undocumented(screen.heard.iter().chain(&watching.heard).chain(&phone.line.heard), &mut found);
    assert!(missing.is_empty(), "not in docs/protocol.md: {missing:?}");
    assert!(found.len() > 40, "{found:?}");
}
