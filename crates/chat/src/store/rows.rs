//! Rows as they lie in the tables, and what they become.

use super::StoreError;
use crate::model::{
    Chat, ChatId, Given, PanelAnswer, Panellist, PanellistId, Side, Take, TakeId, Truth, TruthId, VoiceId,
};
use crate::room::{Event, Move};
use db::sqlx::FromRow;
use newtype_uuid::GenericUuid;
use people::PersonId;
use std::str::FromStr;
use uuid::Uuid;

#[derive(Debug, FromRow)]
pub struct ChatRow {
    pub id: Uuid,
    pub title: String,
    pub series: String,
    pub held_on: String,
    pub language: String,
    pub mode: String,
    pub door: String,
    pub floor: i64,
    pub seats: i64,
    pub code: String,
    pub screen_key: Vec<u8>,
    pub phase: String,
    pub focus: Option<Uuid>,
    pub picture: String,
    pub created_by: Uuid,
    pub moves: i64,
    pub batch: i64,
    pub version: i64,
}

impl ChatRow {
    pub fn chat(self) -> Result<Chat, StoreError> {
        Ok(Chat {
            id: ChatId::from_untyped_uuid(self.id),
            title: self.title,
            series: self.series,
            held_on: self.held_on,
            language: self.language,
            mode: self.mode.parse()?,
            door: self.door.parse()?,
            floor: small(self.floor),
            seats: small(self.seats),
            code: self.code,
            screen_key: key(&self.screen_key),
            phase: self.phase.parse()?,
            focus: self.focus.map(TakeId::from_untyped_uuid),
            picture: self.picture.parse()?,
            created_by: PersonId::from_untyped_uuid(self.created_by),
            moves: large(self.moves),
            batch: large(self.batch),
            version: self.version,
        })
    }
}

#[derive(Debug, FromRow)]
pub struct TakeRow {
    pub id: Uuid,
    pub text: String,
    pub takeaway: String,
    pub state: String,
}

impl TakeRow {
    pub fn take(self) -> Result<Take, StoreError> {
        let Self { id, text, takeaway, state } = self;
        Ok(Take { id: TakeId::from_untyped_uuid(id), text, takeaway, state: state.parse()? })
    }
}

#[derive(Debug, FromRow)]
pub struct PanellistRow {
    pub id: Uuid,
    pub name: String,
    pub role: String,
    pub place: String,
    pub since: String,
}

impl PanellistRow {
    pub fn panellist(self) -> Panellist {
        let Self { id, name, role, place, since } = self;
        Panellist { id: PanellistId::from_untyped_uuid(id), name, role, place, since }
    }
}

#[derive(Debug, FromRow)]
pub struct AnswerRow {
    pub take_id: Uuid,
    pub panellist_id: Uuid,
    pub side: String,
    pub reservation: bool,
    pub words: String,
}

impl AnswerRow {
    pub fn event(self) -> Result<Event, StoreError> {
        let given = Given::new(Side::from_str(&self.side)?, self.reservation);
        let answer = PanelAnswer { given, words: self.words };
        let (take, by) = (TakeId::from_untyped_uuid(self.take_id), PanellistId::from_untyped_uuid(self.panellist_id));
        Ok(Event::Moved(Move::Answered(take, by, Some(answer))))
    }
}

#[derive(Debug, FromRow)]
pub struct VoiceRow {
    pub id: Uuid,
    pub token_hash: Vec<u8>,
    pub name: Option<String>,
}

impl VoiceRow {
    pub fn event(self) -> Event {
        Event::Joined { voice: VoiceId::from_untyped_uuid(self.id), token_hash: key(&self.token_hash), name: self.name }
    }
}

#[derive(Debug, FromRow)]
pub struct SwipeRow {
    pub take_id: Uuid,
    pub voice_id: Uuid,
    pub seq: i64,
    pub side: String,
    pub reservation: bool,
}

impl SwipeRow {
    pub fn event(self) -> Result<Event, StoreError> {
        Ok(Event::Swiped {
            voice: VoiceId::from_untyped_uuid(self.voice_id),
            take: TakeId::from_untyped_uuid(self.take_id),
            seq: small(self.seq),
            given: Given::parse(&self.side, self.reservation)?,
        })
    }
}

#[derive(Debug, FromRow)]
pub struct TruthRow {
    pub id: Uuid,
    pub take_id: Uuid,
    pub voice_id: Uuid,
    pub seq: i64,
    pub side: String,
    pub reservation: bool,
    pub words: String,
    pub quotable: bool,
    pub named: bool,
    pub standing: String,
}

impl TruthRow {
    pub fn truth(self) -> Result<Truth, StoreError> {
        Ok(Truth {
            id: TruthId::from_untyped_uuid(self.id),
            take: TakeId::from_untyped_uuid(self.take_id),
            voice: VoiceId::from_untyped_uuid(self.voice_id),
            seq: small(self.seq),
            given: Given::new(Side::from_str(&self.side)?, self.reservation),
            words: self.words,
            quotable: self.quotable,
            named: self.named,
            standing: self.standing.parse()?,
        })
    }
}

#[derive(Debug, FromRow)]
pub struct SpotlightRow {
    pub take_id: Uuid,
    pub side: String,
    pub truth_id: Uuid,
}

impl SpotlightRow {
    pub fn event(self) -> Result<Event, StoreError> {
        let take = TakeId::from_untyped_uuid(self.take_id);
        let truth = TruthId::from_untyped_uuid(self.truth_id);
        Ok(Event::Moved(Move::Spotlit(take, self.side.parse()?, Some(truth))))
    }
}

#[derive(Debug, FromRow)]
pub struct CountRow {
    pub n: i64,
}

#[derive(Debug, FromRow)]
pub struct ListRow {
    pub id: Uuid,
    pub title: String,
    pub series: String,
    pub held_on: String,
    pub code: String,
    pub phase: String,
    pub created_at: i64,
    pub takes: i64,
    pub joined: i64,
    pub door: String,
    pub owner_id: Uuid,
    pub owner: String,
}

#[derive(Debug, FromRow)]
pub struct StandingRow {
    pub is_owner: bool,
}

/// A host of a chat.
#[derive(Debug, FromRow)]
pub struct HostRow {
    pub id: Uuid,
    pub name: String,
    pub is_owner: bool,
    pub has_left: bool,
}

#[derive(Debug, FromRow)]
pub struct OwnerlessRow {
    pub id: Uuid,
    pub name: String,
    pub has_left: bool,
    pub n: i64,
}

#[derive(Debug, FromRow)]
pub struct IdRow {
    pub id: Uuid,
}

#[derive(Debug, FromRow)]
pub struct PassRow {
    pub voice_id: Uuid,
    pub session: Option<Vec<u8>>,
}

/// Counts are stored as 64-bit integers and were checked when they were written.
pub fn small(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

pub fn large(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

pub fn key<const N: usize>(bytes: &[u8]) -> [u8; N] {
    // A hash of another length was not written by us; it matches no token.
    bytes.try_into().unwrap_or([0; N])
}
