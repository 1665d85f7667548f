//! Asked to stop.

use tokio::signal::unix::{SignalKind, signal};

/// Exit code of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// Waits for Ctrl-C or SIGTERM. From then on a second one ends the program at once.
pub async fn asked_to_stop() -> std::io::Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        std::process::exit(INTERRUPTED);
    });
    Ok(())
}
