//! What kind of browser and system somebody uses, as roughly as a list of sessions needs it.

/// Browser and system. No versions, no names of machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    /// The browser.
    pub browser: Browser,
    /// What it runs on.
    pub system: System,
}

/// Kind of browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// Chrome and Chromium.
    Chrome,
    /// Edge.
    Edge,
    /// Firefox.
    Firefox,
    /// Safari.
    Safari,
    /// Something else, or a program.
    Other,
}

/// Kind of system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Android.
    Android,
    /// iPhone and iPad.
    Ios,
    /// Linux.
    Linux,
    /// macOS.
    Mac,
    /// Windows.
    Windows,
    /// Something else.
    Other,
}

impl Device {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { browser: Browser::Other, system: System::Other };

    /// From the header `User-Agent`. Browsers name those whose pages they want to get, so the rarer name counts.
    pub fn of(agent: &str) -> Self {
        let has = |sign: &str| agent.contains(sign);
        let browser = match () {
            () if has("Edg/") || has("EdgA/") || has("EdgiOS/") => Browser::Edge,
            () if has("Firefox/") || has("FxiOS/") => Browser::Firefox,
            () if has("Chrome/") || has("CriOS/") || has("Chromium/") => Browser::Chrome,
            () if has("Safari/") => Browser::Safari,
            () => Browser::Other,
        };
        let system = match () {
            () if has("Android") => System::Android,
            () if has("iPhone") || has("iPad") => System::Ios,
            () if has("Mac OS X") => System::Mac,
            () if has("Windows") => System::Windows,
            () if has("Linux") => System::Linux,
            () => System::Other,
        };
        Self { browser, system }
    }

    /// As stored.
    pub fn key(self) -> String {
        format!("{}-{}", self.browser.key(), self.system.key())
    }

    /// From the stored form; what is not known is nothing.
    pub fn from_key(key: &str) -> Self {
        let (browser, system) = key.split_once('-').unwrap_or_default();
        Self {
            browser: Browser::ALL.into_iter().find(|it| it.key() == browser).unwrap_or(Browser::Other),
            system: System::ALL.into_iter().find(|it| it.key() == system).unwrap_or(System::Other),
        }
    }
}

impl Browser {
    const ALL: [Self; 5] = [Self::Chrome, Self::Edge, Self::Firefox, Self::Safari, Self::Other];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Edge => "edge",
            Self::Firefox => "firefox",
            Self::Safari => "safari",
            Self::Other => "other",
        }
    }
}

impl System {
    const ALL: [Self; 6] = [Self::Android, Self::Ios, Self::Linux, Self::Mac, Self::Windows, Self::Other];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Android => "android",
            Self::Ios => "ios",
            Self::Linux => "linux",
            Self::Mac => "mac",
            Self::Windows => "windows",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Browser, Device, System};

    #[test]
    fn browsers_are_told_apart() {
        let cases = [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox-linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "edge-windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "chrome-android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "safari-ios",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                "safari-mac",
            ),
            ("curl/8.5.0", "other-other"),
            ("", "other-other"),
        ];
        for (agent, key) in cases {
            assert_eq!(Device::of(agent).key(), key, "{agent}");
            assert_eq!(Device::from_key(key), Device::of(agent));
        }
        assert_eq!(Device::from_key("netscape-beos"), Device { browser: Browser::Other, system: System::Other });
    }
}
