//! No English is left outside the language files: in the pseudo language every text is ⟦in brackets⟧, or was typed by
//! somebody.

mod kit;

use kit::Server;
use kit::chat::{Chat, draft};
use kit::http::Web;
use kit::phone::Phone;
use serde_json::{Value, json};

/// What the page is called, and what the people of this test typed.
const TYPED: [&str; 8] = [
    "Culture Chat 7",
    "Saltmarsh Culture Chats",
    "Meetings are work",
    "Friday is for focus",
    "Ines Quill",
    "Engineer",
    "Lowhaven",
    "Because it is said aloud.",
];

/// The name of the program is the same in all languages.
const NAME: &str = "Candor";

#[tokio::test]
async fn pages_of_the_room_speak_its_language() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let mut draft = draft(2);
    draft["language"] = json!("en-XA");
    let chat = Chat::start(&host, &draft).await;
    let mut phone = Phone::join(&server, &chat.code).await;
    let cookie = format!("voice-{}={}", chat.id.replace('-', ""), phone.token);
    let voice = server.stranger().with_cookie(&cookie);
    let pages = [
        (server.stranger(), format!("/j/{}", chat.code)),
        (voice, format!("/v/{}", chat.id)),
        (server.stranger(), format!("/screen/{}", chat.screen_key)),
    ];
    let mut screen = server.screen(&chat.screen_key).await;
    look(&pages).await;
    chat.step("open", 0).await;
    phone.swipe(&chat.takes[0], "agree").await;
    phone.truth(&chat.takes[0], "Because it is said aloud.").await;
    let truths = chat.truths().await;
    chat.act(json!({ "action": "spotlight", "truth": truths[0]["id"] })).await;
    look(&pages).await;
    for action in ["close", "reveal"] {
        chat.step(action, 0).await;
        look(&pages).await;
    }
    // What is refused is said in the language of the room, too.
    let refused = phone.swipe(&chat.takes[0], "agree").await;
    assert_eq!(left(refused["say"].as_str().unwrap()), None, "{refused}");
    chat.act(json!({ "action": "wrap_up" })).await;
    look(&pages).await;
    chat.act(json!({ "action": "end" })).await;
    screen.hear_that(|frame| frame["view"] == "ended").await;
    for frame in screen.heard.iter().chain(&phone.line.heard) {
        let frame: Value = serde_json::from_str(frame).unwrap();
        sentences(&frame);
    }
    look(&pages).await;

    let recap = host.post(&chat.api("/recap"), &json!({})).await.json();
    let published = host.post(&chat.api("/recap/publish"), &json!({ "version": recap["version"] })).await.json();
    look(&[(server.stranger(), published["path"].as_str().unwrap().to_owned())]).await;
    look(&pages).await;
}

/// Every ready sentence of a frame.
fn sentences(frame: &Value) {
    match frame {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_str() {
                    Some(text) if key == "say" => assert_eq!(left(text), None, "{text}"),
                    _ => sentences(value),
                }
            }
            for value in frame["say"].as_object().into_iter().flat_map(|say| say.values()) {
                assert_eq!(value.as_str().and_then(left), None, "{value}");
            }
        }
        Value::Array(items) => items.iter().for_each(sentences),
        _ => {}
    }
}

async fn look(pages: &[(Web, String)]) {
    for (web, path) in pages {
        let page = web.page(path).await;
        assert_eq!(page.status, 200, "{path}");
        for text in texts(&page.text) {
            assert_eq!(left(&text), None, "{path}: {text:?}");
        }
    }
}

/// Letters that were neither typed nor translated, if any.
fn left(text: &str) -> Option<String> {
    let mut rest = text.to_owned();
    for typed in TYPED.into_iter().chain([NAME]) {
        rest = rest.replace(typed, "");
    }
    let mut depth = 0;
    let outside: String = rest
        .chars()
        .filter(|c| {
            match c {
                '⟦' => depth += 1,
                '⟧' => depth -= 1,
                _ => return depth == 0,
            }
            false
        })
        .collect();
    outside.chars().any(char::is_alphabetic).then(|| outside.trim().to_owned())
}

/// What a reader of a page reads or hears: its text, and the attributes that are read aloud.
fn texts(html: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        texts.push(rest[..at].to_owned());
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        for name in ["aria-label", "alt", "title", "placeholder", "content"] {
            let is_data = name == "content" && !tag.contains("description");
            if let Some((_, value)) = tag.split_once(&format!(" {name}=\"")).filter(|_| !is_data) {
                texts.push(value.split('"').next().unwrap_or_default().to_owned());
            }
        }
        rest = &rest[end..];
        for raw in ["script", "style"] {
            if tag.starts_with(&format!("<{raw}")) {
                rest = rest.split_once(&format!("</{raw}>")).map_or("", |(_, after)| after);
            }
        }
    }
    texts.push(rest.to_owned());
    texts.iter().map(|text| entities(text).trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// Named and numbered characters become blanks: none of them is a word.
fn entities(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(';') {
            Some((name, after)) if name.len() <= 8 && !name.contains(' ') => out.push_str(after),
            _ => out.push_str(part),
        }
    }
    out
}

#[test]
fn the_look_finds_what_is_left() {
    let page = "<p title=\"Why\">⟦Jóíñ ~~⟧ &amp; <b>Ines Quill</b></p><script>var x</script><p>Join</p>";
    let found: Vec<_> = texts(page).iter().filter_map(|text| left(text)).collect();
    assert_eq!(found, ["Why", "Join"]);
}
