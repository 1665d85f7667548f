//! The words that the phone's module says by itself.

use serde_json::{Map, Value};
use web::Words;

/// Keys in `phone.ftl`, without their prefix.
const SPOKEN: &[&str] = &[
    "agree",
    "disagree",
    "pass",
    "agreed",
    "disagreed",
    "passed",
    "card-of",
    "undo",
    "undone",
    "said",
    "title-take",
    "keys",
    "connected",
    "saved",
    "waiting",
    "connecting",
    "offline",
    "live",
    "lobby",
    "wrap-up",
    "ended",
    "look-up",
    "look-up-lobby",
    "look-up-take",
    "look-up-closed",
    "look-up-wrap-up",
    "look-up-ended",
    "your-answer",
    "given",
    "given-reserved",
    "change",
    "keep",
    "answers",
    "reservation",
    "why",
    "count",
    "quotable",
    "named",
    "send",
    "keeping",
    "sent",
    "resend",
    "withdraw",
    "withdrawn",
    "close",
    "who-reads",
    "who-reads-named",
    "truth-waiting",
    "truth-on-screen",
    "truth-over",
    "truth-set-aside",
    "results",
    "group-share",
    "here",
    "here-only",
    "map",
    "map-how",
    "unite",
    "not-answered",
    "reservations",
    "answered",
    "interval",
    "summary",
    "recap",
    "swipe-hint",
    "rejoin",
    "sign-in-again",
];

/// Names that a sentence may have holes for; the module fills them.
const HOLES: &[&str] = &["n", "of", "k", "take", "side", "low", "high", "name", "share"];

/// All of them, with `{n}`-like holes.
pub(super) fn spoken(t: &Words) -> Map<String, Value> {
    let holes: Vec<(&'static str, web::Value<'static>)> =
        HOLES.iter().map(|name| (*name, format!("{{{name}}}").into())).collect();
    SPOKEN.iter().map(|key| (key.replace('-', "_"), t.with(&format!("phone-{key}"), &holes).into())).collect()
}
