//! Chats, made and run by HTTP.

use super::http::{Answer, Web};
use serde_json::{Value, json};

/// A chat as its host knows it.
#[derive(Debug, Clone)]
pub struct Chat {
    pub id: String,
    pub code: String,
    pub screen_key: String,
    pub takes: Vec<String>,
    pub panel: Vec<String>,
    host: WebOf,
}

/// Keeps the host out of what is printed.
#[derive(Clone)]
struct WebOf(Web);

impl std::fmt::Debug for WebOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Web(…)")
    }
}

/// A chat of the invented company with this many takes.
pub fn draft(takes: usize) -> Value {
    const TAKES: [&str; 3] = ["Meetings are work", "Friday is for focus", "Ship it, then polish it"];
    let takes: Vec<Value> = (0..takes).map(|n| json!({ "text": TAKES[n] })).collect();
    json!({
        "title": "Culture Chat 7",
        "series": "Saltmarsh Culture Chats",
        "held_on": "2026-03-04",
        "floor": 1,
        "panel": [{ "name": "Ines Quill", "role": "Engineer", "place": "Lowhaven", "since": "2019" }],
        "takes": takes,
    })
}

impl Chat {
    /// Makes a chat that is still a draft.
    pub async fn write(host: &Web, draft: &Value) -> Self {
        let made = host.post("/api/v1/chats", draft).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let made = made.json();
        let ids = |list: &Value| list.as_array().unwrap().iter().map(|it| text(&it["id"])).collect();
        Self {
            id: text(&made["id"]),
            code: text(&made["code"]),
            screen_key: text(&made["screen_key"]),
            takes: ids(&made["takes"]),
            panel: ids(&made["panel"]),
            host: WebOf(host.clone()),
        }
    }

    /// Makes a chat and opens its room.
    pub async fn start(host: &Web, draft: &Value) -> Self {
        let chat = Self::write(host, draft).await;
        chat.act(json!({ "action": "start" })).await;
        chat
    }

    /// A path of this chat in the API.
    pub fn api(&self, rest: &str) -> String {
        format!("/api/v1/chats/{}{rest}", self.id)
    }

    /// Asks for a move, and takes what comes.
    pub async fn ask(&self, action: Value) -> Answer {
        self.host.0.post(&self.api("/actions"), &action).await
    }

    /// Makes a move that must be possible; answers the number of moves.
    pub async fn act(&self, action: Value) -> u64 {
        let answer = self.ask(action.clone()).await;
        assert_eq!(answer.status, 200, "{action}: {}", answer.text);
        answer.json()["v"].as_u64().unwrap()
    }

    /// Moves take `n`, from 0.
    pub async fn step(&self, action: &str, n: usize) -> u64 {
        self.act(json!({ "action": action, "take": self.takes[n] })).await
    }

    /// The reasons as its host may see them; all, if they are few.
    pub async fn truths(&self) -> Value {
        self.host.0.get(&self.api("/truths")).await.json()["data"].take()
    }

    /// The numbers as its host may see them.
    pub async fn result(&self) -> Value {
        self.host.0.get(&self.api("/result")).await.json()
    }
}

/// A string that must be one.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
