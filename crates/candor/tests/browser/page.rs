//! One window, and what a person, or a test, does with it.

use crate::driver::Browser;
use crate::kit::PATIENCE;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use thirtyfour::prelude::*;
use thirtyfour::{TypingData, WindowHandle};
use tokio::sync::Mutex;

/// Between two looks at a page.
const LOOK: Duration = Duration::from_millis(25);

/// What a window is looked at with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Device {
    pub width: u32,
    pub height: u32,
    pub scale: f64,
    pub touch: Touch,
}

/// Whether there are fingers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touch {
    Finger,
    Mouse,
}

/// A usual phone.
pub const PHONE: Device = Device { width: 390, height: 844, scale: 2.0, touch: Touch::Finger };
/// The narrowest phone.
pub const NARROW: Device = Device { width: 320, height: 568, scale: 2.0, touch: Touch::Finger };
/// A desk.
pub const DESK: Device = Device { width: 1440, height: 900, scale: 1.0, touch: Touch::Mouse };
/// A desk at a zoom of 200 %.
pub const ZOOMED: Device = Device { width: 720, height: 450, scale: 2.0, touch: Touch::Mouse };
/// A beamer.
pub const BEAMER: Device = Device { width: 1280, height: 720, scale: 1.0, touch: Touch::Mouse };
/// A wall.
pub const WALL: Device = Device { width: 1920, height: 1080, scale: 1.0, touch: Touch::Mouse };

/// A window of a browser.
pub struct Page {
    browser: Arc<Browser>,
    window: WindowHandle,
    base: String,
    /// When the drag on this page began, in µs since 1970.
    pub(crate) begun: Mutex<i64>,
}

impl Page {
    /// Opens a window on nothing.
    pub async fn open(browser: &Arc<Browser>, base: &str, device: Device) -> Self {
        let window = browser.window().await;
        let page = Self { browser: Arc::clone(browser), window, base: base.to_owned(), begun: Mutex::new(0) };
        page.hold(device).await;
        page.cdp("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await;
        page
    }

    /// Takes another device in the hand.
    pub async fn hold(&self, device: Device) {
        let Device { width, height, scale, touch } = device;
        let touch = touch == Touch::Finger;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": touch });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
        self.cdp("Emulation.setTouchEmulationEnabled", json!({ "enabled": touch, "maxTouchPoints": 5 })).await;
    }

    /// Sets what the system wishes: `("prefers-color-scheme", "dark")`.
    pub async fn wish(&self, wishes: &[(&str, &str)]) {
        let features: Vec<Value> = wishes.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// The driver, at this window.
    async fn driver(&self) -> &WebDriver {
        self.browser.at(&self.window).await
    }

    /// A command of the browser's own protocol.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Value {
        let answer = self.driver().await.cdp().send_raw(method, parameters).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Follows an address of the site, or any other.
    pub async fn goto(&self, path: &str) {
        let url = if path.starts_with('/') { format!("{}{path}", self.base) } else { path.to_owned() };
        self.driver().await.goto(url).await.unwrap();
    }

    pub async fn reload(&self) {
        self.driver().await.refresh().await.unwrap();
    }

    pub async fn close(self) {
        self.browser.close(&self.window).await;
    }

    /// The path of the page that is shown.
    pub async fn path(&self) -> String {
        self.driver().await.current_url().await.unwrap().path().to_owned()
    }

    /// The value of an expression in the page.
    pub async fn js(&self, expression: &str) -> Value {
        self.js_with(expression, &[]).await
    }

    /// The value of an expression in the page, with `a[0]`, `a[1]`, …; a promise is waited for.
    pub async fn js_with(&self, expression: &str, arguments: &[Value]) -> Value {
        let script = format!("const a = arguments; return ({expression});");
        let answer = self.driver().await.execute(script.as_str(), arguments.to_vec()).await;
        answer.unwrap_or_else(|error| panic!("{expression}: {error}")).json().clone()
    }

    /// Runs a whole script outside the page's policy: for tools of tests.
    pub async fn inject(&self, source: &str) {
        let answer = self.cdp("Runtime.evaluate", json!({ "expression": source, "silent": true })).await;
        assert!(answer["exceptionDetails"].is_null(), "{answer}");
    }

    /// Waits until an expression is true in the page.
    pub async fn until(&self, expression: &str) {
        self.until_with(expression, &[]).await;
    }

    /// Waits until an expression with arguments is true in the page.
    pub async fn until_with(&self, expression: &str, arguments: &[Value]) {
        let script = format!("const a = arguments; return Boolean({expression});");
        let begun = Instant::now();
        let mut last = String::new();
        while begun.elapsed() < PATIENCE {
            // Between two pages there is nothing to ask; what is wrong with the expression is said at the end.
            match self.driver().await.execute(script.as_str(), arguments.to_vec()).await {
                Ok(answer) if answer.json() == &Value::Bool(true) => return,
                Ok(_) => last.clear(),
                Err(error) => last = error.to_string(),
            }
            tokio::time::sleep(LOOK).await;
        }
        let (path, text) = (self.path().await, self.text().await);
        panic!("never true at {path}: {expression} {arguments:?}\n{last}\nThe page says:\n{text}");
    }

    /// Waits until the path of the page is this, or begins with it before a `*`.
    pub async fn arrives(&self, path: &str) {
        match path.strip_suffix('*') {
            Some(start) => self.until_with("location.pathname.startsWith(a[0])", &[json!(start)]).await,
            None => self.until_with("location.pathname === a[0]", &[json!(path)]).await,
        }
        self.until("document.readyState === 'complete'").await;
    }

    /// Everything the page shows, as text.
    pub async fn text(&self) -> String {
        self.js("document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    /// How many elements there are.
    pub async fn count(&self, css: &str) -> u64 {
        self.js_with("document.querySelectorAll(a[0]).length", &[json!(css)]).await.as_u64().unwrap()
    }

    /// Waits until the page shows this text.
    pub async fn sees(&self, text: &str) {
        self.until_with("document.body.innerText.includes(a[0])", &[json!(text)]).await;
    }

    /// Waits until the page shows this text no more.
    pub async fn sees_no(&self, text: &str) {
        self.until_with("!document.body.innerText.includes(a[0])", &[json!(text)]).await;
    }

    /// Waits until an element says this, alone.
    pub async fn says(&self, css: &str, text: &str) {
        self.until_with("document.querySelector(a[0])?.textContent.trim() === a[1]", &[json!(css), json!(text)]).await;
    }

    /// Waits until there is such an element, and it is shown.
    pub async fn has(&self, css: &str) {
        self.until_with("document.querySelector(a[0])?.checkVisibility()", &[json!(css)]).await;
    }

    /// Waits until no such element is shown.
    pub async fn has_no(&self, css: &str) {
        self.until_with("![...document.querySelectorAll(a[0])].some((it) => it.checkVisibility())", &[json!(css)])
            .await;
    }

    /// Clicks, where a pointer can reach it.
    pub async fn click(&self, css: &str) {
        self.has(css).await;
        self.click_on(By::Css(css.to_owned())).await;
    }

    /// Presses the button, or follows the link, of this name.
    pub async fn press(&self, name: &str) {
        let name = if name.contains('\'') { format!("\"{name}\"") } else { format!("'{name}'") };
        let named = format!("[normalize-space()={name} or @aria-label={name}]");
        let shown = "[not(@hidden)][not(ancestor::*[@hidden])][not(@aria-hidden='true')]";
        let path = format!("(//button{named}{shown} | //a{named}{shown} | //summary{named}{shown})[1]");
        self.click_on(By::XPath(path)).await;
    }

    /// Clicks as soon as it can be done: pages render while one reaches for them.
    async fn click_on(&self, by: By) {
        let begun = Instant::now();
        loop {
            let driver = self.driver().await;
            let clicked = match driver.find(by.clone()).await {
                Ok(element) => match element.scroll_into_view().await {
                    Ok(()) => element.click().await,
                    Err(error) => Err(error),
                },
                Err(error) => Err(error),
            };
            match clicked {
                Ok(()) => return,
                Err(_) if begun.elapsed() < PATIENCE / 2 => tokio::time::sleep(LOOK).await,
                Err(error) => panic!("cannot click {by:?}: {error}\nThe page says:\n{}", self.text().await),
            }
        }
    }

    /// Writes into a field what was not there.
    pub async fn fill(&self, css: &str, text: &str) {
        self.has(css).await;
        let field = self.driver().await.find(By::Css(css.to_owned())).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Chooses a file of this machine.
    pub async fn choose_file(&self, css: &str, file: &std::path::Path) {
        let field = self.driver().await.find(By::Css(css.to_owned())).await.unwrap();
        field.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// Types where the focus is.
    pub async fn types(&self, keys: impl Into<TypingData>) {
        let focus = self.driver().await.active_element().await.unwrap();
        focus.send_keys(keys).await.unwrap();
    }

    /// What the console has said since it was last asked: level and message.
    pub async fn console(&self) -> Vec<(String, String)> {
        let log = self.driver().await.browser_log().await.unwrap();
        log.into_iter().map(|entry| (entry.level, entry.message)).collect()
    }

    /// A picture of what is shown.
    pub async fn picture(&self) -> Vec<u8> {
        self.driver().await.screenshot_as_png().await.unwrap()
    }
}
