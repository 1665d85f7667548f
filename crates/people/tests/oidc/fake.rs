//! A provider that does what a test tells it, good or bad.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

/// How an endpoint answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Manner {
    #[default]
    Well,
    /// More than anybody should read.
    Endless,
    /// Never.
    Slow,
    /// With an error of its own.
    Broken,
    /// Something that is no JSON.
    Babble,
    /// By sending elsewhere.
    Elsewhere,
}

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Signing {
    #[default]
    Well,
    /// `alg: none`.
    None,
    /// With a key that is not published, under the name of one that is.
    OtherKey,
    /// With the public key as a shared secret.
    Shared,
    /// Well, and then another claim put in.
    Tampered,
}

/// What it does.
#[derive(Debug, Default)]
pub struct Conduct {
    pub document: Manner,
    pub keys: Manner,
    pub token: Manner,
    pub user: Manner,
    pub signing: Signing,
    /// Claims of the token in place of the usual ones; null leaves one out.
    pub claims: Map<String, Value>,
    /// What is said about the person when asked; nothing: there is no such place.
    pub about: Option<Value>,
    /// What of the description of itself is otherwise; null leaves it out.
    pub described: Map<String, Value>,
    /// `error` of the token endpoint.
    pub error: Option<&'static str>,
    /// What the last request for a token held, and its `Authorization`.
    pub asked: Option<(HashMap<String, String>, String)>,
    /// How often its keys were asked for.
    pub asked_keys: usize,
}

pub struct Key {
    name: String,
    sign: EncodingKey,
    public: Vec<u8>,
}

struct Inner {
    issuer: String,
    key: Mutex<Arc<Key>>,
    conduct: Mutex<Conduct>,
    /// Seconds since 1970.
    now: i64,
}

/// A provider that answers.
#[derive(Clone)]
pub struct Fake {
    pub issuer: String,
    inner: Arc<Inner>,
}

impl Key {
    pub fn named(name: &str) -> Arc<Self> {
        let lots = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &lots).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref()).expect("a key");
        let public = pair.public_key().as_ref().to_vec();
        Arc::new(Self { name: name.to_owned(), sign: EncodingKey::from_ec_der(pkcs8.as_ref()), public })
    }

    fn jwk(&self) -> Value {
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.name,
            "x": part(&self.public[1..33]), "y": part(&self.public[33..]),
        })
    }
}

impl Fake {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let now = db::testing::ambient().now().as_second();
        let (key, conduct) = (Mutex::new(Key::named("first")), Mutex::default());
        let inner = Arc::new(Inner { issuer: issuer.clone(), key, conduct, now });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/user", get(user))
            .with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { issuer, inner }
    }

    pub fn conduct(&self) -> MutexGuard<'_, Conduct> {
        self.inner.conduct.lock().expect("not poisoned")
    }

    /// Claims otherwise than usual.
    pub fn claim(&self, name: &str, value: Value) {
        self.conduct().claims.insert(name.to_owned(), value);
    }

    /// Signs with a new key from now on, and publishes only that.
    pub fn rotate(&self, name: &str) {
        *self.inner.key.lock().expect("not poisoned") = Key::named(name);
    }

    /// A token with these claims besides issuer, audience and times.
    pub fn signed(&self, more: &Value) -> String {
        self.inner.signed(more)
    }
}

impl Inner {
    fn signed(&self, more: &Value) -> String {
        let conduct = self.conduct.lock().expect("not poisoned");
        let mut claims = json!({ "iss": self.issuer, "aud": "candor", "iat": self.now, "exp": self.now + 300 });
        let all = claims.as_object_mut().expect("an object");
        for (name, value) in more.as_object().expect("an object").iter().chain(&conduct.claims) {
            all.insert(name.clone(), value.clone());
        }
        all.retain(|_, value| !value.is_null());
        let key = Arc::clone(&self.key.lock().expect("not poisoned"));
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(key.name.clone());
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        match conduct.signing {
            Signing::Well => encode(&header, &claims, &key.sign).expect("a token"),
            Signing::None => format!("{}.{}.", part(&json!({ "alg": "none", "typ": "JWT" })), part(&claims)),
            Signing::OtherKey => encode(&header, &claims, &Key::named("other").sign).expect("a token"),
            Signing::Shared => {
                let mut header = Header::new(Algorithm::HS256);
                header.kid = Some(key.name.clone());
                encode(&header, &claims, &EncodingKey::from_secret(&key.public)).expect("a token")
            }
            Signing::Tampered => {
                let token = encode(&header, &claims, &key.sign).expect("a token");
                let parts: Vec<&str> = token.split('.').collect();
                claims["email"] = json!("boss@saltmarsh.example");
                format!("{}.{}.{}", parts[0], part(&claims), parts[2])
            }
        }
    }
}

async fn mannered(manner: Manner, well: Value) -> Response {
    match manner {
        Manner::Well => Json(well).into_response(),
        Manner::Endless => {
            let mut long = well;
            long["padding"] = json!("x".repeat(1 << 20));
            Json(long).into_response()
        }
        Manner::Slow => std::future::pending().await,
        Manner::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "<h1>sorry</h1>").into_response(),
        Manner::Babble => "<h1>hello</h1>".into_response(),
        Manner::Elsewhere => (StatusCode::FOUND, [("location", "http://127.0.0.1:9/")]).into_response(),
    }
}

async fn document(State(it): State<Arc<Inner>>) -> Response {
    let issuer = &it.issuer;
    let mut document = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "userinfo_endpoint": format!("{issuer}/user"),
    });
    let manner = {
        let conduct = it.conduct.lock().expect("not poisoned");
        let all = document.as_object_mut().expect("an object");
        all.extend(conduct.described.clone());
        all.retain(|_, value| !value.is_null());
        conduct.document
    };
    mannered(manner, document).await
}

async fn keys(State(it): State<Arc<Inner>>) -> Response {
    let manner = {
        let mut conduct = it.conduct.lock().expect("not poisoned");
        conduct.asked_keys += 1;
        conduct.keys
    };
    let key = it.key.lock().expect("not poisoned").jwk();
    // Others of kinds that nobody knows are there too.
    let odd = json!({ "kty": "XYZ", "kid": "odd" });
    mannered(manner, json!({ "keys": [odd, key] })).await
}

async fn token(
    State(it): State<Arc<Inner>>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let secret = headers.get("authorization").map(|it| it.to_str().expect("ASCII").to_owned()).unwrap_or_default();
    let (manner, error) = {
        let mut conduct = it.conduct.lock().expect("not poisoned");
        conduct.asked = Some((form.clone(), secret));
        (conduct.token, conduct.error)
    };
    if let Some(error) = error {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    }
    // The code is nonce and challenge of PKCE, as the address had them.
    let (nonce, challenge) = form["code"].split_once(' ').unwrap_or_default();
    if URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"])) != challenge {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    }
    let token = it.signed(&json!({
        "sub": "ida-there", "nonce": nonce, "sid": "session-there",
        "email": "ida@saltmarsh.example", "email_verified": true, "name": "Ida B.",
    }));
    mannered(manner, json!({ "access_token": "access", "token_type": "Bearer", "id_token": token })).await
}

async fn user(State(it): State<Arc<Inner>>, headers: HeaderMap) -> Response {
    if headers.get("authorization").is_none_or(|it| it != "Bearer access") {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let (manner, about) = {
        let conduct = it.conduct.lock().expect("not poisoned");
        (conduct.user, conduct.about.clone())
    };
    match about {
        Some(about) => mannered(manner, about).await,
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What a client of ours shows as its secret.
pub fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}
