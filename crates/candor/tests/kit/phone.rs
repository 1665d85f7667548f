//! A voice on a bare line, for what a well-behaved phone would not do.

use super::Server;
use super::chat::text;
use super::http::Web;
use super::socket::Socket;
use serde_json::{Value, json};

/// A voice that is in.
pub struct Phone {
    pub line: Socket,
    pub welcome: Value,
    pub chat: String,
    pub voice: String,
    pub token: String,
    pub seq: u64,
}

impl Phone {
    /// Joins by code.
    pub async fn join(server: &Server, code: &str) -> Self {
        Self::join_as(server, &json!({ "t": "join", "code": code })).await
    }

    /// Joins by code, with a name.
    pub async fn join_named(server: &Server, code: &str, name: &str) -> Self {
        Self::join_as(server, &json!({ "t": "join", "code": code, "name": name })).await
    }

    async fn join_as(server: &Server, hello: &Value) -> Self {
        let mut line = server.line().await;
        line.say(hello).await;
        let welcome = line.hear("welcome").await;
        let (chat, voice, token) = (text(&welcome["chat"]), text(&welcome["voice"]), text(&welcome["token"]));
        Self { line, welcome, chat, voice, token, seq: 0 }
    }

    /// The voice of whoever is signed in, by the API and then on the line, as the join page does it.
    pub async fn signed(server: &Server, web: &Web, code: &str) -> Self {
        let voice = web.post("/api/v1/voices", &json!({ "code": code })).await;
        assert_eq!(voice.status, 200, "{}", voice.text);
        let voice = voice.json();
        let (chat, token) = (text(&voice["chat"]), text(&voice["token"]));
        let mut line = server.line().await;
        line.say(&resume(&chat, &token)).await;
        let welcome = line.hear("welcome").await;
        assert_eq!(welcome["voice"], voice["voice"]);
        let seq = welcome["seq"].as_u64().unwrap();
        Self { voice: text(&welcome["voice"]), line, welcome, chat, token, seq }
    }

    /// Comes back on a new line; the old one is hung up.
    pub async fn resume(self, server: &Server) -> Self {
        let Self { line, chat, voice, token, .. } = self;
        drop(line);
        let mut line = server.line().await;
        line.say(&resume(&chat, &token)).await;
        let welcome = line.hear("welcome").await;
        let seq = welcome["seq"].as_u64().unwrap();
        Self { line, welcome, chat, voice, token, seq }
    }

    /// Swipes with the next counter; answers the server's answer.
    pub async fn swipe(&mut self, take: &str, side: &str) -> Value {
        self.seq += 1;
        let frame = swipe(take, self.seq, side);
        self.tell(&frame).await
    }

    /// Writes a reason with the next counter; answers the server's answer.
    pub async fn truth(&mut self, take: &str, words: &str) -> Value {
        self.seq += 1;
        let frame = json!({ "t": "truth", "take": take, "seq": self.seq, "words": words, "quotable": true });
        self.tell(&frame).await
    }

    /// Says a command and waits for the answer to its counter.
    pub async fn tell(&mut self, frame: &Value) -> Value {
        self.line.say(frame).await;
        let seq = &frame["seq"];
        self.line.hear_that(|it| ["ack", "busy", "refused"].iter().any(|t| it["t"] == *t) && it["seq"] == *seq).await
    }
}

/// The frame that brings a voice back.
pub fn resume(chat: &str, token: &str) -> Value {
    json!({ "t": "resume", "chat": chat, "token": token, "waiting": 0 })
}

/// A swipe.
pub fn swipe(take: &str, seq: u64, side: &str) -> Value {
    json!({ "t": "swipe", "take": take, "seq": seq, "side": side, "reservation": false, "late": false })
}
