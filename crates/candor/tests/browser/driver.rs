//! Chromium behind its driver: one browser per test, gone when the test ends, however it ends.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, LoggingPrefsLogLevel, WindowHandle};
use tokio::sync::Mutex;

/// What makes a browser quiet, quick and without a network of its own.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    // Windows of a test lie over each other; each must behave as if it were looked at.
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--hide-scrollbars",
    // A desk has a mouse; a window with fingers says so itself.
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
];

/// A browser with a profile of its own.
pub struct Browser {
    driver: WebDriver,
    /// The window that commands go to now.
    current: Mutex<Option<WindowHandle>>,
    // Dropped after the session, which is closed through it.
    _process: Process,
    _profile: TempDir,
}

/// The driver's process.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Browser {
    pub async fn start() -> Arc<Self> {
        let chromium = find("chromium");
        let (process, port) = spawn();
        let profile = TempDir::with_prefix("candor-browser-").unwrap();
        let mut wanted = ChromeCapabilities::new();
        wanted.set_binary(chromium.to_str().unwrap()).unwrap();
        for argument in ARGUMENTS {
            wanted.add_arg(argument).unwrap();
        }
        wanted.add_arg(&format!("--user-data-dir={}", profile.path().display())).unwrap();
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
        let client = reqwest::Client::builder().no_proxy().timeout(crate::kit::PATIENCE * 3).build().unwrap();
        let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), wanted).client(client).connect().await;
        let driver = driver.expect("Chromium starts; try `chromium --headless=new --no-sandbox about:blank`");
        Arc::new(Self { driver, current: Mutex::new(None), _process: process, _profile: profile })
    }

    /// The driver, speaking to this window.
    pub async fn at(&self, window: &WindowHandle) -> &WebDriver {
        let mut current = self.current.lock().await;
        if current.as_ref() != Some(window) {
            self.driver.switch_to_window(window.clone()).await.unwrap();
            *current = Some(window.clone());
        }
        &self.driver
    }

    /// A new window.
    pub async fn window(&self) -> WindowHandle {
        let mut current = self.current.lock().await;
        let window = self.driver.new_window().await.unwrap();
        self.driver.switch_to_window(window.clone()).await.unwrap();
        *current = Some(window.clone());
        window
    }

    /// Closes the window, as a person does.
    pub async fn close(&self, window: &WindowHandle) {
        self.at(window).await.close_window().await.unwrap();
        let mut current = self.current.lock().await;
        // The driver must stand somewhere; the first window is never closed.
        let first = self.driver.windows().await.unwrap().remove(0);
        self.driver.switch_to_window(first.clone()).await.unwrap();
        *current = Some(first);
    }
}

fn find(program: &str) -> PathBuf {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|file| file.is_file());
    found.unwrap_or_else(|| panic!("{program} is not installed, which these tests need. Run: cargo xtask test"))
}

/// Starts the driver; it finds a free port and says which.
fn spawn() -> (Process, u16) {
    let mut command = Command::new(find("chromedriver"));
    command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("chromedriver starts");
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let (_, after) = line.split_once("started successfully on port ")?;
        after.trim_end_matches('.').parse().ok()
    });
    // It must always find somebody who reads.
    std::thread::spawn(move || lines.for_each(drop));
    (Process(child), port.expect("chromedriver says its port"))
}
