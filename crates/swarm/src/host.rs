//! A signed-in host, by the HTTP API.

use crate::phone::Token;
use crate::server::Server;
use reqwest::header::{ACCEPT, CONTENT_TYPE, LOCATION};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;
use uuid::Uuid;

/// A host's browser, without the browser.
#[derive(Debug, Clone)]
pub struct Host {
    server: Server,
    client: Client,
}

/// A chat to be made.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewChat {
    /// Title.
    pub title: String,
    /// Name of the series.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// The day, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_on: Option<String>,
    /// Language tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `named` or `confidential`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// `open` or `signed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub door: Option<String>,
    /// Fewer answers than this, and counts are withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<u32>,
    /// Places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// Who answers on the record, in order.
    pub panel: Vec<NewPanellist>,
    /// The takes, in order.
    pub takes: Vec<NewTake>,
}

/// A panellist of a new chat.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewPanellist {
    /// Name.
    pub name: String,
    /// Role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Since when, as people say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// A take of a new chat.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewTake {
    /// The statement, at most 140 characters.
    pub text: String,
    /// The host's sentence, when it is already known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takeaway: Option<String>,
}

/// What the server answers to a new chat.
#[derive(Debug, Clone, Deserialize)]
pub struct Created {
    /// The chat.
    pub id: Uuid,
    /// What people type to join.
    pub code: String,
    /// What opens the big screen.
    pub screen_key: String,
    /// Ids of the takes, in order.
    #[serde(deserialize_with = "ids")]
    pub takes: Vec<Uuid>,
    /// Ids of the panel, in order.
    #[serde(deserialize_with = "ids")]
    pub panel: Vec<Uuid>,
}

fn ids<'de, D: serde::Deserializer<'de>>(list: D) -> Result<Vec<Uuid>, D::Error> {
    #[derive(Deserialize)]
    struct HasId {
        id: Uuid,
    }
    Ok(Vec::<HasId>::deserialize(list)?.into_iter().map(|it| it.id).collect())
}

/// A recap as its host sees it.
#[derive(Debug, Clone, Deserialize)]
pub struct Recap {
    /// Changes whenever it does.
    pub version: i64,
    /// Its words, in Markdown.
    pub body: String,
    /// Where it can be read, while it is published.
    pub path: Option<String>,
}

/// One move of the host.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Act {
    /// The move, for example `open`.
    pub action: &'static str,
    /// The number of moves the host had seen; without it the move is made whatever happened before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<u64>,
    /// The take it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub take: Option<Uuid>,
    /// The truth it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truth: Option<Uuid>,
    /// A side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<String>,
    /// The panellist it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub panellist: Option<Uuid>,
    /// With a reservation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reservation: Option<bool>,
    /// Words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Act {
    /// A move about the whole chat.
    pub fn of(action: &'static str) -> Self {
        Self { action, ..Self::default() }
    }

    /// A move about one take.
    pub fn on(action: &'static str, take: Uuid) -> Self {
        Self { action, take: Some(take), ..Self::default() }
    }
}

/// Why a request did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// No answer, or not one that can be read.
    #[error("{what}: the server gave no usable answer")]
    Http {
        /// What was asked.
        what: String,
        /// Why not.
        #[source]
        source: reqwest::Error,
    },
    /// The server said no.
    #[error("{what}: {status} {say}")]
    Refused {
        /// What was asked.
        what: String,
        /// HTTP status.
        status: StatusCode,
        /// The server's words.
        say: String,
    },
}

#[derive(Deserialize)]
struct Voice {
    chat: Uuid,
    token: String,
}

#[derive(Deserialize)]
struct Moved {
    v: u64,
}

impl Host {
    /// A host that is not signed in yet.
    pub fn new(server: &Server) -> Result<Self, HostError> {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_mins(1))
            .build()
            .map_err(|source| HostError::Http { what: "client".to_owned(), source })?;
        Ok(Self { server: server.clone(), client })
    }

    /// Uses a one-time sign-in link as its button does; answers where it leads.
    pub async fn sign_in(&self, link: &str) -> Result<String, HostError> {
        self.form(link, &[]).await
    }

    /// Uses the link of the first start: this person becomes its host and admin.
    pub async fn set_up(&self, link: &str, name: &str) -> Result<String, HostError> {
        self.form(link, &[("name", name)]).await
    }

    async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Result<String, HostError> {
        let what = "sign in".to_owned();
        let request = self.client.post(self.server.http(path)).form(fields);
        let answer = request.send().await.map_err(|source| HostError::Http { what: what.clone(), source })?;
        let lands = answer.headers().get(LOCATION).and_then(|it| it.to_str().ok()).map(str::to_owned);
        match lands {
            Some(lands) if answer.status().is_redirection() => Ok(lands),
            _ => Err(HostError::Refused { what, status: answer.status(), say: "the link does not sign in".to_owned() }),
        }
    }

    /// Makes a chat.
    pub async fn create(&self, chat: &NewChat) -> Result<Created, HostError> {
        let request = self.request(Method::POST, "/api/v1/chats").json(chat);
        read(send(request, "make the chat").await?, "make the chat").await
    }

    /// The voice of whoever is signed in, in the chat with this code: which chat, and what proves the voice.
    pub async fn voice(&self, code: &str) -> Result<(Uuid, Token), HostError> {
        let what = "take part";
        let request = self.request(Method::POST, "/api/v1/voices").json(&serde_json::json!({ "code": code }));
        let voice: Voice = read(send(request, what).await?, what).await?;
        Ok((voice.chat, Token(voice.token)))
    }

    /// Makes a move; answers the number of moves after it.
    pub async fn act(&self, chat: Uuid, act: &Act) -> Result<u64, HostError> {
        let request = self.request(Method::POST, &format!("/api/v1/chats/{chat}/actions")).json(act);
        let moved: Moved = read(send(request, act.action).await?, act.action).await?;
        Ok(moved.v)
    }

    /// Any JSON document.
    pub async fn json(&self, path: &str) -> Result<Value, HostError> {
        read(send(self.request(Method::GET, path), path).await?, path).await
    }

    /// The numbers and words of a chat.
    pub async fn result(&self, chat: Uuid) -> Result<Value, HostError> {
        self.json(&format!("/api/v1/chats/{chat}/result")).await
    }

    /// All truths of a chat, part by part.
    pub async fn truths(&self, chat: Uuid) -> Result<Value, HostError> {
        let (mut all, mut rest) = (Vec::new(), String::new());
        loop {
            let mut part = self.json(&format!("/api/v1/chats/{chat}/truths?limit=200{rest}")).await?;
            all.extend(part["data"].as_array_mut().map(std::mem::take).unwrap_or_default());
            match part["next_cursor"].as_str() {
                Some(cursor) => rest = format!("&cursor={cursor}"),
                None => return Ok(Value::Array(all)),
            }
        }
    }

    /// Drafts the recap, or finds it.
    pub async fn draft(&self, chat: Uuid) -> Result<Recap, HostError> {
        let what = "draft the recap";
        let request = self.request(Method::POST, &format!("/api/v1/chats/{chat}/recap"));
        read(send(request, what).await?, what).await
    }

    /// Publishes the recap as it was read.
    pub async fn publish(&self, chat: Uuid, recap: &Recap) -> Result<Recap, HostError> {
        let what = "publish the recap";
        let seen = serde_json::json!({ "version": recap.version });
        let request = self.request(Method::POST, &format!("/api/v1/chats/{chat}/recap/publish"));
        read(send(request.json(&seen), what).await?, what).await
    }

    /// A page or file as text.
    pub async fn text(&self, path: &str) -> Result<String, HostError> {
        let request = self.client.get(self.server.http(path)).header(ACCEPT, "text/html, text/*;q=0.9, */*;q=0.5");
        let answer = send(request, path).await?;
        answer.text().await.map_err(|source| HostError::Http { what: path.to_owned(), source })
    }

    /// A file as bytes, and its media type.
    pub async fn bytes(&self, path: &str) -> Result<(Vec<u8>, String), HostError> {
        let answer = send(self.client.get(self.server.http(path)), path).await?;
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default().to_owned();
        let bytes = answer.bytes().await.map_err(|source| HostError::Http { what: path.to_owned(), source })?;
        Ok((bytes.to_vec(), kind))
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.server.http(path)).header(ACCEPT, "application/json")
    }
}

async fn send(request: RequestBuilder, what: &str) -> Result<Response, HostError> {
    let answer = request.send().await.map_err(|source| HostError::Http { what: what.to_owned(), source })?;
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    let problem: Value = answer.json().await.unwrap_or_default();
    let say = ["detail", "title"].iter().find_map(|key| problem[key].as_str()).unwrap_or_default().to_owned();
    Err(HostError::Refused { what: what.to_owned(), status, say })
}

async fn read<T: serde::de::DeserializeOwned>(answer: Response, what: &str) -> Result<T, HostError> {
    answer.json().await.map_err(|source| HostError::Http { what: what.to_owned(), source })
}
