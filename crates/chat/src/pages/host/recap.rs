//! The recap editor: words of the host over facts of the chat.

use super::sheets::{NoRecap, Recap, Said, Typed};
use crate::model::{Chat, ChatId};
use crate::{Chats, office, recap, refuse};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::{Form, Query};
use newtype_uuid::GenericUuid;
use people::Signed;
use serde::Deserialize;
use stories::desk::{self, DeskError};
use stories::model::{Story, WordsError};
use web::Outcome;

/// What was just done, for the notice.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reached {
    done: Option<String>,
}

/// The form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    #[serde(rename = "do")]
    press: String,
    version: i64,
    title: String,
    body: String,
}

/// What to do once the words are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    Nothing,
    Publish,
    Unpublish,
}

/// GET /host/chats/{id}/recap
pub(super) async fn show(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    Query(reached): Query<Reached>,
) -> Outcome<Response> {
    let chat = office::open(&chats, &signed, id, "recap", "edit").await?;
    let said = match reached.done.as_deref() {
        Some("saved") => Said::Done("host-recap-saved"),
        Some("published") => Said::Done("host-recap-published"),
        Some("unpublished") => Said::Done("host-recap-unpublished"),
        _ => Said::Nothing,
    };
    if let Some(story) = stored(&chats, id).await? {
        return Ok(page(&chats, &signed, &chat, &story, None, said).into_response());
    }
    let ready = chats.hub.look(id, |room, _| recap::is_ready(room)).await;
    let t = refuse::words();
    let heading = t.with("host-recap-of", &[("title", chat.title.clone().into())]);
    let page = NoRecap {
        frame: super::frame(&chats, &signed, heading.clone()).style("chat/host/recap.css"),
        ready: ready.map_err(|refusal| refuse::problem(&refusal))?,
        heading,
        path: format!("/host/chats/{id}/recap"),
        console_path: format!("/host/chats/{id}/console"),
        t,
    };
    Ok(page.into_response())
}

/// POST /host/chats/{id}/recap
pub(super) async fn send(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    match sent.press.as_str() {
        "draft" => {
            recap::draft(&chats, &signed, id).await?;
            Ok(Redirect::to(&format!("/host/chats/{id}/recap")).into_response())
        }
        "preview" => {
            let chat = office::open(&chats, &signed, id, "recap", "edit").await?;
            let story = stored(&chats, id).await?.ok_or_else(|| recap::problem(&DeskError::Missing))?;
            let mut page = page(&chats, &signed, &chat, &story, Some(typed(&sent)), Said::Preview);
            page.based_on(sent.version);
            Ok(page.into_response())
        }
        _ => keep(&chats, &signed, id, &sent, Then::Nothing).await,
    }
}

/// POST /host/chats/{id}/recap/publish
pub(super) async fn publish(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    keep(&chats, &signed, id, &sent, Then::Publish).await
}

/// POST /host/chats/{id}/recap/unpublish
pub(super) async fn unpublish(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    Form(sent): Form<Sent>,
) -> Outcome<Response> {
    keep(&chats, &signed, id, &sent, Then::Unpublish).await
}

/// Keeps the words, then publishes or takes down: what is on the page is what goes out.
async fn keep(chats: &Chats, host: &Signed, id: ChatId, sent: &Sent, then: Then) -> Outcome<Response> {
    let saved = recap::save(chats, host, id, sent.version, &sent.title, &sent.body).await?;
    let story = match saved {
        Ok(story) => story,
        Err(error) => return not_kept(chats, host, id, sent, error).await,
    };
    let done = match then {
        Then::Nothing => "saved",
        Then::Publish => {
            recap::publish(chats, host, id, story.version).await?.map_err(|error| recap::problem(&error))?;
            "published"
        }
        Then::Unpublish => {
            recap::unpublish(chats, host, id, story.version).await?.map_err(|error| recap::problem(&error))?;
            "unpublished"
        }
    };
    Ok(Redirect::to(&format!("/host/chats/{id}/recap?done={done}")).into_response())
}

async fn not_kept(chats: &Chats, host: &Signed, id: ChatId, sent: &Sent, error: DeskError) -> Outcome<Response> {
    let (status, said) = match &error {
        DeskError::Changed => (StatusCode::CONFLICT, Said::Conflict),
        DeskError::Words(wrong) => {
            let field = match wrong {
                WordsError::Title(_) => "title",
                WordsError::Body(_) => "body",
            };
            let say = error.say(&stories::words(crate::language::OFFERED[0]));
            (StatusCode::UNPROCESSABLE_ENTITY, Said::Faulty(field, say))
        }
        _ => return Err(recap::problem(&error)),
    };
    let chat = office::open(chats, host, id, "recap", "edit").await?;
    let story = stored(chats, id).await?.ok_or_else(|| recap::problem(&DeskError::Missing))?;
    let stale = matches!(said, Said::Conflict);
    let mut page = page(chats, host, &chat, &story, Some(typed(sent)), said);
    if !stale {
        page.based_on(sent.version);
    }
    Ok((status, page).into_response())
}

async fn stored(chats: &Chats, id: ChatId) -> Outcome<Option<Story>> {
    let mut tx = chats.db.read().await.map_err(office::unavailable)?;
    desk::by_source(&mut tx, id.into_untyped_uuid()).await.map_err(|error| recap::problem(&error))
}

fn typed(sent: &Sent) -> Typed {
    Typed { title: sent.title.clone(), body: sent.body.clone() }
}

fn page(chats: &Chats, host: &Signed, chat: &Chat, story: &Story, typed: Option<Typed>, said: Said) -> Recap {
    let t = refuse::words();
    let frame = super::frame(chats, host, t.with("host-recap-of", &[("title", chat.title.clone().into())]))
        .style("chat/host/recap.css")
        .module("chat/host/recap.js");
    Recap::of(frame, t, &chat.id.to_string(), story, typed, said)
}
