//! What each template sees. Built from plain values; no database, no request.

mod console;
mod editor;
mod hosts;
mod list;
mod parts;
mod recap;

#[cfg(test)]
mod tests;

pub(super) use console::{Console, Seen};
pub(super) use editor::{Editor, Mood};
pub(super) use hosts::{Delete, Hosts, Ownerless};
pub(super) use list::List;
pub(super) use recap::{NoRecap, Recap, Said, Typed};

use crate::store::ChatHost;
use web::{Value, Words};

/// A sentence with one number, or with `{n}` in its place for the browser to fill in.
fn numbered(t: &Words, key: &str, n: impl Into<Value<'static>>) -> String {
    t.with(key, &[("n", n.into())])
}

/// The sentence for `n`, as a template calls it.
macro_rules! numbers {
    ($page:ty) => {
        impl $page {
            fn n(&self, key: &str, n: impl Into<web::Value<'static>>) -> String {
                super::numbered(&self.t, key, n)
            }
        }
    };
}
use numbers;

/// Who hosts a chat, in a line: the owner first.
fn named(t: &Words, hosts: &[ChatHost]) -> String {
    let names: Vec<&str> = hosts.iter().map(|host| host.name.as_str()).collect();
    t.with("host-hosts-line", &[("names", names.join(", ").into())])
}

/// A join code in two halves, as people read it aloud.
fn spaced(code: &str) -> String {
    match code.split_at_checked(code.len() / 2) {
        Some((a, b)) if code.len() >= 6 => format!("{a} {b}"),
        _ => code.to_owned(),
    }
}
