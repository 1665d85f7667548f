//! Getting a welcome: the connection, the first frame, and trying again.

use crate::phone::{PhoneError, Token, jitter};
use crate::server::Server;
use crate::wire::{Hear, Say, Welcome};
use futures_util::{SinkExt, StreamExt};
use rand::rngs::StdRng;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use uuid::Uuid;

pub(crate) type Socket = WebSocketStream<TcpStream>;

/// For the TCP connection and the handshake together.
const CONNECT: Duration = Duration::from_secs(10);
/// For the answer to the first frame.
const WELCOME: Duration = Duration::from_secs(20);
/// A person gives up joining after this long.
const PATIENCE: Duration = Duration::from_mins(1);
/// First wait before a reconnect; doubles up to `BACKOFF_MAX`.
pub(crate) const BACKOFF: Duration = Duration::from_millis(150);
pub(crate) const BACKOFF_MAX: Duration = Duration::from_millis(1500);

/// Why there was no welcome.
pub(crate) enum Greeting {
    Again(String),
    Refused { why: String, say: String },
}

pub(crate) async fn connect(server: &Server) -> Result<Socket, String> {
    // Small buffers: thousands of these live in one process. A frame of the room may be larger than one read.
    let config = WebSocketConfig::default()
        .read_buffer_size(2 * 1024)
        .write_buffer_size(0)
        .max_write_buffer_size(64 * 1024)
        .max_message_size(Some(1024 * 1024))
        .max_frame_size(Some(1024 * 1024));
    let dial = async {
        let stream = TcpStream::connect(server.socket()).await.map_err(|it| it.to_string())?;
        stream.set_nodelay(true).map_err(|it| it.to_string())?;
        let hello = tokio_tungstenite::client_async_with_config(server.ws("/ws/phone"), stream, Some(config));
        hello.await.map(|(socket, _)| socket).map_err(|it| it.to_string())
    };
    timeout(CONNECT, dial).await.unwrap_or_else(|_| Err("no answer in time".to_owned()))
}

/// Joins; tries again while the server is busy or cannot be reached.
pub(crate) async fn join(
    server: &Server,
    code: &str,
    name: Option<&str>,
    rng: &mut StdRng,
) -> Result<(Socket, Box<Welcome>), PhoneError> {
    persist(server, rng, &Say::Join { code, name }.text()).await
}

/// Comes back; tries again while the server cannot be reached.
pub(crate) async fn resume(
    server: &Server,
    chat: Uuid,
    token: &Token,
    rng: &mut StdRng,
) -> Result<(Socket, Box<Welcome>), PhoneError> {
    persist(server, rng, &Say::Resume { chat, token: &token.0, waiting: 0 }.text()).await
}

async fn persist(server: &Server, rng: &mut StdRng, hello: &str) -> Result<(Socket, Box<Welcome>), PhoneError> {
    let start = Instant::now();
    let mut pause = BACKOFF;
    loop {
        let cause = match connect(server).await {
            Ok(mut socket) => match greet(&mut socket, hello).await {
                Ok(welcome) => return Ok((socket, welcome)),
                Err(Greeting::Refused { why, say }) => {
                    return Err(PhoneError::Refused { why, say });
                }
                Err(Greeting::Again(cause)) => cause,
            },
            Err(cause) => cause,
        };
        if start.elapsed() > PATIENCE {
            return Err(PhoneError::Unreachable { server: server.to_string(), cause });
        }
        tokio::time::sleep(jitter(rng, pause)).await;
        pause = (pause * 2).min(BACKOFF_MAX);
    }
}

pub(crate) async fn greet(socket: &mut Socket, hello: &str) -> Result<Box<Welcome>, Greeting> {
    let lost = |it: tokio_tungstenite::tungstenite::Error| Greeting::Again(it.to_string());
    let talk = async {
        socket.send(Message::text(hello)).await.map_err(lost)?;
        while let Some(frame) = socket.next().await {
            let Message::Text(text) = frame.map_err(lost)? else {
                continue;
            };
            match serde_json::from_str::<Hear>(&text) {
                Ok(Hear::Welcome(welcome)) => return Ok(welcome),
                Ok(Hear::Busy { retry_ms, .. }) => {
                    tokio::time::sleep(Duration::from_millis(retry_ms)).await;
                    socket.send(Message::text(hello)).await.map_err(lost)?;
                }
                Ok(Hear::Refused { why, say, .. } | Hear::Bye { why, say, again: false }) => {
                    return Err(Greeting::Refused { why, say });
                }
                Ok(Hear::Bye { say, again: true, .. }) => return Err(Greeting::Again(say)),
                Ok(Hear::Room(_) | Hear::Ack { .. } | Hear::Unknown) => {}
                Err(it) => {
                    return Err(Greeting::Again(format!("a frame that cannot be read: {it}")));
                }
            }
        }
        Err(Greeting::Again("the connection ended".to_owned()))
    };
    timeout(WELCOME, talk).await.unwrap_or_else(|_| Err(Greeting::Again("no welcome in time".to_owned())))
}
