//! A voice for whoever is signed in: what the join page does, for programs.

use crate::Chats;
use crate::access::{self, Standing};
use crate::model::{ChatId, Door, VoiceId};
use crate::pages::phone::keys::{Keys, join_signed};
use crate::refuse;
use crate::room::Refusal;
use axum::Json;
use axum::extract::State;
use people::Signed;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Outcome;

/// Which chat.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = JoinCode)]
pub struct Code {
    /// Six digits.
    code: String,
}

/// What the socket asks for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Voice)]
pub struct VoiceAnswer {
    /// The chat.
    #[schema(value_type = uuid::Uuid)]
    chat: ChatId,
    /// The voice, as the room knows it.
    #[schema(value_type = uuid::Uuid)]
    voice: VoiceId,
    /// What the voice shows at the socket.
    token: String,
}

/// Enter a chat as a voice
///
/// The voice of whoever is signed in, in the chat with this code. One that is there already comes
/// back. A session is needed: a token of the API has no voice.
#[utoipa::path(
    post, path = "/api/v1/voices", tag = "chats", operation_id = "enter_chat",
    request_body = Code,
    responses((status = 200, description = "The voice.", body = VoiceAnswer)),
)]
pub async fn enter(
    State(chats): State<Chats>,
    signed: Signed,
    keys: Keys,
    web::Json(body): web::Json<Code>,
) -> Outcome<Json<VoiceAnswer>> {
    access::person(&signed, "room", "sign_into", signed.scene(Standing::None))?;
    let entered = async {
        let handle = chats.hub.room_by_code(&body.code).await?;
        let (chat, welcome, token) = match (handle.door, &keys.here) {
            (Door::Signed, Some(here)) => {
                let entered = join_signed(&chats, here, handle.chat).await?;
                (handle.chat, entered.welcome, entered.token)
            }
            (Door::Signed, None) => return Err(Refusal::SignIn),
            // Where nobody is asked, being signed in makes no difference: this is a new voice.
            (Door::Open, _) => {
                let (handle, mut welcome) = chats.hub.join(&body.code, None).await?;
                let token = welcome.token.take().ok_or(Refusal::UnknownVoice)?;
                (handle.chat, welcome, token)
            }
        };
        Ok(VoiceAnswer { chat, voice: welcome.voice, token: token.reveal() })
    };
    entered.await.map(Json).map_err(|refusal: Refusal| refuse::problem(&refusal))
}
