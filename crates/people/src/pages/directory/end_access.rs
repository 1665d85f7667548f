//! The end of every way in of one person: asked once more, then done.

use super::{Here, Tabs, frame, may_end_access, unavailable};
use crate::access::Deny;
use crate::model::PersonId;
use crate::sign_in;
use crate::store::directory as store;
use crate::{People, Signed};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Redirect;
use newtype_uuid::GenericUuid;
use web::{Frame, Outcome, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/directory/end_access.html")]
pub(super) struct EndAccess {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    title: String,
    action: String,
    back: String,
}

/// GET /people/{id}/end-access
pub(super) async fn show(
    State(people): State<People>,
    signed: Signed,
    Path(id): Path<PersonId>,
    headers: HeaderMap,
) -> Outcome<EndAccess> {
    may_end_access(&people, &signed, id).await?;
    let name = name(&people, id).await?;
    let (mut frame, t) = frame(&people, &signed, &headers, "end-access");
    let title = t.with("end-access-title", &[("name", name.into())]);
    frame.title.clone_from(&title);
    let tabs = Tabs::of(Here::Person, &signed, &t);
    Ok(EndAccess { frame, t, tabs, title, action: format!("/people/{id}/end-access"), back: format!("/people/{id}") })
}

/// POST /people/{id}/end-access
pub(super) async fn end(State(people): State<People>, signed: Signed, Path(id): Path<PersonId>) -> Outcome<Redirect> {
    may_end_access(&people, &signed, id).await?;
    name(&people, id).await?;
    sign_in::end_access(&people, Some(signed.person.id), id).await.map_err(unavailable)?;
    Ok(Redirect::to(&format!("/people/{id}?done=access-ended")))
}

/// What they are called, if they are there.
async fn name(people: &People, id: PersonId) -> Outcome<String> {
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let row = store::entry_by_id(&mut tx, id.into_untyped_uuid()).await.map_err(unavailable)?;
    row.map(|it| it.name).ok_or_else(|| Deny::Hidden.problem())
}
