//! A line between the server and its database, which a test can cut, hold and mend.

use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How the line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// Nobody listens, and what was connected is not any more.
    Cut,
    /// Everything is connected, and nothing gets through.
    Held,
}

/// Passes on to the real server what comes to its own address.
pub struct Proxy {
    addr: SocketAddr,
    state: watch::Sender<State>,
}

impl Proxy {
    /// In front of the server of this address; answers the address to use instead, too.
    pub async fn before(url: &str) -> (Self, String) {
        let host = url.split_once('@').unwrap().1.split('/').next().unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let (state, watched) = watch::channel(State::Open);
        tokio::spawn(run(listener, host.clone(), watched));
        (Self { addr, state }, url.replacen(&host, &addr.to_string(), 1))
    }

    /// The server is gone: connections break, new ones are refused.
    pub async fn cut(&self) {
        self.state.send_replace(State::Cut);
        super::until("nobody listens", async || TcpStream::connect(self.addr).await.is_err()).await;
    }

    /// The network swallows everything.
    pub fn hold(&self) {
        self.state.send_replace(State::Held);
    }

    /// All is well again.
    pub fn mend(&self) {
        self.state.send_replace(State::Open);
    }
}

async fn run(listener: TcpListener, server: String, mut state: watch::Receiver<State>) {
    let addr = listener.local_addr().unwrap();
    let mut listener = Some(listener);
    let mut lines = JoinSet::new();
    loop {
        let cut = *state.borrow_and_update() == State::Cut;
        if cut {
            listener = None;
            lines.shutdown().await;
            if state.changed().await.is_err() {
                return;
            }
            continue;
        }
        if listener.is_none() {
            listener = Some(TcpListener::bind(addr).await.unwrap());
        }
        let Some(open) = &listener else { continue };
        tokio::select! {
            Ok((near, _)) = open.accept() => {
                if let Ok(far) = TcpStream::connect(&server).await {
                    let ((a, b), (c, d)) = (near.into_split(), far.into_split());
                    lines.spawn(pass(a, d, state.clone()));
                    lines.spawn(pass(c, b, state.clone()));
                }
            }
            changed = state.changed() => if changed.is_err() {
                return;
            },
        }
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut state: watch::Receiver<State>) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(n @ 1..) = from.read(&mut buffer).await {
        if state.wait_for(|state| *state != State::Held).await.is_err() || to.write_all(&buffer[..n]).await.is_err() {
            return;
        }
    }
}
