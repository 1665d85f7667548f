//! Styles, scripts, fonts and pictures: embedded, under an address that changes with every build.
//!
//! One hash over all assets stands in the address, so ES modules import each other by relative paths and everything may
//! be kept for ever.

use crate::lean::lean;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Own;

/// One file, ready to be sent.
#[derive(Debug)]
struct Asset {
    plain: Bytes,
    gzip: Option<Bytes>,
    kind: &'static str,
}

/// Every asset of the program, by path.
#[derive(Debug)]
pub struct Assets {
    build: String,
    files: BTreeMap<String, Asset>,
}

type Files = BTreeMap<String, Cow<'static, [u8]>>;

static REGISTERED: LazyLock<Mutex<Files>> = LazyLock::new(|| {
    let mut files = Files::new();
    collect::<Own>("web", &mut files);
    for (name, bytes) in crate::fonts::SERVED {
        files.insert(format!("web/fonts/{name}"), Cow::Borrowed(*bytes));
    }
    Mutex::new(files)
});

static ALL: OnceLock<Assets> = OnceLock::new();

/// Adds the files of a crate below `prefix`. Call it before the first page is served.
pub fn register<E: RustEmbed>(prefix: &str) {
    debug_assert!(ALL.get().is_none() || all().has_prefix(prefix), "{prefix} is registered after the first page");
    collect::<E>(prefix, &mut REGISTERED.lock().unwrap_or_else(PoisonError::into_inner));
}

fn collect<E: RustEmbed>(prefix: &str, files: &mut Files) {
    for path in E::iter() {
        if let Some(file) = E::get(&path) {
            files.insert(format!("{prefix}/{path}"), file.data);
        }
    }
}

fn all() -> &'static Assets {
    ALL.get_or_init(|| Assets::of(&REGISTERED.lock().unwrap_or_else(PoisonError::into_inner)))
}

/// The address of an asset.
pub fn url(path: &str) -> String {
    let assets = all();
    debug_assert!(assets.files.contains_key(path), "no asset {path}");
    format!("/assets/{}/{path}", assets.build)
}

/// The bytes of an asset, for pages that are kept as files.
pub fn bytes(path: &str) -> Option<Bytes> {
    all().files.get(path).map(|asset| asset.plain.clone())
}

/// Serves `/assets/{build}/{path}`.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{build}/{*path}", get(serve))
}

impl Assets {
    fn of(files: &Files) -> Self {
        let mut hash = Sha256::new();
        for (path, bytes) in files {
            hash.update(path.len().to_le_bytes());
            hash.update(path);
            hash.update(bytes.len().to_le_bytes());
            hash.update(bytes);
        }
        let digest = hash.finalize();
        let build = digest.iter().take(6).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let files = files.iter().map(|(path, bytes)| (path.clone(), Asset::of(path, bytes))).collect();
        Self { build, files }
    }

    fn has_prefix(&self, prefix: &str) -> bool {
        self.files.keys().any(|path| path.split('/').next() == Some(prefix))
    }
}

impl Asset {
    fn of(path: &str, bytes: &[u8]) -> Self {
        let (kind, is_text) = kind(path);
        let plain = lean(path, bytes);
        let gzip = is_text.then(|| gzip(&plain)).flatten().filter(|small| small.len() < plain.len());
        Self { plain: plain.into(), gzip, kind }
    }
}

fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn kind(path: &str) -> (&'static str, bool) {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => ("text/css; charset=utf-8", true),
        "js" => ("text/javascript; charset=utf-8", true),
        "svg" => ("image/svg+xml", true),
        "json" | "webmanifest" => ("application/json", true),
        "txt" => ("text/plain; charset=utf-8", true),
        "woff2" => ("font/woff2", false),
        "png" => ("image/png", false),
        _ => ("application/octet-stream", false),
    }
}

/// Whether an `Accept-Encoding` lets us send gzip: named, or meant by `*`, and not with a weight of nought.
fn takes_gzip(accepts: &str) -> bool {
    let weight = |wanted: &str| {
        accepts.split(',').find_map(|one| {
            let (name, weight) = one.split_once(';').unwrap_or((one, ""));
            let weight = weight.trim().strip_prefix("q=").and_then(|q| q.trim().parse().ok()).unwrap_or(1.0_f32);
            name.trim().eq_ignore_ascii_case(wanted).then_some(weight)
        })
    };
    weight("gzip").or_else(|| weight("*")).is_some_and(|weight| weight > 0.0)
}

async fn serve(Path((build, path)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let assets = all();
    let Some(asset) = assets.files.get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    // A page from before an upgrade asks by the old build: it gets today's file, and may not keep it.
    let keep = if build == assets.build { "public, max-age=31536000, immutable" } else { "no-cache" };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let zipped = asset.gzip.as_ref().filter(|_| takes_gzip(accepts));
    let mut response = Response::new(Body::from(zipped.unwrap_or(&asset.plain).clone()));
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if zipped.is_some() {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}
