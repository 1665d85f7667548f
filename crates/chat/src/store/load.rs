//! Bringing a room back from its records.

use super::{StoreError, statements as sql};
use crate::model::{ChatId, Standing, Truth};
use crate::room::{Event, Room};
use crate::store::rows;
use db::Reads;
use newtype_uuid::GenericUuid;

/// The room of a chat as its records have it; `None` when there is no such chat.
pub async fn room(tx: &mut impl Reads, id: ChatId) -> Result<Option<Room>, StoreError> {
    let uuid = id.into_untyped_uuid();
    let Some(chat) = super::by_id(tx, id).await? else { return Ok(None) };
    let panel = sql::panel_of(tx, uuid).await?.into_iter().map(rows::PanellistRow::panellist).collect();
    let takes: Result<_, _> = sql::takes_of(tx, uuid).await?.into_iter().map(rows::TakeRow::take).collect();
    let mut events = Vec::new();
    events.extend(sql::voices_of(tx, uuid).await?.into_iter().map(rows::VoiceRow::event));
    for swipe in sql::last_swipes_of(tx, uuid).await? {
        events.push(swipe.event()?);
    }
    for truth in sql::truths_of(tx, uuid).await? {
        told(&mut events, truth.truth()?);
    }
    for answer in sql::answers_of(tx, uuid).await? {
        events.push(answer.event()?);
    }
    for spotlight in sql::spotlights_of(tx, uuid).await? {
        events.push(spotlight.event()?);
    }
    Ok(Some(Room::restore(chat, panel, takes?, &events)))
}

fn told(events: &mut Vec<Event>, truth: Truth) {
    let Truth { id, take, voice, seq, given, words, quotable, named, standing } = truth;
    events.push(Event::Told { truth: id, voice, take, seq, given, words, quotable, named });
    if standing == Standing::SetAside {
        events.push(Event::Moved(crate::room::Move::Stood(id, standing)));
    }
}
