//! Somebody signed in, without a link, for the tests of other crates.

mod sink;

pub use sink::{Mood, Sink, Taken};

use crate::model::{Person, Role};
use crate::signed::session_cookie;
use crate::store::role::hat_put_on;
use crate::{People, accounts, links};

/// A new person with a session, and the value of the `Cookie` header that carries it. The hat of the first role is on.
pub async fn signed_in(people: &People, name: &str, roles: &[Role]) -> (Person, String) {
    let person = accounts::found(people, name, None, roles).await.expect("a new person");
    let session = links::open_session(people, &person).await.expect("a new session");
    if let Some(role) = roles.first() {
        let mut tx = people.db.write().await.expect("a database");
        hat_put_on(&mut tx, &session.hash(), role.hat().key()).await.expect("a new hat");
        tx.commit().await.expect("a new hat");
    }
    let set = session_cookie(&people.site, &session);
    let pair = set.split(';').next().unwrap_or_default().to_owned();
    (person, pair)
}

/// How many passwords were hashed, compared or judged so far.
pub fn password_work(people: &People) -> u64 {
    people.sign_in.hasher.done()
}

/// Hashes nothing until the answer is dropped: the program has too much to do.
pub fn busy_with_passwords(people: &People) -> impl Drop + '_ {
    people.sign_in.hasher.fill()
}

/// Another session of somebody, on another device.
pub async fn another_session(people: &People, person: &Person) -> String {
    let session = links::open_session(people, person).await.expect("a new session");
    session_cookie(&people.site, &session).split(';').next().unwrap_or_default().to_owned()
}
