//! Serves the sample article, and writes its picture beside the database.
//!
//! `cargo run -p stories --features testing --example recap -- [PORT]`

use axum::Router;
use db::{Ambient, Db, ManualClock};
use std::sync::Arc;
use stories::{Stories, desk, facts, picture, words};
use uuid::Uuid;
use web::{Site, SiteConfig};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::args().nth(1).map_or(Ok(4173), |port| port.parse())?;
    let folder = std::env::temp_dir().join(format!("candor-recap-{port}"));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("stories.db");
    for ending in ["", "-wal", "-shm"] {
        // A file left by the last run; there may be none.
        let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
    let db = Db::connect(&format!("sqlite://{}", file.display())).await?;
    let clock = ManualClock::new("2026-03-04T17:30:00Z".parse()?);
    let ambient = Ambient::new(Arc::new(clock), [7; 32]);
    let url = format!("http://127.0.0.1:{port}");
    let site = Site::new(SiteConfig { name: "Candor".into(), public_url: url.clone(), banner: None });

    let (facts, t, chat) = (facts::sample(), words("en"), Uuid::from_u128(1));
    let host = Uuid::from_u128(2);
    let draft = desk::draft_or_load(&db, &ambient, host, chat, &facts, &t).await?;
    let story = desk::publish(&db, &ambient, host, chat, draft.version).await?;
    std::fs::write(folder.join("recap.png"), picture::png(&facts, &t))?;
    println!("{url}{}\n{}", story.path(), folder.join("recap.png").display());

    let pages = stories::router().merge(web::assets::router()).with_state(Stories { db, site: site.clone() });
    let app: Router = web::shell(&site, pages);
    axum::serve(tokio::net::TcpListener::bind(("127.0.0.1", port)).await?, app).await?;
    Ok(())
}
