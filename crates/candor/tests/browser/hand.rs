//! Fingers, mouse and keys, as the browser gets them from the system: with their own times.

use crate::page::Page;
use db::Clock;
use serde_json::{Value, json};

/// Time between two samples of a finger, in ms.
const SAMPLE: u32 = 16;

/// One drag from where it begins: ways in px, times in ms from the touch.
#[derive(Debug, Clone)]
pub struct Drag {
    samples: Vec<(f64, f64, u32)>,
    lift: u32,
    end: End,
}

/// How a finger leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Lifted.
    Up,
    /// Taken by the system.
    Cancel,
}

impl Drag {
    /// Straight, at one speed, lifted in the move.
    pub fn to(dx: f64, dy: f64, ms: u32) -> Self {
        let steps = (ms / SAMPLE).max(1);
        let sample = |n: u32| {
            let part = f64::from(n) / f64::from(steps);
            (dx * part, dy * part, ms * n / steps)
        };
        Self { samples: (1..=steps).map(sample).collect(), lift: ms + 1, end: End::Up }
    }

    /// The same, but the finger rests this long before it is lifted.
    pub fn rest(self, ms: u32) -> Self {
        Self { lift: self.lift + ms, ..self }
    }

    /// The same, and then back to another place.
    pub fn back(mut self, dx: f64, ms: u32) -> Self {
        let (from, _, begun) = *self.samples.last().expect("a drag has samples");
        let steps = (ms / SAMPLE).max(1);
        self.samples.extend((1..=steps).map(|n| {
            let part = f64::from(n) / f64::from(steps);
            (from + (dx - from) * part, 0.0, begun + ms * n / steps)
        }));
        Self { lift: begun + ms + 1, ..self }
    }

    /// The same, but the system takes the finger away.
    pub fn cancelled(self) -> Self {
        Self { end: End::Cancel, ..self }
    }
}

impl Page {
    /// Where the middle of an element is, not far from its top.
    pub async fn spot(&self, css: &str) -> (f64, f64) {
        self.has(css).await;
        let find =
            "((r) => [r.x + r.width / 2, r.y + r.height * 0.18])(document.querySelector(a[0]).getBoundingClientRect())";
        let at = self.js_with(find, &[json!(css)]).await;
        (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
    }

    /// Drags the top card with a finger.
    pub async fn swipe(&self, drag: &Drag) {
        self.touch_down(drag).await;
        self.touch_up(drag).await;
    }

    /// The first part of a drag: the finger is still on the glass.
    pub async fn touch_down(&self, drag: &Drag) {
        let (x, y) = self.top_card().await;
        self.touch("touchStart", Some((x, y)), 0).await;
        for (dx, dy, ms) in &drag.samples {
            self.touch("touchMove", Some((x + dx, y + dy)), *ms).await;
        }
    }

    /// The end of a drag.
    pub async fn touch_up(&self, drag: &Drag) {
        let kind = if drag.end == End::Up { "touchEnd" } else { "touchCancel" };
        self.touch(kind, None, drag.lift).await;
    }

    /// Drags the top card with the mouse.
    pub async fn drag(&self, drag: &Drag) {
        let (x, y) = self.top_card().await;
        self.mouse("mouseMoved", (x, y), 0, 0).await;
        self.mouse("mousePressed", (x, y), 0, 1).await;
        let mut last = (x, y);
        for (dx, dy, ms) in &drag.samples {
            last = (x + dx, y + dy);
            self.mouse("mouseMoved", last, *ms, 1).await;
        }
        self.mouse("mouseReleased", last, drag.lift, 0).await;
    }

    /// The card to drag, once it lies still and takes fingers again.
    async fn top_card(&self) -> (f64, f64) {
        self.settled().await;
        self.spot(".deck > .take-card[data-depth='0']").await
    }

    /// Waits until nothing of the deck moves, and the short lock after an answer is over.
    pub async fn settled(&self) {
        self.until(
            "document.querySelector('.deck > .take-card[data-depth=\"0\"]') && !document.querySelector('body > .take-card')",
        )
        .await;
        self.until("document.querySelector('.deck > .take-card[data-depth=\"0\"]').getAnimations().length === 0").await;
        // 250 ms of the page's own time; no event says that they are over.
        self.js("new Promise((done) => setTimeout(done, 260))").await;
    }

    async fn touch(&self, kind: &str, at: Option<(f64, f64)>, ms: u32) {
        let points: Vec<Value> = at.iter().map(|(x, y)| json!({ "x": x, "y": y, "id": 1, "force": 1 })).collect();
        let event = json!({ "type": kind, "touchPoints": points, "timestamp": self.time(ms).await });
        self.cdp("Input.dispatchTouchEvent", event).await;
    }

    async fn mouse(&self, kind: &str, (x, y): (f64, f64), ms: u32, buttons: u8) {
        let button = if kind == "mouseMoved" && buttons == 0 { "none" } else { "left" };
        let event = json!({
            "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1,
            "pointerType": "mouse", "timestamp": self.time(ms).await,
        });
        self.cdp("Input.dispatchMouseEvent", event).await;
    }

    /// Seconds since 1970 for an event this long after its drag began. A drag begins with 0.
    async fn time(&self, ms: u32) -> f64 {
        let mut begun = self.begun.lock().await;
        if ms == 0 {
            let now = candor::clock::SystemClock.now();
            *begun = now.as_microsecond();
        }
        #[expect(clippy::cast_precision_loss, reason = "microseconds of this century fit")]
        let seconds = *begun as f64 / 1e6;
        seconds + f64::from(ms) / 1e3
    }

    /// Presses and lets go a key, as a keyboard does: `ArrowLeft`.
    pub async fn key(&self, key: &str) {
        self.key_event("rawKeyDown", key, 0, false).await;
        self.key_event("keyUp", key, 0, false).await;
    }

    /// Presses a key with modifiers held: 1 is Alt, 2 is Control, 8 is Shift.
    pub async fn key_with(&self, key: &str, modifiers: u8) {
        self.key_event("rawKeyDown", key, modifiers, false).await;
        self.key_event("keyUp", key, modifiers, false).await;
    }

    /// Holds a key down until it repeats this often.
    pub async fn key_held(&self, key: &str, repeats: usize) {
        self.key_event("rawKeyDown", key, 0, false).await;
        for _ in 0..repeats {
            self.key_event("rawKeyDown", key, 0, true).await;
        }
        self.key_event("keyUp", key, 0, false).await;
    }

    async fn key_event(&self, kind: &str, key: &str, modifiers: u8, repeats: bool) {
        let (code, number) = match key {
            " " => ("Space", 32),
            "ArrowLeft" => (key, 37),
            "ArrowUp" => (key, 38),
            "ArrowRight" => (key, 39),
            "Tab" => (key, 9),
            "Enter" => (key, 13),
            other => panic!("no key {other}"),
        };
        let event = json!({
            "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number,
            "modifiers": modifiers, "autoRepeat": repeats,
        });
        self.cdp("Input.dispatchKeyEvent", event).await;
    }
}
