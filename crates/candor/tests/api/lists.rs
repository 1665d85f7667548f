//! Lists come in parts that neither repeat nor leave out, whatever happens in between.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft, text};
use crate::kit::http::Web;
use crate::kit::phone::Phone;
use serde_json::json;
use std::collections::BTreeSet;

/// Follows a list by `Link` to its end; answers the ids of its rows.
async fn follow(web: &Web, first: &str, mut between: impl AsyncFnMut(usize)) -> Vec<String> {
    let (mut ids, mut path, mut parts) = (Vec::new(), first.to_owned(), 0);
    loop {
        let answer = web.get(&path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        let page = answer.json();
        ids.extend(page["data"].as_array().unwrap().iter().map(|it| text(&it["id"])));
        let link = answer.header("link");
        let Some(cursor) = page["next_cursor"].as_str() else {
            assert!(link.is_empty(), "{link}");
            return ids;
        };
        let (next, relation) = link.split_once(">; ").unwrap();
        assert_eq!(relation, "rel=\"next\"");
        assert!(next.contains(cursor), "{next}");
        path = next.trim_start_matches('<').to_owned();
        parts += 1;
        between(parts).await;
    }
}

#[tokio::test]
async fn chats_stay_in_place_while_others_are_made() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(Chat::write(&host, &draft(1)).await.id);
    }
    let all = follow(&host, "/api/v1/chats?limit=200", async |_| ()).await;
    assert_eq!(all.iter().collect::<BTreeSet<_>>(), made.iter().collect());
    let slow = follow(&host, "/api/v1/chats?limit=2", async |_| {
        Chat::write(&host, &draft(1)).await;
    })
    .await;
    assert_eq!(slow, all, "new ones stand before the place that was reached");
    assert_eq!(follow(&host, "/api/v1/chats", async |_| ()).await.len(), 7);
    assert_eq!(server.host("Ruth Vance").await.get("/api/v1/chats").await.json()["data"], json!([]));
}

#[tokio::test]
async fn people_and_searches_are_followed_too() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    for name in ["Ada Moreau", "Ines Quill", "Odd Bergmann", "Mara Ötzi", "Zoe Mara"] {
        server.signed(name, &[]).await;
    }
    let all = follow(&host, "/api/v1/people?limit=2", async |_| {
        // Before the place that was reached.
        server.signed("Aaron First", &[]).await;
    })
    .await;
    assert_eq!(all.len(), 6);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 6);
    assert_eq!(follow(&host, "/api/v1/people?limit=1&q=mara", async |_| ()).await.len(), 3);
}

#[tokio::test]
async fn truths_come_in_parts() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = Chat::start(&host, &draft(2)).await;
    chat.step("open", 0).await;
    for n in 0..5 {
        let mut phone = Phone::join(&server, &chat.code).await;
        phone.swipe(&chat.takes[0], "agree").await;
        phone.truth(&chat.takes[0], &format!("Reason {n}")).await;
    }
    let ids = follow(&host, &chat.api("/truths?limit=2"), async |_| ()).await;
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 5);
    assert_eq!(ids, follow(&host, &chat.api("/truths"), async |_| ()).await);
}

#[tokio::test]
async fn cursors_that_were_changed_or_carried_over_are_refused() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    for _ in 0..2 {
        Chat::write(&host, &draft(1)).await;
    }
    let page = host.get("/api/v1/chats?limit=1").await.json();
    let cursor = text(&page["next_cursor"]);
    let at = cursor.len() / 2;
    let bent = format!("{}{}{}", &cursor[..at], if &cursor[at..=at] == "A" { "B" } else { "A" }, &cursor[at + 1..]);
    for (path, cursor, status) in [
        ("/api/v1/chats", cursor.as_str(), 200),
        ("/api/v1/chats", &bent, 422),
        ("/api/v1/chats", &cursor[..at], 422),
        ("/api/v1/chats", "", 422),
        ("/api/v1/chats", "%20", 422),
        ("/api/v1/people", &cursor, 422),
        ("/api/v1/people?q=x", &cursor, 422),
    ] {
        let between = if path.contains('?') { '&' } else { '?' };
        assert_eq!(host.get(&format!("{path}{between}cursor={cursor}")).await.status, status, "{path} {cursor}");
    }
}
