//! The jobs that send letters, and tend sessions. Each has its own task: a slow mail server, or a long row of letters,
//! must not keep the hours of sessions from being written and what is over from being forgotten.

use people::People;
use people::sign_in;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How often something is looked at.
#[derive(Debug, Clone, Copy)]
struct Paces {
    /// Between two looks for letters whose next try is due; a new one is sent at once.
    letters: Duration,
    /// Between two writes of when sessions were used.
    sessions: Duration,
}

const PACES: Paces = Paces { letters: Duration::from_secs(5), sessions: Duration::from_mins(1) };

/// Sends while the server runs.
pub(crate) struct Postman {
    stop: CancellationToken,
    letters: JoinHandle<()>,
    sessions: JoinHandle<()>,
}

impl Postman {
    pub fn start(people: People) -> Self {
        Self::at(people, PACES)
    }

    fn at(people: People, paces: Paces) -> Self {
        let stop = CancellationToken::new();
        let letters = tokio::spawn(send(people.clone(), paces.letters, stop.clone()));
        let sessions = tokio::spawn(tend(people, paces.sessions, stop.clone()));
        Self { stop, letters, sessions }
    }

    /// Writes what is not written, and ends. Letters that wait are sent after the next start.
    pub async fn finish(self) {
        self.stop.cancel();
        for task in [self.letters, self.sessions] {
            if let Err(error) = task.await {
                tracing::warn!(%error, "sending letters and tending sessions");
            }
        }
    }
}

async fn send(people: People, pace: Duration, stop: CancellationToken) {
    let mut tick = interval(pace);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            () = sign_in::letters_asked(&people) => {}
            () = stop.cancelled() => return,
        }
        // A conversation with a slow mail server does not hold up the end.
        let sent = tokio::select! {
            sent = sign_in::deliver(&people) => sent,
            () = stop.cancelled() => return,
        };
        if let Err(error) = sent {
            tracing::warn!(error = &error as &dyn std::error::Error, "letters wait");
        }
    }
}

async fn tend(people: People, pace: Duration, stop: CancellationToken) {
    let mut tick = interval(pace);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let last = tokio::select! {
            _ = tick.tick() => false,
            () = stop.cancelled() => true,
        };
        if let Err(error) = sign_in::tend(&people).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "when sessions were used is not written");
        }
        if last {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Paces, Postman};
    use db::Db;
    use db::testing::{ambient, engines, run};
    use people::People;
    use people::sign_in::Settings;
    use people::sign_in::mail::MailSettings;
    use people::testing::{Mood, Sink, signed_in};
    use std::time::Duration;
    use web::{Site, SiteConfig};

    async fn sessions(db: &Db) -> u64 {
        run(db, "UPDATE session SET how = how").await.unwrap()
    }

    /// Waits for what a task does.
    async fn until(mut done: impl AsyncFnMut() -> bool) {
        for _ in 0..400 {
            if done().await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it did not happen");
    }

    #[tokio::test]
    async fn a_silent_mail_server_holds_up_nothing_else() {
        let (engines, sink) = (engines().await, Sink::open().await);
        sink.turn(Mood::Silent);
        let mail = MailSettings::parse(&sink.url(), "Candor <candor@saltmarsh.example>").unwrap();
        let site = Site::new(SiteConfig { name: "Candor".into(), public_url: "http://x".into(), banner: None });
        for db in engines.each() {
            let settings = Settings { mail: Some(mail.clone()), ..Settings::default() };
            let people = People::new(db.clone(), ambient(), site.clone()).with_sign_in(settings);
            let before = sink.greeted();
            signed_in(&people, "Ida", &[]).await;
            run(db, "UPDATE person SET email = 'ida@saltmarsh.example'").await.unwrap();
            run(
                db,
                "INSERT INTO mail_outbox (id, kind, address, lands_on, made_at, due_at, attempts)
                 SELECT id, 'sign-in', email, '', created_at, created_at, 0 FROM person",
            )
            .await
            .unwrap();
            let pace = Duration::from_millis(50);
            let postman = Postman::at(people, Paces { letters: pace, sessions: pace });
            until(async || sink.greeted() > before).await;
            // The conversation goes on, and a session that is over is forgotten all the same.
            assert_eq!(sessions(db).await, 1);
            run(db, "UPDATE session SET expires_at = 0").await.unwrap();
            until(async || sessions(db).await == 0).await;
            tokio::time::timeout(Duration::from_secs(10), postman.finish()).await.expect("it ends at once");
        }
    }
}
