//! What a connection may use, in one place. The library's defaults suit a few trusted clients, not a hall of phones.

use axum::extract::WebSocketUpgrade;
use std::time::Duration;

/// Longest message from a phone, in bytes.
pub const MESSAGE: usize = 4 * 1024;

/// Reserved per connection and filled with zeros at every read.
const READ_BUFFER: usize = 1024;

/// Frames that leave together gather here.
const WRITE_BUFFER: usize = 8 * 1024;

/// What a slow client may hold back in this process. A host's frame with 200 truths fits.
const WRITE_BUFFER_MAX: usize = 256 * 1024;

/// Whoever cannot take a send within this time is disconnected, and comes back to the newest state.
pub const SEND: Duration = Duration::from_secs(5);

/// After the goodbye, a connection stays this long at most for the phone to close it.
pub const LINGER: Duration = Duration::from_secs(1);

/// The same where what it says cannot be read any more.
pub const MOMENT: Duration = Duration::from_millis(250);

/// The first frame must arrive within this time.
pub const HELLO: Duration = Duration::from_secs(10);

/// Between two pings.
pub const PING: Duration = Duration::from_secs(15);

/// Without a sign of life for this long, a connection is given up.
pub const SILENCE: Duration = Duration::from_secs(40);

/// Commands per second, and at once. A phone that comes back with a full queue fits.
pub const COMMANDS: (f64, f64) = (20.0, 100.0);

/// Refused commands after which a connection that keeps going too fast is ended.
pub const TOO_MANY: u32 = 200;

/// Acknowledgements that may wait for one connection.
pub const OUTBOX: usize = 256;

/// Sets the limits on one connection.
pub fn apply(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(WRITE_BUFFER_MAX)
        .max_message_size(MESSAGE)
        .max_frame_size(MESSAGE)
}
