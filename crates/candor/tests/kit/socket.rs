//! A bare WebSocket that says and hears JSON.

use super::PATIENCE;
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// One connection, and everything that was heard on it.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Every text frame so far, as it came.
    pub heard: Vec<String>,
}

impl Socket {
    /// Connects; the HTTP status where the server refuses.
    pub async fn open(url: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            let name = HeaderName::try_from(*name).unwrap();
            request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
        }
        match timeout(PATIENCE, connect_async(request)).await.unwrap() {
            Ok((stream, _)) => Ok(Self { stream, heard: Vec::new() }),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{url}: {error}"),
        }
    }

    /// Says a frame of JSON.
    pub async fn say(&mut self, frame: &Value) {
        self.send(Message::text(frame.to_string())).await;
    }

    /// Says anything. A server that has hung up does not hear it.
    pub async fn send(&mut self, message: Message) {
        let _ = self.stream.send(message).await;
    }

    /// The next frame; none when the server ends the connection.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            let message = timeout(PATIENCE, self.stream.next()).await.expect("a frame, or the end");
            match message {
                Some(Ok(Message::Text(text))) => {
                    self.heard.push(text.to_string());
                    return Some(serde_json::from_str(&text).expect("frames are JSON"));
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next frame of this kind; those before it are passed over.
    pub async fn hear(&mut self, t: &str) -> Value {
        self.hear_that(|frame| frame["t"] == t).await
    }

    /// The next frame that is as asked.
    pub async fn hear_that(&mut self, asked: impl Fn(&Value) -> bool) -> Value {
        loop {
            match self.next().await {
                Some(frame) if asked(&frame) => return frame,
                Some(_) => {}
                None => panic!("the connection ended; heard {:#?}", self.heard),
            }
        }
    }

    /// Everything until the server ends the connection.
    pub async fn rest(&mut self) -> Vec<Value> {
        let mut frames = Vec::new();
        while let Some(frame) = self.next().await {
            frames.push(frame);
        }
        frames
    }

    /// Everything until nothing came for a while.
    pub async fn settle(&mut self, quiet: Duration) {
        while let Ok(Some(Ok(message))) = timeout(quiet, self.stream.next()).await {
            if let Message::Text(text) = message {
                self.heard.push(text.to_string());
            }
        }
    }
}
