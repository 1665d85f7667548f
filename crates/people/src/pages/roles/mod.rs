//! Roles: who holds which, the roles of one person, and giving and ending them.

mod list;
mod one;

use crate::People;
use crate::model::day_of;
use crate::roles::Held;
use crate::routes::Routes;
use axum::extract::FromRef;
use jiff::Timestamp;
use jiff::civil::Date;
use web::Words;

/// `/roles`, `/people/{id}/roles`.
pub(super) fn routes<S>() -> Routes<S>
where
    S: Clone + Send + Sync + 'static,
    People: FromRef<S>,
{
    Routes::new()
        .get("/roles", ("roles", "list"), list::show)
        .get("/people/{id}/roles", ("roles", "read"), one::show)
        .post("/people/{id}/roles", ("role", "grant"), one::grant)
        .post("/people/{id}/roles/end", ("role", "end"), one::end)
}

/// A role as it is shown.
struct Shown {
    n: i64,
    /// Key of the role, for its colour.
    key: String,
    role: String,
    scope: Option<String>,
    since: String,
    until: Option<String>,
    by: String,
    /// Whether it is held now or will be.
    is_on: bool,
}

impl Shown {
    fn of(held: &Held, at: Timestamp, t: &Words) -> Self {
        let today = day_of(at);
        let grant = held.grant();
        let from = grant.as_ref().map(|it| it.from);
        let scope = (held.role == "partner").then(|| held.team.clone().unwrap_or_else(|| t.text("roles-everybody")));
        // The last day on which it is held is easier to read than the first on which it is not.
        let last = grant.as_ref().and_then(|it| it.until).and_then(|it| it.yesterday().ok());
        Self {
            n: held.n,
            key: held.role.clone(),
            role: t.text(&format!("role-{}", held.role)),
            scope,
            since: match from {
                // What was a role before roles had days.
                Some(day) if day <= Date::constant(1, 1, 1) => t.text("roles-ever"),
                _ => held.from_on.clone(),
            },
            until: last.map(|it| it.to_string()),
            by: held.granted_by.clone().unwrap_or_else(|| t.text("roles-by-server")),
            is_on: grant.is_some_and(|it| it.until.is_none_or(|until| until > today)),
        }
    }
}
