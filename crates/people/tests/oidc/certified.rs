//! The whole way with a provider that is certified: oidc-provider, on Node.
//!
//! `cargo xtask test` brings it into `target/tools/oidc`. Where it is not there, this says so and proves nothing.

use crate::company::{Browser, Company, IDA};
use jiff::fmt::rfc2822;
use people::oidc::{ClientSecret, ProviderSettings};
use reqwest::header::DATE;
use reqwest::{Client, Response, StatusCode, redirect};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tokio::net::TcpListener;

/// Where the libraries are.
fn libraries() -> Option<PathBuf> {
    let given = std::env::var_os("TEST_OIDC_PROVIDER").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools/oidc"));
    folder.join("node_modules/oidc-provider/lib/index.js").is_file().then_some(folder)
}

/// The provider, as long as this lives.
struct Certified {
    issuer: String,
    child: Child,
}

impl Certified {
    fn start(libraries: &Path, ours: &str) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oidc/provider/provider.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .arg(libraries)
            .arg(ours)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("node starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let issuer = lines.next().expect("its output").expect("its address");
        // Whoever writes to a pipe that nobody reads stops.
        std::thread::spawn(move || lines.for_each(drop));
        Self { issuer, child }
    }
}

impl Drop for Certified {
    fn drop(&mut self) {
        // It has nothing to lose.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[tokio::test]
async fn a_whole_day_with_a_certified_provider() {
    let Some(libraries) = libraries() else {
        eprintln!("SKIPPED: oidc-provider is not in target/tools/oidc; `cargo xtask test` brings it, with npm");
        return;
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ours = format!("http://{}", listener.local_addr().unwrap());
    let provider = Certified::start(&libraries, &ours);

    // It goes by the time of day, and what it issues must be fresh: our clock is set by its word.
    let client = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
    let described = client.get(format!("{}/.well-known/openid-configuration", provider.issuer)).send().await.unwrap();
    let date = described.headers()[DATE].to_str().unwrap();
    let clock = db::testing::clock();
    clock.set(rfc2822::parse(date).unwrap().timestamp());

    let mut settings = ProviderSettings::new("certified", &provider.issuer, "candor").unwrap();
    settings.client_secret = ClientSecret::new("a secret between servers");
    let company = Company::at(listener, vec![settings], clock).await;
    let browser = company.browser();

    // There, through its forms, and back.
    let back = visit(&browser, "/oidc/certified?to=/people", IDA).await;
    assert_eq!(back.url().path(), "/people", "{}", back.url());
    assert_eq!(back.status(), StatusCode::OK);
    assert_eq!(browser.whoami().await, "Ida Brandt");
    let told = company.told(&company.ida).await;
    assert_eq!(told, ["person_created", "account_connected", "signed_in"]);

    // Signing out here, and there: it tells us by the back channel of what began there.
    let other = company.browser();
    visit(&other, "/oidc/certified", IDA).await;
    assert_eq!(other.whoami().await, "Ida Brandt");
    let page = other.get("/oidc/certified/signed-out").await.body;
    let there = page
        .split('"')
        .find(|it| it.starts_with(&provider.issuer))
        .expect("a link to the provider")
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    let asked = follow(&other, other.client.get(&there).send().await.unwrap()).await;
    let body = asked.text().await.unwrap();
    let secret = field(&body, "xsrf");
    let form = [("xsrf", secret.as_str()), ("logout", "yes")];
    let confirmed =
        other.client.post(format!("{}/session/end/confirm", provider.issuer)).form(&form).send().await.unwrap();
    let end = follow(&other, confirmed).await;
    assert_eq!(end.url().path(), "/sign-in", "{}", end.url());
    assert_eq!(other.whoami().await, "nobody", "ended by the back channel");
    assert_eq!(browser.whoami().await, "Ida Brandt", "another session there goes on");

    // Somebody whom our directory does not know.
    let stranger = company.browser();
    let page = visit(&stranger, "/oidc/certified", "nobody@saltmarsh.example").await;
    assert_eq!(page.status(), StatusCode::FORBIDDEN);
    assert!(page.text().await.unwrap().contains("directory does not know you yet"));
    assert_eq!(stranger.whoami().await, "nobody");
}

/// Follows a link of ours to the provider, fills in its forms, and comes back.
async fn visit(browser: &Browser, path: &str, login: &str) -> Response {
    let left = browser.get(path).await;
    let there = left.location.unwrap_or_else(|| panic!("off to the provider: {}", left.body));
    let mut page = follow(browser, browser.client.get(there).send().await.unwrap()).await;
    for form in [&[("prompt", "login"), ("login", login), ("password", "any")][..], &[("prompt", "consent")]] {
        // A provider that remembers somebody asks less.
        if !page.url().path().starts_with("/interaction/") {
            break;
        }
        let answer = browser.client.post(page.url().clone()).form(form).send().await.unwrap();
        page = follow(browser, answer).await;
    }
    page
}

/// Goes where it is sent, as a browser does.
async fn follow(browser: &Browser, mut page: Response) -> Response {
    while page.status().is_redirection() {
        let to = page.headers()["location"].to_str().unwrap();
        let to = page.url().join(to).unwrap();
        page = browser.client.get(to).header("accept", "text/html").send().await.unwrap();
    }
    page
}

/// The value of a hidden field.
fn field(page: &str, name: &str) -> String {
    let at = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("a field {name} in {page}"));
    page[at..].split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}
