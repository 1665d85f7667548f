//! From a chat to its recap: drafted from the facts, edited by the host, published.

use crate::facts::{self, ChatResult};
use crate::model::ChatId;
use crate::office::{no_such_chat, open, unavailable};
use crate::outlook::Outlook;
use crate::room::Room;
use crate::store::path_of;
use crate::{Chats, refuse};
use axum::http::StatusCode;
use newtype_uuid::GenericUuid;
use people::Signed;
use stories::desk::{self, DeskError};
use stories::facts::Recap;
use stories::model::Story;
use web::{Outcome, Problem};

/// The facts of a chat as they are now.
pub async fn facts_now(chats: &Chats, id: ChatId) -> Outcome<Recap> {
    let acknowledged = acknowledged(chats, id).await?;
    on_record(chats, id, move |room, outlook| facts::recap(room, outlook, acknowledged)).await
}

/// The result of a chat as it is now.
pub async fn result_now(chats: &Chats, id: ChatId) -> Outcome<ChatResult> {
    let acknowledged = acknowledged(chats, id).await?;
    on_record(chats, id, move |room, outlook| facts::result(room, outlook, acknowledged)).await
}

/// Reads something from a room together with the record of its opinion map, which is worked out beside the room's task.
async fn on_record<T: Send + 'static>(
    chats: &Chats,
    id: ChatId,
    read: impl FnOnce(&Room, &Outlook) -> T + Send + 'static,
) -> Outcome<T> {
    let snapshot = chats.hub.look(id, |_, sight| sight.snapshot).await.map_err(|refusal| refuse::problem(&refusal))?;
    let record = tokio::task::spawn_blocking(move || {
        snapshot.record();
        snapshot
    });
    let snapshot = record.await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "the opinion map could not be worked out");
        let say = refuse::words().text("problem-unavailable");
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "problem-unavailable").say(say)
    })?;
    let look = chats.hub.look(id, move |room, _| {
        // A take that was reopened in the meantime must not show in a map.
        let (record, nothing) = (snapshot.record(), Outlook::default());
        read(room, if record.holds(room) { record } else { &nothing })
    });
    look.await.map_err(|refusal| refuse::problem(&refusal))
}

/// Swipes on disk, changes and take-backs included.
pub async fn acknowledged(chats: &Chats, id: ChatId) -> Outcome<u64> {
    let mut tx = chats.db.read().await.map_err(unavailable)?;
    crate::store::swipes_of(&mut tx, id).await.map_err(unavailable)
}

/// The recap of a chat; drafted now if there is none yet.
pub async fn draft(chats: &Chats, host: &Signed, id: ChatId) -> Outcome<Story> {
    let chat = open(chats, host, id, "recap", "edit").await?;
    let (facts, actor) = (facts_now(chats, id).await?, host.person.id.into_untyped_uuid());
    let t = stories::words(&chat.language);
    let drafted = desk::draft_or_load(&chats.db, &chats.ambient, actor, id.into_untyped_uuid(), &facts, &t);
    let story = drafted.await.map_err(|error| problem(&error))?;
    let mut tx = chats.db.read().await.map_err(unavailable)?;
    if crate::store::by_id(&mut tx, id).await.map_err(unavailable)?.is_none() {
        // Deleted while it was drafted: nobody could reach the article, nor take somebody's words out of it.
        let mut tx = chats.db.write().await.map_err(unavailable)?;
        desk::delete(&mut tx, id.into_untyped_uuid()).await.map_err(|error| problem(&error))?;
        tx.commit().await.map_err(unavailable)?;
        return Err(no_such_chat());
    }
    Ok(story)
}

/// The recap of a chat, if there is one.
pub async fn found(
    chats: &Chats,
    host: &Signed,
    id: ChatId,
    object: &'static str,
    action: &'static str,
) -> Outcome<Option<Story>> {
    open(chats, host, id, object, action).await?;
    let mut tx = chats.db.read().await.map_err(unavailable)?;
    desk::by_source(&mut tx, id.into_untyped_uuid()).await.map_err(|error| problem(&error))
}

/// The recap drafted anew from the facts as they are now; what was edited is replaced. The error is the desk's own.
pub async fn redraft(chats: &Chats, host: &Signed, id: ChatId, version: i64) -> Outcome<Result<Story, DeskError>> {
    let chat = open(chats, host, id, "recap", "edit").await?;
    let (facts, actor) = (facts_now(chats, id).await?, host.person.id.into_untyped_uuid());
    let t = stories::words(&chat.language);
    Ok(desk::redraft(&chats.db, &chats.ambient, actor, id.into_untyped_uuid(), version, &facts, &t).await)
}

/// Keeps what the host wrote. The error is the desk's own, so that a form can keep what was typed.
pub async fn save(
    chats: &Chats,
    host: &Signed,
    id: ChatId,
    version: i64,
    title: &str,
    body: &str,
) -> Outcome<Result<Story, DeskError>> {
    open(chats, host, id, "recap", "edit").await?;
    let actor = host.person.id.into_untyped_uuid();
    Ok(desk::save(&chats.db, &chats.ambient, actor, id.into_untyped_uuid(), version, title, body).await)
}

/// Shows the recap to everybody, and tells the room where.
pub async fn publish(chats: &Chats, host: &Signed, id: ChatId, version: i64) -> Outcome<Result<Story, DeskError>> {
    open(chats, host, id, "recap", "publish").await?;
    let actor = host.person.id.into_untyped_uuid();
    let story = desk::publish(&chats.db, &chats.ambient, actor, id.into_untyped_uuid(), version).await;
    Ok(told(chats, id, story).await)
}

/// Takes the recap down, and tells the room.
pub async fn unpublish(chats: &Chats, host: &Signed, id: ChatId, version: i64) -> Outcome<Result<Story, DeskError>> {
    open(chats, host, id, "recap", "publish").await?;
    let actor = host.person.id.into_untyped_uuid();
    let story = desk::unpublish(&chats.db, &chats.ambient, actor, id.into_untyped_uuid(), version).await;
    Ok(told(chats, id, story).await)
}

async fn told(chats: &Chats, id: ChatId, story: Result<Story, DeskError>) -> Result<Story, DeskError> {
    let story = story?;
    if let Err(refusal) = chats.hub.recap_moved(id, path_of(&story)).await {
        // It is published all the same; the room reads the records when it comes back.
        tracing::warn!(%refusal, "the room was not told of its recap");
    }
    Ok(story)
}

/// What the desk refused, as a page or a problem document.
pub fn problem(error: &DeskError) -> Problem {
    if let DeskError::Db(db::DbError::Full(_)) = error {
        tracing::error!(error = error as &dyn std::error::Error, "the desk failed");
        return Problem::no_room();
    }
    let status = match error {
        DeskError::Missing => StatusCode::NOT_FOUND,
        DeskError::Changed | DeskError::Step(_) => StatusCode::CONFLICT,
        DeskError::Words(_) => StatusCode::UNPROCESSABLE_ENTITY,
        DeskError::Unreadable(_) | DeskError::Db(_) => {
            tracing::error!(error = error as &dyn std::error::Error, "the desk failed");
            StatusCode::SERVICE_UNAVAILABLE
        }
    };
    Problem::new(status, "problem-recap").say(error.say(&stories::words(crate::language::OFFERED[0])))
}

/// Whether a recap can be written yet: something must have been revealed.
pub fn is_ready(room: &crate::room::Room) -> bool {
    room.slots().iter().any(|s| s.take.state == crate::model::TakeState::Revealed)
}
