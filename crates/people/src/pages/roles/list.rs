//! GET /roles: who holds a role.

use super::Shown;
use crate::access::{Standing, decide};
use crate::pages::directory::{self as frames, Face, Here, Tabs};
use crate::pages::{ROWS, unavailable};
use crate::{People, PersonId, Signed, directory, own, roles};
use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::HeaderMap;
use newtype_uuid::GenericUuid;
use std::collections::BTreeSet;
use web::{Frame, Outcome, Words};

#[derive(Template, WebTemplate)]
#[template(path = "people/roles/list.html")]
pub(super) struct RolesPage {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    groups: Vec<Group>,
}

/// Everybody with one role.
struct Group {
    title: String,
    explain: String,
    people: Vec<Holder>,
}

/// Somebody with a role.
struct Holder {
    href: String,
    face: Face,
    name: String,
    shown: Shown,
}

/// GET /roles
pub(super) async fn show(State(people): State<People>, signed: Signed, headers: HeaderMap) -> Outcome<RolesPage> {
    decide(ROWS, &signed.actor(), "roles", "list", signed.scene(Standing::None)).or_problem()?;
    let mut tx = people.db.read().await.map_err(unavailable)?;
    let held = roles::held(&mut tx, directory::today(&people)).await.map_err(unavailable)?;
    drop(tx);
    let whose: BTreeSet<_> = held.iter().map(|it| PersonId::from_untyped_uuid(it.person_id)).collect();
    let whose = whose.into_iter().collect();
    own::note_reading(&people, signed.person.id, own::EMPLOYMENT_READ, whose).await.map_err(unavailable)?;
    let (frame, t) = frames::frame(&people, &signed, &headers, "roles-title");
    let group = |key: &str| Group {
        title: t.text(&format!("roles-of-{key}")),
        explain: t.text(&format!("role-{key}-explain")),
        people: held
            .iter()
            .filter(|it| it.role == key)
            .map(|it| {
                let id = PersonId::from_untyped_uuid(it.person_id);
                let href = format!("/people/{id}/roles");
                Holder {
                    href,
                    face: Face::of(id, &it.name),
                    name: it.name.clone(),
                    shown: Shown::of(it, signed.at, &t),
                }
            })
            .collect(),
    };
    let groups = ["admin", "partner", "host"].map(group).into();
    Ok(RolesPage { tabs: Tabs::of(Here::Roles, &signed, &t), groups, frame, t })
}
