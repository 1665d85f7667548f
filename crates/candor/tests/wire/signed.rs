//! Chats that ask for sign-in: one voice for each person, for as long as somebody is signed in.

use crate::kit::Server;
use crate::kit::chat::{Chat, draft, text};
use crate::kit::http::Web;
use crate::kit::phone::{Phone, resume, swipe};
use futures_util::future::join_all;
use serde_json::{Value, json};

/// A chat that asks for sign-in, open.
pub(super) async fn chat(host: &Web, mode: &str, takes: usize) -> Chat {
    let mut draft = draft(takes);
    (draft["door"], draft["mode"]) = (json!("signed"), json!(mode));
    draft["floor"] = json!(if mode == "named" { 1 } else { 5 });
    Chat::start(host, &draft).await
}

#[tokio::test]
async fn a_person_is_one_voice_on_every_device() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    for mode in ["named", "confidential"] {
        let chat = chat(&host, mode, 1).await;
        let (odd, phone) = server.person("Odd Bergmann", &[]).await;
        let laptop = server.again(&odd).await;
        // All at once, and again.
        let all =
            join_all((0..8).map(|n| Phone::signed(&server, if n % 2 == 0 { &phone } else { &laptop }, &chat.code)));
        let all = all.await;
        assert!(all.iter().all(|it| it.voice == all[0].voice), "one voice");
        let tokens: std::collections::BTreeSet<_> = all.iter().map(|it| it.token.clone()).collect();
        assert_eq!(tokens.len(), 2, "each session has a pass of its own");
        let joined = host.get(&chat.api("/result")).await.json()["voices"].clone();
        assert_eq!(joined, 1, "{mode}");
        let name = if mode == "named" { json!("Odd Bergmann") } else { Value::Null };
        assert_eq!(all[0].welcome["name"], name);
        // What was said on one is there on the other.
        chat.step("open", 0).await;
        let mut first = Phone::signed(&server, &phone, &chat.code).await;
        assert_eq!(first.swipe(&chat.takes[0], "agree").await["t"], "ack");
        let second = Phone::signed(&server, &laptop, &chat.code).await;
        assert_eq!((&second.welcome["mine"][0]["side"], second.seq), (&json!("agree"), 1));
        // A server that starts anew finds the same voice by the same pass.
        let (db, ambient) = (server.running.chats.db.clone(), server.running.chats.ambient.clone());
        let token = db::Secret::parse(&second.token).unwrap();
        let again = ::chat::hub::Hub::new(db, ambient).resume(chat.id.parse().unwrap(), &token).await;
        assert_eq!(again.unwrap().1.voice.to_string(), second.voice);
        // Other people are other voices.
        let ruth = server.signed("Ruth Vance", &[]).await;
        assert_ne!(Phone::signed(&server, &ruth, &chat.code).await.voice, second.voice);
    }
}

/// Two devices that know nothing of each other's last answers: what is called saved is what counts.
#[tokio::test]
async fn an_answer_that_another_device_overtook_is_refused() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = chat(&host, "named", 2).await;
    let (odd, web) = server.person("Odd Bergmann", &[]).await;
    let mut phone = Phone::signed(&server, &web, &chat.code).await;
    let mut laptop = Phone::signed(&server, &server.again(&odd).await, &chat.code).await;
    chat.step("open", 0).await;
    let take = &chat.takes[0];
    for side in ["agree", "disagree", "pass"] {
        assert_eq!(phone.swipe(take, side).await["t"], "ack");
    }
    assert_eq!(phone.truth(take, "It depends.").await["t"], "ack");
    // The laptop starts at 1: the same answer is there already, another one would change nothing.
    assert_eq!(laptop.swipe(take, "pass").await["t"], "ack", "as it stands");
    let refused = laptop.swipe(take, "agree").await;
    assert_eq!((&refused["t"], &refused["why"]), (&json!("refused"), &json!("seq_used")));
    let refused = laptop.truth(take, "Because I say so.").await;
    assert_eq!((&refused["t"], &refused["why"]), (&json!("refused"), &json!("seq_used")));
    // It comes back, as the page does then, sees what counts and answers on.
    let mut laptop = laptop.resume(&server).await;
    assert_eq!((&laptop.welcome["mine"][0]["side"], laptop.seq), (&json!("pass"), 4));
    assert_eq!(laptop.swipe(take, "agree").await["t"], "ack");
    assert_eq!(laptop.truth(take, "Because I say so.").await["t"], "ack");
    assert_eq!(chat.truths().await[0]["words"], "Because I say so.");
    chat.step("close", 0).await;
    assert_eq!(chat.result().await["takes"][0]["agree"], 1);
}

#[tokio::test]
async fn the_join_page_leads_through_sign_in_and_back() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = chat(&host, "named", 1).await;
    let (door, voice) = (format!("/j/{}", chat.code), format!("/v/{}", chat.id));
    let stranger = server.stranger();
    let page = stranger.page(&door).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains(&format!("/sign-in?to={door}")), "{}", page.text);
    assert!(page.text.contains("Ask Mara Holm"), "guests are told whom to ask");
    assert!(!page.text.contains("name=\"name\""), "nothing is typed");
    let knocked = stranger.form("/join", &[("code", &chat.code), ("name", "Somebody")]).await;
    assert_eq!(knocked.status, 401);
    for path in [voice.clone(), format!("{voice}/swipe")] {
        let answer = if path == voice {
            stranger.page(&path).await
        } else {
            stranger.form(&path, &[("take", &chat.takes[0]), ("side", "agree")]).await
        };
        assert_eq!((answer.status, answer.header("location")), (303, &*format!("/sign-in?to={voice}")), "{path}");
    }
    let told =
        stranger.form(&format!("{voice}/truth"), &[("take", &chat.takes[0]), ("words", "My <long> reason.")]).await;
    assert_eq!(told.status, 401);
    assert!(told.text.contains("My <long> reason."), "nothing typed is lost: {}", told.text);
    // The socket takes nobody without a pass.
    let mut line = server.line().await;
    line.say(&json!({ "t": "join", "code": chat.code, "name": "Somebody" })).await;
    assert_eq!(line.hear("refused").await["why"], "sign_in");

    // Signed in: the name is the directory's, whatever is typed.
    let (odd, web) = server.person("Odd Bergmann", &[]).await;
    assert!(web.page(&door).await.text.contains("You are Odd Bergmann."));
    assert_eq!(web.page(&voice).await.header("location"), "/", "no voice before joining");
    let joined = web.form("/join", &[("code", &chat.code), ("name", "Somebody Else")]).await;
    assert_eq!((joined.status, joined.header("location")), (303, &*voice));
    assert_eq!(joined.header("set-cookie"), "", "the session is the key");
    assert!(web.page(&voice).await.text.contains("You are Odd Bergmann."));
    // On the next device the code leads straight to the voice.
    let laptop = server.again(&odd).await;
    assert_eq!(laptop.page(&door).await.header("location"), voice);
    chat.step("open", 0).await;
    let take = chat.takes[0].as_str();
    let swiped = laptop.form(&format!("{voice}/swipe"), &[("take", take), ("side", "agree")]).await;
    assert_eq!(swiped.header("location"), voice);
    let told = [("take", take), ("words", "Because."), ("quotable", "yes"), ("named", "yes")];
    assert_eq!(web.form(&format!("{voice}/truth"), &told).await.status, 303);
    let truths = chat.truths().await;
    assert_eq!(truths[0]["by"], "Odd Bergmann");
}

#[tokio::test]
async fn a_session_that_ended_loses_the_voice_at_the_next_command() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let chat = chat(&host, "confidential", 1).await;
    chat.step("open", 0).await;
    let (odd, web) = server.person("Odd Bergmann", &[]).await;
    let (ruth, other) = server.person("Ruth Vance", &[]).await;
    let mut phone = Phone::signed(&server, &web, &chat.code).await;
    let mut gone = Phone::signed(&server, &other, &chat.code).await;
    for phone in [&mut phone, &mut gone] {
        assert_eq!(phone.swipe(&chat.takes[0], "agree").await["t"], "ack");
    }
    web.form("/sign-out", &[]).await;
    server.leaves(&ruth).await;
    for phone in [&mut phone, &mut gone] {
        phone.line.say(&swipe(&chat.takes[0], 2, "disagree")).await;
        let bye = phone.line.hear("bye").await;
        // Not a refusal: the phone keeps what it could not send.
        assert_eq!((&bye["why"], &bye["again"]), (&json!("sign_in"), &json!(false)));
        let mut line = server.line().await;
        line.say(&resume(&phone.chat, &phone.token)).await;
        assert_eq!(line.hear("refused").await["why"], "sign_in");
    }
    assert_eq!(other.post("/api/v1/voices", &json!({ "code": chat.code })).await.status, 401, "has left");
    // Signed in again, it is the same voice with what it said.
    let mut back = Phone::signed(&server, &server.again(&odd).await, &chat.code).await;
    assert_eq!((&back.voice, back.seq), (&phone.voice, 1));
    assert_eq!(back.welcome["mine"][0]["side"], "agree", "what was refused does not count");
    assert_eq!(back.swipe(&chat.takes[0], "disagree").await["t"], "ack");
}

#[tokio::test]
async fn the_end_forgets_who_is_who_and_each_browser_keeps_its_own_answers() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    for (mode, forgets) in [("confidential", true), ("named", false)] {
        let chat = chat(&host, mode, 1).await;
        chat.step("open", 0).await;
        let (odd, web) = server.person("Odd Bergmann", &[]).await;
        let mut phone = Phone::signed(&server, &web, &chat.code).await;
        phone.swipe(&chat.takes[0], "agree").await;
        chat.act(json!({ "action": "end" })).await;
        let phone = phone.resume(&server).await;
        assert_eq!(phone.welcome["mine"][0]["side"], "agree", "{mode}: on this device");
        assert_eq!(web.page(&format!("/v/{}", chat.id)).await.status, 200);
        // Another device could only be told by who is signed in there.
        let laptop = server.again(&odd).await;
        let entered = laptop.post("/api/v1/voices", &json!({ "code": chat.code })).await;
        assert_eq!(entered.status, if forgets { 409 } else { 200 }, "{mode}: {}", entered.text);
        let page = laptop.page(&format!("/v/{}", chat.id)).await;
        assert_eq!(page.status, if forgets { 303 } else { 200 }, "{mode}");
    }
}

#[tokio::test]
async fn a_pass_opens_nothing_else() {
    let server = Server::start().await;
    let host = server.host("Mara Holm").await;
    let (one, two) = (chat(&host, "named", 1).await, chat(&host, "named", 1).await);
    let open = Chat::start(&host, &draft(1)).await;
    let web = server.signed("Odd Bergmann", &[]).await;
    let phone = Phone::signed(&server, &web, &one.code).await;
    for (chat, token, why) in [
        (&two, phone.token.as_str(), "sign_in"),
        (&open, phone.token.as_str(), "unknown_voice"),
        (&one, &"A".repeat(43), "sign_in"),
        (&one, "", "unknown_voice"),
    ] {
        let mut line = server.line().await;
        line.say(&resume(&chat.id, token)).await;
        assert_eq!(line.hear("refused").await["why"], why);
    }
    // Where nobody is asked, being signed in makes no difference: each time a new voice.
    let first = web.post("/api/v1/voices", &json!({ "code": open.code })).await.json();
    let second = web.post("/api/v1/voices", &json!({ "code": open.code })).await.json();
    assert_ne!(text(&first["voice"]), text(&second["voice"]));
}
