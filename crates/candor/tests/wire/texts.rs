//! Other people's words: markup is text, what cannot be seen is refused.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft};
use crate::kit::phone::Phone;
use serde_json::{Value, json};

const MARKUP: &str = "</script><img src=x onerror=alert(1)> & \"{{t}}\" '--";

/// Characters that nobody sees and that change what is seen.
const HIDDEN: [&str; 6] = ["a\u{0}b", "a\u{7}b", "a\u{1b}[2Jb", "a\u{202e}b", "a\u{2066}b", "a\u{feff}b"];

/// Every field of a draft with these words in it.
fn filled(words: &str) -> Value {
    json!({
        "title": words, "series": words, "floor": 1,
        "panel": [{ "name": words, "role": words, "place": words, "since": words }],
        "takes": [{ "text": words, "takeaway": words }],
    })
}

#[tokio::test]
async fn markup_is_text_in_every_field() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let mut draft = filled(MARKUP);
    draft["mode"] = json!("named");
    let chat = Chat::start(&host, &draft).await;
    let stored = host.get(&chat.api("")).await.json();
    for field in [&stored["title"], &stored["series"], &stored["panel"][0]["name"], &stored["panel"][0]["since"]] {
        assert_eq!(field, MARKUP);
    }
    let mut phone = Phone::join_named(&server, &chat.code, MARKUP).await;
    chat.step("open", 0).await;
    phone.swipe(&chat.takes[0], "agree").await;
    let why = json!({
        "t": "truth", "take": chat.takes[0], "seq": 2, "words": MARKUP, "quotable": true, "named": true
    });
    assert_eq!(phone.tell(&why).await["t"], "ack");
    let truths = chat.truths().await;
    assert_eq!((&truths[0]["words"], &truths[0]["by"]), (&json!(MARKUP), &json!(MARKUP)));
    chat.act(json!({ "action": "spotlight", "truth": truths[0]["id"] })).await;
    chat.act(json!({
        "action": "answer", "take": chat.takes[0], "panellist": chat.panel[0], "side": "agree", "words": MARKUP
    }))
    .await;
    chat.step("close", 0).await;
    chat.step("reveal", 0).await;
    let mut screen = server.screen(&chat.screen_key).await;
    let frame = screen.hear("screen").await;
    let take = &frame["take"];
    for shown in [&frame["title"], &take["text"], &take["takeaway"], &take["truths"]["agree"]["by"]] {
        assert_eq!(shown, MARKUP);
    }
    // No page brings it to life.
    let recap = host.post(&chat.api("/recap"), &json!({})).await.json();
    let published = host.post(&chat.api("/recap/publish"), &json!({ "version": recap["version"] })).await.json();
    for path in [
        format!("/screen/{}", chat.screen_key),
        "/host".to_owned(),
        format!("/host/chats/{}/console", chat.id),
        format!("/host/chats/{}/recap", chat.id),
        published["path"].as_str().unwrap().to_owned(),
    ] {
        let page = host.page(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text.contains("<img src=x"), "{path}");
        assert!(!page.text.contains("\"</script>"), "{path}");
    }
}

#[tokio::test]
async fn hidden_characters_are_refused_in_every_field() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    for words in HIDDEN {
        let refused = host.post("/api/v1/chats", &filled(words)).await;
        assert_eq!(refused.status, 422, "{words:?}");
        for field in [
            "title",
            "series",
            "panel-1-name",
            "panel-1-role",
            "panel-1-place",
            "panel-1-since",
            "take-1-text",
            "take-1-takeaway",
        ] {
            assert!(refused.text.contains(field), "{words:?}: {field} is not named in {}", refused.text);
        }
    }
    assert_eq!(host.get("/api/v1/chats").await.json()["data"], json!([]));
}

#[tokio::test]
async fn hidden_characters_are_refused_in_what_is_said_live() {
    let server = Server::start().await;
    let chat = Chat::start(&server.host("Mara Holm").await, &draft(1)).await;
    let take = chat.takes[0].clone();
    chat.step("open", 0).await;
    let mut phone = Phone::join(&server, &chat.code).await;
    phone.swipe(&take, "agree").await;
    for words in HIDDEN {
        assert_eq!(phone.truth(&take, words).await["why"], "bad_text", "{words:?}");
        let answer = json!({
            "action": "answer", "take": take, "panellist": chat.panel[0], "side": "pass", "words": words
        });
        let takeaway = json!({ "action": "takeaway", "take": take, "words": words });
        for action in [answer, takeaway] {
            assert_eq!(chat.ask(action.clone()).await.status, 422, "{action}");
        }
    }
    let too_long = json!({ "action": "takeaway", "take": take, "words": "x".repeat(281) });
    assert_eq!(chat.ask(too_long).await.status, 422);
}
