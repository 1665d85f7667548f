//! Who may run chats, and whose session holds, on every engine.

use db::testing::{ambient, assert_one_shape, engines, never_ran};
use people::model::day_of;
use people::model::directory::{Entry, Status};
use people::store::{here as here_store, hosts as hosts_store};
use people::testing::signed_in;
use people::{People, Role, directory, here, hosts};
use web::{Site, SiteConfig};

#[tokio::test]
async fn hosts_are_found_while_they_may_host_and_sessions_while_they_hold() {
    let engines = engines().await;
    assert_one_shape(&engines, here_store::STATEMENTS).await;
    assert_one_shape(&engines, hosts_store::STATEMENTS).await;
    for db in engines.each() {
        let config = SiteConfig { name: "Candor".into(), public_url: "http://localhost".into(), banner: None };
        let people = People::new(db.clone(), ambient(), Site::new(config));
        let (zoe, cookie) = signed_in(&people, "Zoë Strauß", &[Role::Host]).await;
        let (_, _) = signed_in(&people, "Zoe Plain", &[]).await;
        let session = db::Secret::parse(cookie.split_once('=').unwrap().1).unwrap().hash();
        let now = ambient().now();
        let today = day_of(now);
        let mut tx = db.read().await.unwrap();
        for (query, found) in [("zoe", 1), ("ZOE strauss", 1), ("", 1), ("100%", 0), ("_", 0), ("plain", 0)] {
            let cards = hosts::find(&mut tx, query, 8, today).await.unwrap();
            assert_eq!(cards.len(), found, "{query:?}: {cards:?}");
        }
        let yesterday = today.yesterday().unwrap();
        assert!(hosts::by_id(&mut tx, zoe.id, today).await.unwrap().is_some());
        assert!(hosts::by_id(&mut tx, zoe.id, yesterday).await.unwrap().is_none(), "was no host then");
        assert_eq!(here::of(&mut tx, &session, now).await.unwrap(), Some(zoe.id));
        assert_eq!(here::of(&mut tx, &[0; 32], now).await.unwrap(), None);
        let idle = now + jiff::SignedDuration::from_hours(24 * 14);
        assert_eq!(here::of(&mut tx, &session, idle).await.unwrap(), None, "nobody used it for 14 days");
        let later = now + jiff::SignedDuration::from_hours(24 * 365);
        assert_eq!(here::of(&mut tx, &session, later).await.unwrap(), None, "sessions end");
        let card = directory::person_card(&mut tx, zoe.id, today).await.unwrap().unwrap();
        drop(tx);
        let gone = Entry { status: Status::Leaver, left_on: Some(today), ..Entry::named("Zoë Strauß") };
        directory::change(&people, None, zoe.id, card.version, &gone).await.unwrap();
        let mut tx = db.read().await.unwrap();
        assert_eq!(here::of(&mut tx, &session, now).await.unwrap(), None, "has left");
        assert!(hosts::by_id(&mut tx, zoe.id, today).await.unwrap().is_none());
        assert!(hosts::find(&mut tx, "", 8, today).await.unwrap().is_empty());
    }
    assert_eq!(never_ran(here_store::STATEMENTS), Vec::<String>::new());
    assert_eq!(never_ran(hosts_store::STATEMENTS), Vec::<String>::new());
}
