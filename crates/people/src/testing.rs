//! Somebody signed in, without a link, for the tests of other crates.

use crate::model::{Person, Role};
use crate::signed::put_on;
use crate::signed::session_cookie;
use crate::{People, accounts, links};

/// A new person with a session, and the value of the `Cookie` header that carries it. The hat of the first role is on.
pub async fn signed_in(people: &People, name: &str, roles: &[Role]) -> (Person, String) {
    let person = accounts::found(people, name, None, roles).await.expect("a new person");
    let session = links::open_session(people, &person).await.expect("a new session");
    if let Some(role) = roles.first() {
        put_on(people, &session, role.hat()).await.expect("a new hat");
    }
    let set = session_cookie(&people.site, &session);
    let pair = set.split(';').next().unwrap_or_default().to_owned();
    (person, pair)
}

/// Another session of somebody, on another device.
pub async fn another_session(people: &People, person: &Person) -> String {
    let session = links::open_session(people, person).await.expect("a new session");
    session_cookie(&people.site, &session).split(';').next().unwrap_or_default().to_owned()
}
