//! Every shared component on one page, to look at: `cargo run -p web --example gallery -- 4870`, then open `/`, `/dark`
//! or `/light` on that port. Its sample words are data, not words of the product.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use web::charts::{SplitBar, split_bar, table};
use web::{Frame, Outcome, Problem, SignedIn, Site, SiteConfig, Theme};

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout.html" %}
{% block body %}
<div class="page stack">
<div class="between"><h1>Summer party, by the harbour</h1><div class="cluster"><span class="chip">Draft</span><span class="chip chip-brand">Live</span><span class="chip chip-ok">Published</span><span class="chip chip-agree">Agree</span><span class="chip chip-disagree">Disagree</span></div></div>
<p class="lead">Everybody answers by phone; only totals are shown. Nothing here <a href="/nowhere">leads anywhere</a>.</p>
<div class="error-summary" tabindex="-1" role="alert" aria-labelledby="faults"><h2 id="faults">Two fields need a second look</h2><ul><li><a href="#title">Give the chat a title</a></li><li><a href="#take">Shorten take 1 to 140 characters</a></li></ul></div>
<div class="cluster"><a class="button button-primary" href="/">Open the chat</a><button class="button" type="button">Preview</button><button class="button button-quiet" type="button">Not now</button><button class="button button-danger" type="button">Withdraw the recap</button><button class="button button-small" type="button">Move up</button><button class="button button-primary" type="button" disabled>Waiting</button></div>
<div class="grid">
<form class="card stack">
<div class="field"><label for="title">Title</label><p class="hint" id="title-hint">As it should stand on the big screen.</p><p class="field-error" id="title-error">Give the chat a title.</p><input id="title" aria-describedby="title-hint title-error" aria-invalid="true"></div>
<div class="field"><label for="take">Take 1 <span class="muted">(optional)</span></label><textarea id="take">Most of our status meetings should be a written update</textarea><span class="count">54 of 140</span></div>
<div class="field"><label for="mode">Who sees names</label><select id="mode"><option>Confidential</option><option>Named</option></select></div>
<fieldset><legend>Quotes</legend><label class="choice"><input type="checkbox" checked><span>May be quoted in the recap</span></label><label class="choice"><input type="radio" name="r"><span>With my name</span></label></fieldset>
</form>
<div class="stack">
<p class="notice">The recap is a draft. Only you can read it.</p><p class="notice notice-ok">Saved at 10:42.</p><p class="notice notice-warn">Fewer than five answers: counts are withheld.</p><p class="notice notice-danger">The connection is lost. Answers wait on the phones.</p>
<div class="card card-flat stack"><p class="eyebrow">Take 3 of 8</p><h2>We ship too late on Fridays</h2>{{ bar|safe }}{{ rows|safe }}</div>
</div>
<div class="card stack"><h3>Join in</h3>{{ code|safe }}<p class="hint">candor.example</p></div>
<div class="card stack"><h3>One side alone</h3>{{ all|safe }}<h3>Nobody yet</h3>{{ none|safe }}</div>
</div>
</div>
<div><dialog open aria-labelledby="sure"><div class="stack"><h2 id="sure">Publish the recap?</h2><p>Everybody with the link can read it.</p><div class="cluster"><button class="button button-primary" type="button">Publish for everybody</button><button class="button" type="button">Keep it a draft</button></div></div></dialog></div>
{% endblock %}"##
)]
struct Gallery {
    frame: Frame,
    bar: String,
    all: String,
    none: String,
    rows: String,
    code: String,
}

fn chart(id: &str, share: Option<f64>, interval: Option<[f64; 2]>) -> String {
    let (title, description) = ("We ship too late on Fridays", "118 of 142 people have answered");
    split_bar(&SplitBar { id, title, description, share, interval, agree: "agree", disagree: "disagree" })
}

fn page(site: &Site, theme: Option<Theme>) -> Outcome<Response> {
    let frame =
        Frame::new(site, "en", "Gallery").signed(Some(SignedIn { name: "Priya Nair".into(), hats: Vec::new() }));
    let gallery = Gallery {
        frame: theme.into_iter().fold(frame, Frame::theme),
        bar: chart("some", Some(0.62), Some([0.53, 0.7])),
        all: chart("all", Some(1.0), None),
        none: chart("none", None, None),
        rows: table("Answers", &[("Agree", "73".into()), ("Disagree", "45".into()), ("Pass", "9".into())]),
        code: web::qr::svg_titled("https://candor.example/j/471900", "Join by this code"),
    };
    let html = gallery.render().map_err(|_| Problem::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR, "internal"))?;
    Ok(Html(html).into_response())
}

async fn plain(State(site): State<Site>) -> Outcome<Response> {
    page(&site, None)
}

async fn themed(State(site): State<Site>, Path(theme): Path<String>) -> Outcome<Response> {
    match theme.as_str() {
        "dark" => page(&site, Some(Theme::Dark)),
        "light" => page(&site, Some(Theme::Light)),
        _ => Err(Problem::new(axum::http::StatusCode::NOT_FOUND, "not-found")),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = std::env::args().nth(1).as_deref().unwrap_or("4870").parse()?;
    let public_url = format!("http://localhost:{port}");
    let banner = Some("Saltmarsh is invented, and so is everything its people say here.".to_owned());
    let site = Site::new(SiteConfig { name: "Candor".into(), public_url, banner });
    let pages = Router::new().route("/", get(plain)).route("/{theme}", get(themed)).with_state(site.clone());
    let app = web::shell(&site, pages.merge(web::assets::router()));
    axum::serve(tokio::net::TcpListener::bind(("127.0.0.1", port)).await?, app).await?;
    Ok(())
}
