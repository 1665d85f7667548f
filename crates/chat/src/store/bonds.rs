//! Which person a voice is, in a chat that asks for sign-in. Read at the door and nowhere else: no room, frame, page,
//! answer of the API, export or event ever has it.

use super::{StoreError, statements as sql};
use crate::model::{Chat, ChatId, VoiceId};
use db::{Reads, WriteTx};
use newtype_uuid::GenericUuid;
use people::PersonId;

/// Ties a voice to a person, or another session of the same person to the voice.
#[derive(Clone)]
pub struct Bond {
    /// The voice.
    pub voice: VoiceId,
    /// Whose it is, for a voice that is new.
    pub person: Option<PersonId>,
    /// SHA-256 of the session's token.
    pub session: [u8; 32],
    /// SHA-256 of the pass that this session gets.
    pub pass: [u8; 32],
}

/// What a pass opens.
pub struct Pass {
    /// The voice.
    pub voice: VoiceId,
    /// SHA-256 of the session that it needs; none once the chat has forgotten who its voices are.
    pub session: Option<[u8; 32]>,
}

/// Writes bonds, after the voices they are about. The database refuses them for a chat that does not ask for sign-in,
/// and a second voice for one person.
pub async fn bind(tx: &mut WriteTx, chat: &Chat, bonds: &[Bond]) -> Result<(), StoreError> {
    let (id, door) = (chat.id.into_untyped_uuid(), chat.door.word());
    // Sorted by random id, so that the order of rows is no order of arrival.
    let mut sorted: Vec<&Bond> = bonds.iter().collect();
    sorted.sort_unstable_by_key(|bond| bond.voice);
    for Bond { voice, person, session, pass } in sorted {
        let voice = voice.into_untyped_uuid();
        if let Some(person) = person {
            sql::voice_person_add(tx, voice, id, door, person.into_untyped_uuid()).await?;
        }
        sql::voice_pass_add(tx, pass, voice, id, door, session).await?;
    }
    Ok(())
}

/// The voice of somebody in a chat.
pub async fn voice_of(tx: &mut impl Reads, chat: ChatId, person: PersonId) -> Result<Option<VoiceId>, StoreError> {
    let row = sql::voice_of_person(tx, chat.into_untyped_uuid(), person.into_untyped_uuid()).await?;
    Ok(row.map(|row| VoiceId::from_untyped_uuid(row.id)))
}

/// What the pass with this hash opens in a chat.
pub async fn pass(tx: &mut impl Reads, chat: ChatId, hash: &[u8; 32]) -> Result<Option<Pass>, StoreError> {
    let row = sql::voice_pass_by(tx, hash, chat.into_untyped_uuid()).await?;
    Ok(row.map(|row| Pass {
        voice: VoiceId::from_untyped_uuid(row.voice_id),
        session: row.session.map(|session| super::rows::key(&session)),
    }))
}

/// Destroys what leads from the voices of a chat to people. Passes stay, each for the one browser that can make it anew.
pub async fn forget(tx: &mut WriteTx, chat: ChatId) -> Result<(), StoreError> {
    sql::voice_people_forget(tx, chat.into_untyped_uuid()).await?;
    sql::voice_sessions_forget(tx, chat.into_untyped_uuid()).await?;
    Ok(())
}
