//! What everybody may read: a published recap as page, Markdown, data and picture.

use crate::desk::DeskError;
use crate::model::{State as Standing, Story, StoryId};
use crate::render::Headings;
use crate::{desk, draft, escape, numbers, picture, render, words};
use askama::Template;
use askama_web::WebTemplate;
use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use db::Db;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use web::{Frame, Problem, Site, Words};

/// What the public pages need. Part of the state of the router that serves them.
#[derive(Clone)]
pub struct Stories {
    /// Where stories are kept.
    pub db: Db,
    /// The address that pictures and links are absolute to.
    pub site: Site,
}

/// Method, path, object and action of every endpoint here, for the access matrix.
pub const ENDPOINTS: &[(&str, &str, &str, &str)] = &[("GET", "/recaps/{name}", "recap", "read")];

/// Style sheets of this crate.
#[derive(rust_embed::RustEmbed)]
#[folder = "assets/"]
struct Files;

/// Makes the style sheets of this crate known, below `stories/`. [`router`] does it; a program that renders pages
/// before it has a router calls it first.
pub fn register_assets() {
    web::assets::register::<Files>("stories");
}

/// The public pages. One route serves all forms, since a path cannot have a parameter in the middle of a segment.
pub fn router<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Stories: FromRef<S>,
{
    register_assets();
    Router::new().route("/recaps/{name}", get(show))
}

/// In which form an article is asked for.
enum Form {
    Page,
    Markdown,
    Data,
    Picture,
}

impl Form {
    /// `slug`, `slug.md`, `slug.json` or `slug.png`; a slug holds no dot.
    fn split(name: &str) -> Option<(&str, Self)> {
        let Some((slug, ending)) = name.split_once('.') else {
            return Some((name, Self::Page));
        };
        let form = match ending {
            "md" => Self::Markdown,
            "json" => Self::Data,
            "png" => Self::Picture,
            _ => return None,
        };
        Some((slug, form))
    }
}

#[derive(Template, WebTemplate)]
#[template(path = "stories/recap.html")]
struct Page {
    frame: Frame,
    t: Words,
    title: String,
    series: String,
    description: String,
    published: Option<String>,
    url: String,
    path: String,
    picture: String,
    picture_alt: String,
    body: String,
}

/// `GET /recaps/{slug}`, and with `.md`, `.json` or `.png`
async fn show(State(stories): State<Stories>, Path(name): Path<String>) -> Result<Response, Problem> {
    let (slug, form) = Form::split(&name).ok_or_else(not_found)?;
    let (story, at) = published(&stories.db, slug).await?;
    let t = words(&story.language);
    Ok(match form {
        Form::Page => page(&stories.site, &story, at, t).into_response(),
        Form::Markdown => {
            let text = draft::with_title(&story.title, &render::markdown(&story.body, &story.facts, &t));
            ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response()
        }
        Form::Data => Json(data(&story, at)).into_response(),
        Form::Picture => drawn(story, t).await?.into_response(),
    })
}

async fn published(db: &Db, slug: &str) -> Result<(Story, Timestamp), Problem> {
    let found = async { desk::by_slug(&mut db.read().await?, slug).await }.await;
    let story = found.map_err(|error: DeskError| failed(&error))?;
    match story {
        Some(story) => match story.state {
            Standing::Published { at } => Ok((story, at)),
            Standing::Draft | Standing::Unpublished { .. } => Err(not_found()),
        },
        None => Err(not_found()),
    }
}

/// The same for what never was, what is a draft and what was taken down: an address betrays no draft.
fn not_found() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not-found").say(words("en").text("recap-not-found"))
}

fn failed(error: &(dyn std::error::Error + 'static)) -> Problem {
    tracing::error!(error, "a story cannot be shown");
    match error.downcast_ref::<DeskError>() {
        Some(DeskError::Db(error)) if error.may_pass() => Problem::unavailable(),
        _ => Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

fn page(site: &Site, story: &Story, at: Timestamp, t: Words) -> Page {
    let facts = &story.facts;
    let day = at.to_zoned(TimeZone::UTC).date();
    let path = story.path();
    Page {
        frame: Frame::new(site, &story.language, &story.title).style("stories/recap.css").body("recap-page"),
        title: story.title.clone(),
        series: if story.title.contains(&facts.series) { String::new() } else { facts.series.clone() },
        description: t
            .with("recap-description", &[("voices", facts.voices.into()), ("takes", facts.takes.len().into())]),
        published: Some(t.with("recap-published", &[("date", numbers::in_words(day, &t).into())])),
        url: site.absolute(&path),
        picture: site.absolute(&format!("{path}.png")),
        picture_alt: t.with("recap-picture-alt", &[("title", story.title.clone().into())]),
        body: render::blocks(&story.body, facts, &t, Headings::BelowTitle),
        path,
        t,
    }
}

fn data(story: &Story, at: Timestamp) -> Value {
    json!({
        "title": story.title,
        "language": story.language,
        "published_at": at,
        "edited_at": story.edited_at,
        "body": story.body,
        "facts": shared(story),
    })
}

/// The facts as everybody may have them: only the quotes that still stand in the article, and where counts are
/// withheld, none that tells its side.
fn shared(story: &Story) -> Value {
    let mut facts = story.facts.clone();
    for take in &mut facts.takes {
        take.quotes.retain(|quote| story.body.contains(&escape::line(&quote.words)));
    }
    let mut value = json!(facts);
    for take in value["takes"].as_array_mut().into_iter().flatten() {
        if take["counts"].is_null() {
            for quote in take["quotes"].as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
                quote.remove("side");
                quote.remove("reservation");
            }
        }
    }
    value
}

/// A drawn picture and the version of the story that it shows.
type Drawn = (StoryId, i64, Arc<[u8]>);

/// The last pictures: a shared link is asked for by many at once, and drawing is the dearest thing here.
static DRAWN: Mutex<VecDeque<Drawn>> = Mutex::new(VecDeque::new());

/// Pictures kept.
const DRAWN_MAX: usize = 16;

async fn drawn(story: Story, t: Words) -> Result<impl IntoResponse, Problem> {
    let key = (story.id, story.version);
    let known = {
        let kept = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(id, version, _)| (*id, *version) == key).map(|(.., png)| Arc::clone(png))
    };
    let png = if let Some(png) = known {
        png
    } else {
        let drawing = tokio::task::spawn_blocking(move || picture::png(&story.facts, &t));
        let png: Arc<[u8]> = drawing.await.map_err(|error| failed(&error))?.into();
        let mut kept = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(DRAWN_MAX - 1);
        kept.push_front((key.0, key.1, Arc::clone(&png)));
        png
    };
    let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "public, max-age=300")];
    Ok((headers, png.to_vec()))
}

#[cfg(test)]
mod tests;
