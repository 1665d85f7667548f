//! Every endpoint is proved: it has its row of the access matrix, every role meets what the row says, and every change
//! a host makes is recorded.

mod kit;

use candor::server::{endpoints, rows};
use kit::Server;
use kit::chat::{Chat, draft, text};
use kit::http::{Answer, Web, send};
use kit::phone::Phone;
use people::Role;
use people::access::{Row, Who};
use people::routes::Endpoint;
use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const NOBODYS: &str = "01900000-0000-7000-8000-000000000000";

fn row_of(endpoint: &Endpoint) -> Row {
    let rows = rows();
    let fitting: Vec<_> =
        rows.iter().filter(|row| (row.object, row.action) == (endpoint.object, endpoint.action)).collect();
    assert_eq!(fitting.len(), 1, "{endpoint:?} has {} rows", fitting.len());
    *fitting[0]
}

#[test]
fn every_endpoint_has_one_row_and_every_row_an_endpoint() {
    let served: BTreeSet<_> = endpoints().iter().map(|it| (row_of(it).object, it.action)).collect();
    for row in rows() {
        assert!(served.contains(&(row.object, row.action)), "{row:?} covers nothing");
    }
    let places: BTreeSet<_> = endpoints().iter().map(|it| (it.method.to_string(), it.path)).collect();
    assert_eq!(places.len(), endpoints().len());
}

/// What stands for the parts of an address.
struct Ids {
    chat: String,
    code: String,
    key: String,
    slug: String,
    /// Somebody whom nobody knows more of than their name.
    person: String,
}

impl Ids {
    fn fill(&self, path: &str) -> String {
        let id = if path.contains("/people/") { &self.person } else { &self.chat };
        let filled = path
            .replace("{id}", id)
            .replace("{chat}", &self.chat)
            .replace("{code}", &self.code)
            .replace("{key}", &self.key)
            .replace("{name}", &self.slug)
            .replace("{token}", &"A".repeat(43))
            .replace("{file}", &self.chat)
            .replace("{request}", &self.chat)
            .replace("{hold}", &self.chat)
            .replace("{provider}", "none")
            .replace("{kind}", "json");
        assert!(!filled.contains('{'), "tell this test what {filled} means");
        filled
    }
}

/// A body that can be read, so that nothing but the rights decides.
fn body(path: &str, chat: &Chat) -> Value {
    match path {
        "/api/v1/chats" | "/api/v1/chats/{id}" => draft(1),
        "/api/v1/chats/{id}/actions" | "/host/chats/{id}/act" => json!({ "action": "freeze" }),
        "/api/v1/chats/{id}/hosts" => json!({ "action": "add", "person": NOBODYS }),
        "/api/v1/chats/{id}/delete" => json!({}),
        "/api/v1/voices" => json!({ "code": chat.code }),
        "/v/{chat}/swipe" => json!({ "take": chat.takes[0], "side": "agree" }),
        "/v/{chat}/truth" => json!({ "take": chat.takes[0], "words": "Because." }),
        "/api/v1/chats/{id}/recap" => json!({ "version": 1, "title": "x", "body": "x" }),
        _ if path.starts_with("/api/v1/chats/{id}/recap/") => json!({ "version": 1 }),
        "/api/v1/feedback/given" | "/api/v1/feedback/given/{id}" => json!({ "to": NOBODYS, "version": 1 }),
        "/api/v1/feedback/given/{id}/actions" => json!({ "action": "retract" }),
        "/api/v1/feedback/received/{id}/actions" => json!({ "action": "thank" }),
        "/api/v1/feedback/asks" => json!({ "question": "What next?", "people": [NOBODYS] }),
        "/api/v1/feedback/asks/{id}/actions" => json!({ "action": "withdraw" }),
        "/api/v1/feedback/tasks/{id}/actions" => json!({ "action": "decline" }),
        "/api/v1/feedback/hints" => json!({ "text": "You called support first." }),
        _ => json!({ "version": 1, "title": "x", "body": "x", "name": "x", "code": chat.code, "do": "save" }),
    }
}

/// Calls an endpoint as this client would: programs send JSON to the API, browsers forms to pages.
async fn call(web: &Web, endpoint: &Endpoint, ids: &Ids, body: &Value) -> Answer {
    let path = ids.fill(endpoint.path);
    if path.starts_with("/ws/") {
        let status = web.connect(&path, &[]).await.err().unwrap_or(101);
        return Answer { status, headers: reqwest::header::HeaderMap::default(), text: String::new() };
    }
    let request = web.request(endpoint.method.clone(), &path);
    send(match (&endpoint.method, path.starts_with("/api/")) {
        (&Method::GET, _) => request.header(ACCEPT, "text/html"),
        (_, true) => request.json(body),
        (_, false) => request.header(ACCEPT, "text/html").form(body),
    })
    .await
}

/// What a call meets.
enum Meets {
    /// The door of the rooms.
    Door,
    /// The handler: whatever it says of the body.
    Way,
    /// This status.
    Refusal(u16),
}

/// What somebody meets who has nothing to do with the object.
fn meets(who: &[Who], role: &str) -> Meets {
    let has = |one: Who| who.contains(&one);
    let is_object = |one: &Who| !matches!(one, Who::AnyHost | Who::AnyPartner | Who::Admin);
    match role {
        _ if has(Who::Anyone) => Meets::Way,
        _ if has(Who::VoiceOfIt) => Meets::Door,
        _ if has(Who::ScreenOfIt) => Meets::Refusal(404),
        "stranger" | "wrong voice" => Meets::Refusal(401),
        _ if has(Who::AnySigned) => Meets::Way,
        "host" if has(Who::AnyHost) => Meets::Way,
        "partner" if has(Who::AnyPartner) || has(Who::PartnerInScope) => Meets::Way,
        "admin" if has(Who::Admin) => Meets::Way,
        _ if who.iter().any(is_object) => Meets::Refusal(404),
        _ => Meets::Refusal(403),
    }
}

#[tokio::test]
async fn every_role_meets_what_the_row_says() {
    let server = Server::start().await;
    let (owner, other) = (server.host("Mara Holm").await, server.host("Ruth Vance").await);
    let chat = Chat::start(&owner, &draft(2)).await;
    let elsewhere = Chat::start(&other, &draft(1)).await;
    chat.step("open", 0).await;
    chat.step("close", 0).await;
    chat.step("reveal", 0).await;
    let seen = owner.get(&chat.api("")).await.json()["v"].as_u64().unwrap();
    let recap = owner.post(&chat.api("/recap"), &json!({})).await.json();
    let recap = owner.post(&chat.api("/recap/publish"), &json!({ "version": recap["version"] })).await.json();
    let (person, _) = people::testing::signed_in(&server.running.people, "Otis Plain", &[]).await;
    let person = person.id.to_string();
    let ids = |key: &str| Ids {
        chat: chat.id.clone(),
        code: chat.code.clone(),
        key: key.to_owned(),
        slug: text(&recap["slug"]),
        person: person.clone(),
    };
    let (right, wrong_key) = (ids(&chat.screen_key), ids(NOBODYS));
    let cookie = |phone: &Phone| format!("voice-{}={}", chat.id.replace('-', ""), phone.token);
    let voice = server.stranger().with_cookie(&cookie(&Phone::join(&server, &chat.code).await));
    let wrong_voice = server.stranger().with_cookie(&cookie(&Phone::join(&server, &elsewhere.code).await));
    let guest = server.signed("Odd Bergmann", &[]).await;
    // A partner of everybody, and an admin: neither has anything to do with the chat.
    let partner = server.signed("Folke Rand", &[Role::Partner]).await;
    let admin = server.signed("Ada Moreau", &[Role::Admin]).await;
    let stranger = server.stranger();
    let roles = [
        ("stranger", &stranger),
        ("wrong voice", &wrong_voice),
        ("guest", &guest),
        ("host", &other),
        ("partner", &partner),
        ("admin", &admin),
    ];

    let mut all = endpoints();
    // Whoever signs out is nobody afterwards.
    all.sort_by_key(|endpoint| (endpoint.object, endpoint.action) == ("session", "end"));
    let mut cases = 0;
    for endpoint in all {
        let who = row_of(&endpoint).who;
        let body = body(endpoint.path, &chat);
        for (role, web) in roles {
            let ids = if who == [Who::ScreenOfIt] { &wrong_key } else { &right };
            let answer = call(web, &endpoint, ids, &body).await;
            let fits = match meets(who, role) {
                Meets::Way => ![401, 403, 500].contains(&answer.status),
                // Whoever has no voice here is sent to the door, whether there is such a chat or not.
                Meets::Door => answer.status == 303 && answer.header("location") == "/",
                Meets::Refusal(status) => answer.status == status,
            };
            assert!(fits, "{role} at {endpoint:?} ({who:?}): {} {}", answer.status, answer.text);
            cases += 1;
        }
        // Whoever the row names gets past it.
        let named = match who {
            [Who::VoiceOfIt] => &voice,
            [Who::HostOfIt | Who::AnyHost | Who::OwnerOfIt] => &owner,
            [Who::ScreenOfIt] => &stranger,
            _ => continue,
        };
        if endpoint.method == Method::GET {
            let answer = call(named, &endpoint, &right, &body).await;
            // A screen's QR code of the recap is there once it is published, which it is; nothing else may be missing.
            // What is not for a room that runs, such as the page that deletes it, says so: that is no matter of rights.
            let not_now = answer.status == 409 && answer.text.contains("access-not-now");
            assert!(
                not_now || [101, 200, 303].contains(&answer.status),
                "{endpoint:?}: {} {}",
                answer.status,
                answer.text
            );
        }
    }
    println!("{cases} calls met what the row says");
    // None of those calls moved the room or touched the recap.
    assert_eq!(chat.act(json!({ "action": "freeze", "seen": seen })).await, seen + 1);
    assert_eq!(owner.post(&chat.api("/recap"), &json!({})).await.json()["version"], recap["version"]);
}

/// A host who changes one thing after the other, and what was walked on the way.
struct Walk {
    server: Server,
    host: Web,
    walked: BTreeSet<(&'static str, &'static str)>,
}

impl Walk {
    /// Makes one change and finds its event.
    async fn change(&mut self, chat: &str, method: &'static str, path: &'static str, body: &Value) {
        let ids = Ids {
            chat: chat.to_owned(),
            code: String::new(),
            key: String::new(),
            slug: String::new(),
            person: chat.to_owned(),
        };
        let endpoint = endpoints().into_iter().find(|it| (it.method.as_str(), it.path) == (method, path));
        let before = self.events(chat).await;
        let answer = call(&self.host, &endpoint.expect("is served"), &ids, body).await;
        assert!(answer.status < 400, "{method} {path}: {} {}", answer.status, answer.text);
        let after = self.events(chat).await;
        assert!(after.len() > before.len(), "{method} {path} left no event");
        self.walked.insert((method, path));
    }

    /// The kinds of all that was recorded of a chat and of its recap.
    async fn events(&self, chat: &str) -> Vec<String> {
        let mut tx = self.server.running.chats.db.read().await.unwrap();
        let story = stories::desk::by_source(&mut tx, chat.parse().unwrap()).await.unwrap();
        drop(tx);
        let mut events = self.server.ledger(chat).await;
        if let Some(story) = story {
            events.extend(self.server.ledger(&story.id.to_string()).await);
        }
        events
    }

    /// The recap as it is now.
    async fn recap(&self, chat: &str) -> Value {
        self.host.post(&format!("/api/v1/chats/{chat}/recap"), &json!({})).await.json()
    }

    /// Shows a result, so that there is something to write up.
    async fn reveal(&self, chat: &str) {
        let act = format!("/api/v1/chats/{chat}/actions");
        for _ in ["open", "close", "reveal"] {
            assert_eq!(self.host.post(&act, &json!({ "action": "advance" })).await.status, 200);
        }
    }
}

/// The owner leaves, and an admin hands the chat to its co-host without a look into it.
async fn hand_over(walk: &mut Walk, owner: &people::Person, chat: &str) {
    let (ada, admin) = walk.server.person("Ada Moreau", &[Role::Admin]).await;
    let (wout, _) = walk.server.person("Wout Claes", &[Role::Host]).await;
    let from_to =
        |from: &people::Person, to: &people::Person| [("from", from.id.to_string()), ("to", to.id.to_string())];
    for (from, to) in [(owner, &wout), (&wout, &ada)] {
        let refused = admin.form("/admin/chats", &from_to(from, to).each_ref().map(|(k, v)| (*k, v.as_str()))).await;
        assert_eq!(refused.status, 422, "hosts hand over themselves, and to hosts only");
    }
    walk.server.leaves(owner).await;
    // Not to themselves: two hats of one person would open what nobody showed them.
    let (mara, both) = walk.server.person("Mara Holm", &[Role::Admin, Role::Host]).await;
    let own = from_to(owner, &mara);
    assert_eq!(both.form("/hat", &[("hat", "admin")]).await.status, 303);
    let refused = both.form("/admin/chats", &own.each_ref().map(|(k, v)| (*k, v.as_str()))).await;
    assert!(refused.status == 422 && refused.text.contains("to yourself"), "{}", refused.text);
    let page = admin.page("/admin/chats?q=wout").await.text;
    assert!(page.contains("Sanne Mulder") && page.contains("Wout Claes"), "{page}");
    assert!(!page.contains("Culture Chat"), "no title, nothing of the chat: {page}");
    let before = walk.events(chat).await.len();
    let handed = from_to(owner, &wout);
    let handed = admin.form("/admin/chats", &handed.each_ref().map(|(k, v)| (*k, v.as_str()))).await;
    assert_eq!((handed.status, handed.header("location")), (303, "/admin/chats?done=1"), "{}", handed.text);
    assert_eq!(walk.events(chat).await.len(), before + 1);
    walk.walked.insert(("POST", "/admin/chats"));
}

/// A value of the company is put on the list, and taken off: by an admin.
async fn values(walk: &mut Walk) {
    let admin = walk.server.signed("Ada Moreau", &[Role::Admin]).await;
    let change = async |fields: &[(&str, &str)]| admin.form("/feedback/values", fields).await.status;
    assert_eq!(change(&[("do", "add"), ("words", "Everybody is heard")]).await, 303);
    let page = admin.page("/feedback/values").await.text;
    let (_, id) = page.split_once("name=\"value\" value=\"").expect("it is on the list");
    let id = id.split('"').next().unwrap();
    assert_eq!(walk.events(id).await, ["feedback_value_added"]);
    assert_eq!(change(&[("do", "forget"), ("value", id)]).await, 303);
    assert_eq!(walk.events(id).await, ["feedback_value_added", "feedback_value_forgotten"]);
    walk.walked.insert(("POST", "/feedback/values"));
}

/// People come from a file, and go again: by an admin.
async fn import(walk: &mut Walk) {
    walk.host = walk.server.signed("Ada Moreau", &[Role::Admin]).await;
    let sent = async |walk: &mut Walk| {
        let text = "employee_id,name\n1,Ines Ferro\n";
        let body = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{text}\r\n--cut--\r\n"
        );
        let form = walk.host.request(Method::POST, "/people/import");
        let answer = send(form.header(CONTENT_TYPE, "multipart/form-data; boundary=cut").body(body)).await;
        let file = answer.header("location").split('/').nth(3).unwrap_or_default().to_owned();
        assert_eq!(walk.events(&file).await, ["people_file_kept"], "{}", answer.text);
        file
    };
    let file = sent(walk).await;
    walk.walked.insert(("POST", "/people/import"));
    walk.change(&file, "POST", "/people/import/{file}/drop", &json!({})).await;
    let file = sent(walk).await;
    // One field twice, which no map holds.
    let matched = walk.host.request(Method::POST, &format!("/people/import/{file}/columns"));
    let matched = matched.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    send(matched.body("column=employee_id&column=name")).await;
    assert_eq!(walk.events(&file).await, ["people_file_kept", "people_file_matched"]);
    walk.walked.insert(("POST", "/people/import/{file}/columns"));
    let hidden = async |walk: &Walk, path: &str, name: &str| {
        let page = walk.host.page(path).await.text;
        let (_, after) = page.split_once(&format!("name=\"{name}\" value=\"")).expect(name);
        after.split('"').next().unwrap_or_default().to_owned()
    };
    let agreed = json!({ "mark": hidden(walk, &format!("/people/import/{file}"), "mark").await });
    walk.change(&file, "POST", "/people/import/{file}", &agreed).await;
    let id = hidden(walk, "/people/import", "id").await;
    assert_eq!(walk.events(&id).await, ["people_imported"]);
    walk.change(&id, "POST", "/people/import/undo", &json!({ "id": id })).await;
    assert_eq!(walk.events(&id).await, ["people_imported", "people_import_undone"]);
}

/// People and teams one by one: by an admin.
async fn by_hand(walk: &mut Walk) {
    let typed = json!({ "first_name": "Ruth", "name": "Ports" });
    let made = walk.host.form("/people/new", &[("first_name", "Ruth")]).await;
    let ruth = made.header("location").rsplit('/').next().unwrap().to_owned();
    assert_eq!(walk.events(&ruth).await, ["person_created"]);
    walk.walked.insert(("POST", "/people/new"));
    let mut anew = typed.clone();
    anew["version"] = json!(1);
    walk.change(&ruth, "POST", "/people/{id}/edit", &anew).await;
    walk.change(&ruth, "POST", "/people/{id}/end-access", &json!({})).await;
    assert_eq!(walk.host.form("/people/teams", &[("name", "Ports")]).await.status, 303);
    let page = walk.host.page("/people/teams").await.text;
    let team = page.split("/people/teams/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(walk.events(&team).await, ["team_created"]);
    walk.walked.insert(("POST", "/people/teams"));
    walk.change(&team, "POST", "/people/teams/{id}", &json!({ "name": "Harbours", "version": 1 })).await;
}

/// Roles come and go: by an admin.
async fn roles(walk: &mut Walk) {
    let (person, _) = people::testing::signed_in(&walk.server.running.people, "Otis Plain", &[]).await;
    let id = person.id.to_string();
    walk.change(&id, "POST", "/people/{id}/roles", &json!({ "role": "host" })).await;
    walk.change(&id, "POST", "/people/{id}/roles/end", &json!({ "n": 1 })).await;
    assert_eq!(walk.events(&id).await[1..], ["signed_in", "role_granted", "role_ended"]);
}

/// What somebody asks for is answered, and records are kept for a while: by an admin.
async fn requests(walk: &mut Walk) {
    let odd = walk.server.signed("Odd Bergmann", &[]).await;
    odd.form("/me/correction", &[("field", "level"), ("wish", "L1"), ("why", "x")]).await;
    odd.form("/me/erasure", &[("sure", "yes")]).await;
    let named = |page: &str, before: &str| page.split(before).nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = walk.host.page("/people/requests").await.text;
    let yes = json!({ "version": 1, "do": "agree" });
    let correction = named(&page, "/people/requests/correction/");
    walk.change(&correction, "POST", "/people/requests/correction/{request}", &yes).await;
    let erasure = named(&page, "/people/requests/erasure/");
    walk.change(&erasure, "POST", "/people/requests/erasure/{request}", &yes).await;
    let here = "00000000-0000-0000-0000-000000000000";
    walk.change(here, "POST", "/people/retention", &json!({ "rule": "reads", "days": "200" })).await;
    walk.host.form("/people/holds", &[("whom", "Odd Bergmann"), ("reason", "A claim.")]).await;
    let hold = named(&walk.host.page("/people/retention").await.text, "/people/holds/");
    let hold = hold.split('/').next().unwrap_or_default().to_owned();
    assert_eq!(walk.events(&hold).await, ["hold_set"]);
    walk.walked.insert(("POST", "/people/holds"));
    walk.change(&hold, "POST", "/people/holds/{hold}/end", &json!({})).await;
}

#[tokio::test]
async fn every_change_of_a_host_is_recorded() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let mut walk = Walk { server, host, walked: BTreeSet::new() };

    // By the API.
    let chat = Chat::write(&walk.host, &draft(1)).await.id;
    assert_eq!(walk.events(&chat).await, ["chat_created"]);
    walk.walked.insert(("POST", "/api/v1/chats"));
    let mut anew = draft(2);
    anew["version"] = walk.host.get(&format!("/api/v1/chats/{chat}")).await.json()["version"].clone();
    walk.change(&chat, "PUT", "/api/v1/chats/{id}", &anew).await;
    walk.change(&chat, "POST", "/api/v1/chats/{id}/actions", &json!({ "action": "start" })).await;
    walk.reveal(&chat).await;
    walk.change(&chat, "POST", "/api/v1/chats/{id}/recap", &json!({})).await;
    let write = json!({ "version": walk.recap(&chat).await["version"], "title": "x", "body": "y" });
    walk.change(&chat, "PUT", "/api/v1/chats/{id}/recap", &write).await;
    for path in
        ["/api/v1/chats/{id}/recap/redraft", "/api/v1/chats/{id}/recap/publish", "/api/v1/chats/{id}/recap/unpublish"]
    {
        let seen = json!({ "version": walk.recap(&chat).await["version"] });
        walk.change(&chat, "POST", path, &seen).await;
    }

    // By the pages.
    let made = walk.host.form("/host/chats", &[("title", "Culture Chat 8")]).await;
    let chat = made.header("location").rsplit('/').next().unwrap().to_owned();
    assert_eq!(walk.events(&chat).await, ["chat_created"]);
    walk.walked.insert(("POST", "/host/chats"));
    let version = walk.host.get(&format!("/api/v1/chats/{chat}")).await.json()["version"].clone();
    let write = json!({
        "title": "x", "language": "en", "mode": "confidential", "door": "open", "floor": 1, "seats": 9, "take-text": "A take",
        "version": version, "do": "save",
    });
    walk.change(&chat, "POST", "/host/chats/{id}", &write).await;
    walk.change(&chat, "POST", "/host/chats/{id}/act", &json!({ "action": "start" })).await;
    walk.reveal(&chat).await;
    walk.change(&chat, "POST", "/host/chats/{id}/recap", &json!({ "do": "draft" })).await;
    for path in ["/host/chats/{id}/recap/publish", "/host/chats/{id}/recap/unpublish"] {
        let recap = walk.recap(&chat).await;
        let write = json!({ "version": recap["version"], "title": recap["title"], "body": recap["body"] });
        walk.change(&chat, "POST", path, &write).await;
    }

    let (sanne, _) = walk.server.person("Sanne Mulder", &[Role::Host]).await;
    let sanne_id = sanne.id.to_string();
    walk.change(&chat, "POST", "/api/v1/chats/{id}/hosts", &json!({ "action": "add", "person": sanne_id })).await;
    walk.change(&chat, "POST", "/host/chats/{id}/hosts", &json!({ "do": "hand_over", "person": sanne_id })).await;
    hand_over(&mut walk, &sanne, &chat).await;
    for path in ["/host/chats/{id}/delete", "/api/v1/chats/{id}/delete"] {
        let chat = Chat::write(&walk.host, &draft(1)).await.id;
        walk.change(&chat, "POST", path, &json!({})).await;
    }

    import(&mut walk).await;
    by_hand(&mut walk).await;
    roles(&mut walk).await;
    requests(&mut walk).await;
    values(&mut walk).await;

    for endpoint in endpoints() {
        let changes = |who: &Who| matches!(who, Who::HostOfIt | Who::OwnerOfIt | Who::AnyHost | Who::Admin);
        let by_host = row_of(&endpoint).who.iter().any(changes);
        if by_host && endpoint.method != Method::GET {
            let place = (endpoint.method.as_str(), endpoint.path);
            assert!(walk.walked.contains(&place), "{place:?} may change something and was not walked");
        }
    }
}
