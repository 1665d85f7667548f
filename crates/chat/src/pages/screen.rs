//! The big screen: one page that follows the room by its own socket. The key in the address is all it needs.

use crate::model::Chat;
use crate::room::Refusal;
use crate::{Chats, WORDS, office, refuse};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Query;
use people::routes::Routes;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web::{Frame, Outcome, Theme, Words};

/// What the module of the page says by itself; numbers and verdicts come as sentences with each frame.
const SPOKEN: &[&str] = &[
    "joined",
    "connected",
    "panel",
    "mode-named",
    "mode-confidential",
    "mode-signed-named",
    "mode-signed-confidential",
    "next",
    "closed",
    "agree",
    "disagree",
    "pass",
    "swipe-agree",
    "swipe-disagree",
    "why-agree",
    "why-disagree",
    "reservation",
    "takeaway",
    "wrap-up",
    "agreed",
    "split",
    "nothing",
    "map-how",
    "unite",
    "divide",
    "thanks",
    "recap-ready",
    "recap-later",
    "blank",
    "lost",
];

/// The routes of the big screen.
pub fn routes() -> Routes<Chats> {
    Routes::new().get("/screen/{key}", ("screen", "watch"), page).get(
        "/screen/{key}/recap.svg",
        ("screen", "watch"),
        recap,
    )
}

#[derive(Template, WebTemplate)]
#[template(path = "screen/screen.html")]
struct Screen {
    frame: Frame,
    t: Words,
    title: String,
    series: String,
    code: String,
    /// Where to join, cut where it may break.
    address: Vec<String>,
    qr: String,
    boot: String,
}

/// How the screen was asked for.
#[derive(Debug, Default, Deserialize)]
struct Look {
    /// `light` for a bright room; anything else is dark.
    theme: Option<String>,
}

impl Look {
    fn theme(&self) -> Theme {
        if self.theme.as_deref() == Some("light") { Theme::Light } else { Theme::Dark }
    }
}

/// `GET /screen/{key}`.
async fn page(State(chats): State<Chats>, Path(key): Path<String>, Query(look): Query<Look>) -> Outcome<Screen> {
    let (chat, frame) = newest(&chats, &key).await?;
    let t = WORDS.in_language(&chat.language);
    let site = &chats.site;
    let address = site.short_url();
    Ok(Screen {
        frame: Frame::new(site, &chat.language, chat.title.clone())
            .style("chat/screen/screen.css")
            .module("chat/screen/screen.js")
            .theme(look.theme())
            .bare(),
        qr: web::qr::svg_titled(&site.absolute(&chat.join_path()), &t.text("screen-qr")),
        boot: boot(&chat, address, &frame, &t),
        address: address.split_inclusive('.').map(str::to_owned).collect(),
        code: chat.code,
        series: chat.series,
        title: chat.title,
        t,
    })
}

/// `GET /screen/{key}/recap.svg`: the QR code of the published recap, which may appear while the screen is open.
async fn recap(State(chats): State<Chats>, Path(key): Path<String>) -> Outcome<Response> {
    let (_, frame) = newest(&chats, &key).await?;
    let path = frame["recap"].as_str().ok_or_else(unknown)?;
    let picture = web::qr::svg(&chats.site.absolute(path));
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], picture).into_response())
}

/// The chat behind a key, and the picture its screens show now.
async fn newest(chats: &Chats, key: &str) -> Outcome<(Chat, Value)> {
    let key = Uuid::parse_str(key).map_err(|_| unknown())?;
    let chat = office::by_screen_key(chats, key).await?;
    let room = chats.hub.room(chat.id).await.map_err(|refusal| refuse::problem(&refusal))?;
    let bytes = room.screen.borrow().0.clone();
    let frame = serde_json::from_str(&bytes).expect("the server's own frames are JSON");
    Ok((chat, frame))
}

fn unknown() -> web::Problem {
    refuse::problem(&Refusal::UnknownChat)
}

/// What the module starts from: the newest frame, so that the first picture is whole, and its words.
fn boot(chat: &Chat, address: &str, frame: &Value, t: &Words) -> String {
    let path = chat.screen_path();
    let words: Map<String, Value> =
        SPOKEN.iter().map(|key| (key.replace('-', "_"), t.text(&format!("screen-{key}")).into())).collect();
    block(&json!({
        "socket": format!("/ws{path}"),
        "recap_qr": format!("{path}/recap.svg"),
        "address": address,
        "words": words,
        "frame": frame,
    }))
}

/// JSON for a block of the page; typed words must not be able to end the block they stand in.
fn block(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULES: &str = concat!(
        include_str!("../../assets/screen/screen.js"),
        include_str!("../../assets/screen/views.js"),
        include_str!("../../assets/screen/map.js")
    );

    #[test]
    fn every_word_the_modules_say_is_sent_and_no_other() {
        for key in SPOKEN {
            let name = key.replace('-', "_");
            let computed = ["mode_", "why_"].iter().any(|prefix| name.starts_with(prefix));
            assert!(computed || MODULES.contains(&format!("words.{name}")), "{key} is sent but not said");
        }
        for (at, _) in MODULES.match_indices("words.") {
            let name: String = MODULES[at + 6..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            assert!(SPOKEN.contains(&name.replace('_', "-").as_str()), "{name} is said but not sent");
        }
    }

    #[test]
    fn every_word_is_translated() {
        let texts = include_str!("../../locales/en/screen.ftl");
        for key in SPOKEN {
            assert!(texts.contains(&format!("\nscreen-{key} = ")), "screen-{key}");
        }
    }

    #[test]
    fn typed_words_cannot_end_their_block() {
        let typed = json!({ "text": "</script><!-- & \"so on\"" });
        let written = block(&typed);
        assert!(!written.contains('<'));
        assert_eq!(serde_json::from_str::<Value>(&written).expect("JSON"), typed);
    }

    #[test]
    fn only_light_is_light() {
        let look = |theme: &str| Look { theme: Some(theme.to_owned()) }.theme();
        assert!(matches!(look("light"), Theme::Light));
        assert!(matches!(look("<b>"), Theme::Dark));
        assert!(matches!(Look::default().theme(), Theme::Dark));
    }
}
