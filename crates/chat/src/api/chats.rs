//! Chats: list, make, read, edit.

use crate::model::{ChatId, Draft, DraftPanellist, DraftTake, Fault, PanellistId, TakeId, TakeState, limits};
use crate::office::{self, NotSaved};
use crate::room::Refusal;
use crate::{Chats, refuse};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use people::{PersonId, Signed};
use serde::{Deserialize, Serialize};
use web::{Outcome, Problem};

/// A chat as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChatBody {
    /// Title.
    pub title: String,
    /// Series.
    #[serde(default)]
    pub series: String,
    /// `YYYY-MM-DD`.
    #[serde(default)]
    pub held_on: String,
    /// Language tag; English unless said otherwise.
    #[serde(default)]
    pub language: Option<String>,
    /// `named` or `confidential`; confidential unless said otherwise.
    #[serde(default)]
    pub mode: Option<String>,
    /// `open` or `signed`; open unless said otherwise.
    #[serde(default)]
    pub door: Option<String>,
    /// Answers needed before counts are shown.
    #[serde(default)]
    pub floor: Option<u32>,
    /// Voices that may join.
    #[serde(default)]
    pub seats: Option<u32>,
    /// The panel, in order.
    #[serde(default)]
    pub panel: Vec<PanellistBody>,
    /// The takes, in order.
    #[serde(default)]
    pub takes: Vec<TakeBody>,
    /// The version that was read; needed to replace a draft.
    #[serde(default)]
    pub version: Option<i64>,
}

/// A panellist as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanellistBody {
    /// Name.
    pub name: String,
    /// Role.
    #[serde(default)]
    pub role: String,
    /// Place.
    #[serde(default)]
    pub place: String,
    /// Since when.
    #[serde(default)]
    pub since: String,
}

/// A take as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeBody {
    /// The statement.
    pub text: String,
    /// The takeaway.
    #[serde(default)]
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
#[derive(Debug, Clone, Serialize)]
pub struct ChatAnswer {
    id: ChatId,
    title: String,
    series: String,
    held_on: String,
    language: String,
    mode: &'static str,
    door: &'static str,
    floor: u32,
    seats: u32,
    phase: &'static str,
    code: String,
    join_url: String,
    screen_url: String,
    screen_key: String,
    version: i64,
    v: u64,
    panel: Vec<PanellistAnswer>,
    takes: Vec<TakeAnswer>,
}

#[derive(Debug, Clone, Serialize)]
struct PanellistAnswer {
    id: PanellistId,
    name: String,
    role: String,
    place: String,
    since: String,
}

#[derive(Debug, Clone, Serialize)]
struct TakeAnswer {
    id: TakeId,
    text: String,
    takeaway: String,
    state: TakeState,
}

/// A line of the list.
#[derive(Debug, Clone, Serialize)]
pub struct ListAnswer {
    id: ChatId,
    title: String,
    series: String,
    held_on: String,
    phase: &'static str,
    door: &'static str,
    /// Whose chat it is; else one co-hosts it.
    owner: Owner,
    code: String,
    takes: u32,
    joined: u32,
}

/// Whose chat it is.
#[derive(Debug, Clone, Serialize)]
struct Owner {
    id: PersonId,
    name: String,
}

/// `GET /api/v1/chats`
pub async fn list(State(chats): State<Chats>, signed: Signed) -> Outcome<Json<Vec<ListAnswer>>> {
    let list = office::list(&chats, &signed).await?;
    let line = |c: crate::store::ListedChat| ListAnswer {
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
    Ok(Json(list.into_iter().map(line).collect()))
}

/// `POST /api/v1/chats`
pub async fn create(
    State(chats): State<Chats>,
    signed: Signed,
    web::Json(body): web::Json<ChatBody>,
) -> Outcome<(StatusCode, Json<ChatAnswer>)> {
    let draft = body.draft().check().map_err(|faults| refused(&faults))?;
    let chat = office::create(&chats, &signed, &draft).await?;
    Ok((StatusCode::CREATED, Json(answer(&chats, chat.id).await?)))
}

/// `GET /api/v1/chats/{id}`
pub async fn read(State(chats): State<Chats>, Path(id): Path<ChatId>, signed: Signed) -> Outcome<Json<ChatAnswer>> {
    office::open(&chats, &signed, id, "chat", "read").await?;
    Ok(Json(answer(&chats, id).await?))
}

/// `PUT /api/v1/chats/{id}`
pub async fn replace(
    State(chats): State<Chats>,
    Path(id): Path<ChatId>,
    signed: Signed,
    web::Json(body): web::Json<ChatBody>,
) -> Outcome<Json<ChatAnswer>> {
    // Whether the chat is there is told before what is wrong with the body, and only to its host.
    office::open(&chats, &signed, id, "chat", "edit").await?;
    let seen = body.version.ok_or_else(|| {
        let say = refuse::words().text("problem-version-missing");
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "problem-version-missing").say(say)
    })?;
    let draft = body.draft().check().map_err(|faults| refused(&faults))?;
    office::save(&chats, &signed, id, seen, &draft).await.map_err(|not| match not {
        NotSaved::Stale => refuse::problem(&Refusal::Stale),
        NotSaved::Problem(problem) => problem,
    })?;
    Ok(Json(answer(&chats, id).await?))
}

async fn answer(chats: &Chats, id: ChatId) -> Outcome<ChatAnswer> {
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
    look.await.map_err(|refusal| refuse::problem(&refusal))
}

/// All faults of a draft in one problem.
fn refused(faults: &[Fault]) -> Problem {
    let t = refuse::words();
    let say: Vec<String> = faults.iter().map(|f| format!("{}: {}", f.field, f.error.message(&t))).collect();
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "problem-draft").say(say.join(" "))
}
