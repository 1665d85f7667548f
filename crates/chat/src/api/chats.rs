//! Chats: list, make, read, edit.

use crate::model::{
    ChatId, Door, Draft, DraftPanellist, DraftTake, Fault, Mode, PanellistId, Phase, TakeId, TakeState, limits,
};
use crate::office::{self, NotSaved};
use crate::room::Refusal;
use crate::{Chats, refuse};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use people::{PersonId, Signed};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::tag::{self, Seen, Tag};
use web::{Outcome, Problem, page};

/// A chat as it is written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ChatDraft)]
pub struct ChatBody {
    /// Title.
    #[schema(min_length = 1, max_length = 80)]
    pub title: String,
    /// Series.
    #[serde(default)]
    #[schema(max_length = 80)]
    pub series: String,
    /// The day, `2026-03-04`, or nothing.
    #[serde(default)]
    #[schema(pattern = r"^(\d{4}-\d{2}-\d{2})?$")]
    pub held_on: String,
    /// Language tag; English unless said otherwise.
    #[serde(default)]
    #[schema(pattern = "^(en|en-XA)$")]
    pub language: Option<String>,
    /// What the room knows of a voice; confidential unless said otherwise.
    #[serde(default)]
    #[schema(value_type = Option<Mode>)]
    pub mode: Option<String>,
    /// Who may join; open to everybody with the code unless said otherwise.
    #[serde(default)]
    #[schema(value_type = Option<Door>)]
    pub door: Option<String>,
    /// Answers needed before counts are shown; 5 unless said otherwise.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100)]
    pub floor: Option<u32>,
    /// Voices that may join; 1,000 unless said otherwise.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 20000)]
    pub seats: Option<u32>,
    /// The panel, in order; nobody twice.
    #[serde(default)]
    #[schema(max_items = 12)]
    pub panel: Vec<PanellistBody>,
    /// The takes, in order; none twice.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub takes: Vec<TakeBody>,
    /// To replace a draft: the version that was read, unless `If-Match` says so.
    #[serde(default)]
    pub version: Option<i64>,
}

/// A panellist as written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PanellistDraft)]
pub struct PanellistBody {
    /// Name.
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// Role.
    #[serde(default)]
    #[schema(max_length = 80)]
    pub role: String,
    /// Place.
    #[serde(default)]
    #[schema(max_length = 80)]
    pub place: String,
    /// Since when.
    #[serde(default)]
    #[schema(max_length = 80)]
    pub since: String,
}

/// A take as written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TakeDraft)]
pub struct TakeBody {
    /// The statement.
    #[schema(min_length = 1, max_length = 140)]
    pub text: String,
    /// The takeaway.
    #[serde(default)]
    #[schema(max_length = 280)]
    pub takeaway: String,
}

impl ChatBody {
    fn draft(self) -> Draft {
        let usual = Draft::titled(&self.title);
        Draft {
            title: self.title,
            series: self.series,
            held_on: self.held_on,
            language: self.language.unwrap_or(usual.language),
            mode: self.mode.unwrap_or(usual.mode),
            door: self.door.unwrap_or(usual.door),
            floor: self.floor.unwrap_or(limits::FLOOR_USUAL).to_string(),
            seats: self.seats.unwrap_or(limits::SEATS_USUAL).to_string(),
            panel: self
                .panel
                .into_iter()
                .map(|p| DraftPanellist { name: p.name, role: p.role, place: p.place, since: p.since })
                .collect(),
            takes: self.takes.into_iter().map(|t| DraftTake { text: t.text, takeaway: t.takeaway }).collect(),
        }
    }
}

/// A chat as it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Chat)]
pub struct ChatAnswer {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: ChatId,
    /// Title.
    title: String,
    /// Series, or empty.
    series: String,
    /// The day, or empty.
    held_on: String,
    /// Language tag.
    language: String,
    /// What the room knows of a voice.
    #[schema(value_type = Mode)]
    mode: &'static str,
    /// Who may join.
    #[schema(value_type = Door)]
    door: &'static str,
    /// Answers needed before counts are shown.
    floor: u32,
    /// Voices that may join.
    seats: u32,
    /// How far it has come.
    #[schema(value_type = Phase)]
    phase: &'static str,
    /// Six digits that people type to join.
    code: String,
    /// Where people join.
    join_url: String,
    /// The big screen. Whoever has this address sees it.
    screen_url: String,
    /// The secret part of it.
    screen_key: String,
    /// Counts edits of the draft.
    version: i64,
    /// Counts moves of the room.
    v: u64,
    /// The panel, in order.
    panel: Vec<PanellistAnswer>,
    /// The takes, in order.
    takes: Vec<TakeAnswer>,
}

/// Somebody on the panel.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Panellist)]
struct PanellistAnswer {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: PanellistId,
    /// Name.
    name: String,
    /// Role, or empty.
    role: String,
    /// Place, or empty.
    place: String,
    /// Since when, or empty.
    since: String,
}

/// A take.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Take)]
struct TakeAnswer {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: TakeId,
    /// The statement.
    text: String,
    /// The host's sentence, or empty.
    takeaway: String,
    /// How far it has come.
    state: TakeState,
}

/// A line of the list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ListedChat)]
pub struct ListAnswer {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: ChatId,
    /// Title.
    title: String,
    /// Series, or empty.
    series: String,
    /// The day, or empty.
    held_on: String,
    /// How far it has come.
    #[schema(value_type = Phase)]
    phase: &'static str,
    /// Who may join.
    #[schema(value_type = Door)]
    door: &'static str,
    /// Whose chat it is; else one co-hosts it.
    owner: Owner,
    /// Six digits.
    code: String,
    /// Takes in it.
    takes: u32,
    /// Voices that joined.
    joined: u32,
}

/// Whose chat it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct Owner {
    /// Id.
    #[schema(value_type = uuid::Uuid)]
    id: PersonId,
    /// Name.
    name: String,
}

/// A part of the list of chats.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChatPage {
    /// Chats, the newest first.
    data: Vec<ListAnswer>,
    /// Where the list goes on; null at its end.
    next_cursor: Option<String>,
}

/// Your chats, the newest first
#[utoipa::path(
    get, path = "/api/v1/chats", tag = "chats", operation_id = "list_chats",
    params(page::Asked),
    responses((status = 200, description = "A part of the list.", body = ChatPage)),
)]
pub async fn list(
    State(chats): State<Chats>,
    signed: Signed,
    web::Query(asked): web::Query<page::Asked>,
) -> Outcome<(HeaderMap, Json<ChatPage>)> {
    let part = asked.part("chats")?;
    let (list, next) = office::page(&chats, &signed, &part).await?;
    let next_cursor = next.map(|place| page::seal("chats", &place));
    let row = |c: crate::store::ListedChat| ListAnswer {
        id: c.id,
        title: c.title,
        series: c.series,
        held_on: c.held_on,
        phase: c.phase.word(),
        door: c.door.word(),
        owner: Owner { id: c.owner, name: c.owner_name },
        code: c.code,
        takes: c.takes,
        joined: c.joined,
    };
    let link = page::next_link(next_cursor.as_deref(), "/api/v1/chats", part.limit, &[]);
    Ok((link, Json(ChatPage { data: list.into_iter().map(row).collect(), next_cursor })))
}

/// Make a chat
#[utoipa::path(
    post, path = "/api/v1/chats", tag = "chats", operation_id = "create_chat",
    request_body = ChatBody,
    responses((status = 201, description = "The chat, as a draft.", body = ChatAnswer)),
)]
pub async fn create(
    State(chats): State<Chats>,
    signed: Signed,
    web::Json(body): web::Json<ChatBody>,
) -> Outcome<(StatusCode, [(HeaderName, String); 1], Tag, Json<ChatAnswer>)> {
    let draft = body.draft().check().map_err(|faults| refused(&faults))?;
    let chat = office::create(&chats, &signed, &draft).await?;
    let (tag, chat) = answer(&chats, chat.id).await?;
    let location = [(header::LOCATION, format!("/api/v1/chats/{}", chat.id))];
    Ok((StatusCode::CREATED, location, tag, Json(chat)))
}

/// A chat
#[utoipa::path(
    get, path = "/api/v1/chats/{id}", tag = "chats", operation_id = "read_chat",
    params(("id" = uuid::Uuid, Path, description = "Id of the chat.")),
    responses((status = 200, description = "The chat.", body = ChatAnswer)),
)]
pub async fn read(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
) -> Outcome<(Tag, Json<ChatAnswer>)> {
    office::open(&chats, &signed, id, "chat", "read").await?;
    answer(&chats, id).await.map(|(tag, chat)| (tag, Json(chat)))
}

/// Replace a draft
///
/// Everything is written anew. Only a chat whose room was never opened can be replaced.
#[utoipa::path(
    put, path = "/api/v1/chats/{id}", tag = "chats", operation_id = "replace_chat",
    params(
        ("id" = uuid::Uuid, Path, description = "Id of the chat."),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of what you have seen. Needed, unless the body says `version`."),
    ),
    request_body = ChatBody,
    responses((status = 200, description = "The chat as it is now.", body = ChatAnswer)),
)]
pub async fn replace(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    seen: Seen,
    web::Json(body): web::Json<ChatBody>,
) -> Outcome<(Tag, Json<ChatAnswer>)> {
    // Whether the chat is there is told before what is wrong with the body, and only to its host.
    let chat = office::open(&chats, &signed, id, "chat", "edit").await?;
    let version = seen.version(&tag(chat.version, chat.moves), chat.version, body.version)?;
    let draft = body.draft().check().map_err(|faults| refused(&faults))?;
    office::save(&chats, &signed, id, version, &draft).await.map_err(|not| match not {
        NotSaved::Stale if chat.phase == Phase::Draft && seen.is_given() => tag::unmet(),
        NotSaved::Stale => refuse::problem(&Refusal::Stale),
        NotSaved::Problem(problem) => problem,
    })?;
    answer(&chats, id).await.map(|(tag, chat)| (tag, Json(chat)))
}

/// What a chat is now: its draft and the moves of its room.
fn tag(version: i64, moves: u64) -> Tag {
    Tag::of(format_args!("{version}.{moves}"))
}

async fn answer(chats: &Chats, id: ChatId) -> Outcome<(Tag, ChatAnswer)> {
    let site = chats.site.clone();
    let look = chats.hub.look(id, move |room, _| {
        let chat = &room.chat;
        ChatAnswer {
            id: chat.id,
            title: chat.title.clone(),
            series: chat.series.clone(),
            held_on: chat.held_on.clone(),
            language: chat.language.clone(),
            mode: chat.mode.word(),
            door: chat.door.word(),
            floor: chat.floor,
            seats: chat.seats,
            phase: chat.phase.word(),
            code: chat.code.clone(),
            join_url: site.absolute(&chat.join_path()),
            screen_url: site.absolute(&chat.screen_path()),
            screen_key: uuid::Uuid::from_bytes(chat.screen_key).simple().to_string(),
            version: chat.version,
            v: chat.moves,
            panel: room
                .panel()
                .iter()
                .map(|p| PanellistAnswer {
                    id: p.id,
                    name: p.name.clone(),
                    role: p.role.clone(),
                    place: p.place.clone(),
                    since: p.since.clone(),
                })
                .collect(),
            takes: room
                .slots()
                .iter()
                .map(|s| TakeAnswer {
                    id: s.take.id,
                    text: s.take.text.clone(),
                    takeaway: s.take.takeaway.clone(),
                    state: s.take.state,
                })
                .collect(),
        }
    });
    let chat = look.await.map_err(|refusal| refuse::problem(&refusal))?;
    Ok((tag(chat.version, chat.v), chat))
}

/// All faults of a draft in one problem, each with its place in the body.
fn refused(faults: &[Fault]) -> Problem {
    let t = refuse::words();
    let say: Vec<String> = faults.iter().map(|f| format!("{}: {}", f.field, f.error.message(&t))).collect();
    let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "problem-draft").say(say.join(" "));
    faults.iter().fold(problem, |problem, f| problem.fault(web::Fault::at(pointer(&f.field), f.error.message(&t))))
}

/// Where a field of the form stands in the body: `take-3-text` is `/takes/2/text`.
fn pointer(field: &str) -> String {
    let parts: Vec<&str> = field.splitn(3, '-').collect();
    match (parts.as_slice(), parts.get(1).and_then(|n| n.parse::<usize>().ok())) {
        (["take", _, name], Some(n)) => format!("/takes/{}/{name}", n.saturating_sub(1)),
        (["panel", _, name], Some(n)) => format!("/panel/{}/{name}", n.saturating_sub(1)),
        _ => format!("/{field}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utoipa::OpenApi;

    #[test]
    fn fields_have_their_place_in_the_body() {
        for (field, at) in [
            ("title", "/title"),
            ("held_on", "/held_on"),
            ("takes", "/takes"),
            ("take-1-text", "/takes/0/text"),
            ("panel-12-since", "/panel/11/since"),
        ] {
            assert_eq!(pointer(field), at);
        }
    }

    #[test]
    fn the_document_tells_the_limits_that_are_checked() {
        let document = serde_json::to_value(crate::api::Document::openapi()).unwrap();
        let at = |path: &str| document["components"]["schemas"].pointer(path).and_then(serde_json::Value::as_u64);
        for (path, limit) in [
            ("/ChatDraft/properties/title/maxLength", limits::LINE),
            ("/ChatDraft/properties/series/maxLength", limits::LINE),
            ("/ChatDraft/properties/takes/maxItems", limits::TAKES),
            ("/ChatDraft/properties/panel/maxItems", limits::PANEL),
            ("/ChatDraft/properties/floor/maximum", limits::FLOOR as usize),
            ("/ChatDraft/properties/seats/maximum", limits::SEATS as usize),
            ("/TakeDraft/properties/text/maxLength", limits::TAKE),
            ("/TakeDraft/properties/takeaway/maxLength", limits::TAKEAWAY),
            ("/PanellistDraft/properties/name/maxLength", limits::LINE),
        ] {
            assert_eq!(at(path), Some(limit as u64), "{path}");
        }
    }
}
