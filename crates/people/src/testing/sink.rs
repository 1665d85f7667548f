//! A mail server that keeps what it takes: just enough of SMTP for a letter.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What it answers to letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes them.
    Takes,
    /// Asks to come back.
    Refuses,
    /// Takes them and hangs up before it says so.
    Vanishes,
    /// Lets everybody in and never says a word.
    Silent,
    /// Greets, and falls silent at the letter.
    Stalls,
}

/// A mail server on this machine.
#[derive(Debug)]
pub struct Sink {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct State {
    mood: Mood,
    letters: Vec<Taken>,
    greeted: usize,
}

/// A letter that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Whom it goes to.
    pub to: String,
    /// Headers and bodies, decoded.
    pub text: String,
}

impl Taken {
    /// The path of the sign-in link in it.
    pub fn link(&self) -> Option<String> {
        let at = self.text.find("/sign-in/")?;
        let rest = &self.text[at..];
        Some(rest[..rest.find(|c: char| c.is_whitespace() || "\"<".contains(c)).unwrap_or(rest.len())].to_owned())
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Sink {
    /// Opens one on any free port.
    pub async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State { mood: Mood::Takes, letters: Vec::new(), greeted: 0 }));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&shared)));
            }
        });
        Self { address, state, task }
    }

    /// Its address as a setting.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Answers so from now on.
    pub fn turn(&self, mood: Mood) {
        lock(&self.state).mood = mood;
    }

    /// What it took so far.
    pub fn letters(&self) -> Vec<Taken> {
        lock(&self.state).letters.clone()
    }

    /// How often somebody connected.
    pub fn greeted(&self) -> usize {
        lock(&self.state).greeted
    }

    /// Waits until it has taken `n` letters, and answers the last.
    pub async fn wait_for(&self, n: usize) -> Taken {
        for _ in 0..600 {
            if let Some(letter) = self.letters().into_iter().nth(n - 1) {
                return letter;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("letter {n} did not come");
    }
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn converse(stream: TcpStream, state: Arc<Mutex<State>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    lock(&state).greeted += 1;
    let mut say = async |text: &str| write.write_all(format!("{text}\r\n").as_bytes()).await.is_ok();
    if lock(&state).mood == Mood::Silent {
        std::future::pending::<()>().await;
    }
    if !say("220 sink").await {
        return;
    }
    let mut to = String::new();
    while let Ok(Some(line)) = lines.next_line().await {
        let mood = lock(&state).mood;
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "MAIL" if mood == Mood::Stalls => std::future::pending().await,
            "MAIL" if mood == Mood::Refuses => "451 not now",
            "RCPT" => {
                let address = line.split(['<', '>']).nth(1).unwrap_or_default();
                address.clone_into(&mut to);
                "250 ok"
            }
            "DATA" => {
                if !say("354 go on").await {
                    return;
                }
                let mut text = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                    text.push('\n');
                }
                lock(&state).letters.push(Taken { to: to.clone(), text: decoded(&text) });
                if mood == Mood::Vanishes {
                    return;
                }
                "250 taken"
            }
            "QUIT" => {
                say("221 bye").await;
                return;
            }
            _ => "250 ok",
        };
        if !say(answer).await {
            return;
        }
    }
}

/// Quoted-printable, wherever it stands; nothing else is used for letters of words.
fn decoded(text: &str) -> String {
    if !text.contains("quoted-printable") {
        return text.to_owned();
    }
    let joined = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = (*first == b'=').then(|| tail.get(..2)).flatten().and_then(|it| std::str::from_utf8(it).ok());
        if let Some(byte) = code.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
