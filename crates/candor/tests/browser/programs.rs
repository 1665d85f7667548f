//! The pages about programs: tokens, the reference, kinds of refusal.

use crate::album::Album;
use crate::checks::{Answer, all};
use crate::house::House;
use crate::page::{DESK, Device, NARROW, Page};

async fn keep(page: &Page, name: &str, device: Device) {
    if let Some(album) = Album::wanted() {
        album.whole(page, name, device).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_made_and_ended() {
    let house = House::open().await;
    let page = house.window(DESK).await;
    house.sign_in(&page).await;
    page.goto("/me/tokens").await;
    page.sees("You have none yet.").await;
    all(&page, "no tokens", DESK, Answer::Found).await;
    page.fill("#name", "Wall board").await;
    page.press("Make the token").await;
    page.sees("Tick at least one thing that it may do.").await;
    all(&page, "a token with a fault", DESK, Answer::Refused).await;
    keep(&page, "tokens-fault", DESK).await;
    page.click("input[name=scope][value='chats:read']").await;
    page.press("Make the token").await;
    page.sees("Wall board is ready").await;
    all(&page, "a new token", DESK, Answer::Found).await;
    keep(&page, "tokens-made", DESK).await;
    page.hold(NARROW).await;
    keep(&page, "tokens-made-narrow", NARROW).await;
    page.hold(DESK).await;
    page.goto("/me/tokens").await;
    page.sees("Never used").await;
    page.sees_no("is ready").await;
    page.press("End it").await;
    page.sees("You have none yet.").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reference_is_read() {
    let house = House::open().await;
    let page = house.window(DESK).await;
    for (path, sees, name) in [
        ("/api", "Make a move in the room", "reference"),
        ("/problems", "Kinds of refusal", "problems"),
        ("/problems/unmet", "It changed since you read it.", "problem"),
    ] {
        page.goto(path).await;
        page.sees(sees).await;
        all(&page, name, DESK, Answer::Found).await;
        keep(&page, name, DESK).await;
        page.hold(NARROW).await;
        all(&page, name, NARROW, Answer::Found).await;
        keep(&page, &format!("{name}-narrow"), NARROW).await;
        page.hold(DESK).await;
    }
}
