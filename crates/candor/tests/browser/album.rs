//! Pictures of pages, where somebody asks for them.

use crate::checks::{at_rest, in_theme};
use crate::page::{Device, Page};
use std::path::PathBuf;

/// A folder for pictures.
pub struct Album(pub PathBuf);

impl Album {
    /// The folder that `CANDOR_SCREENSHOTS` names, made where it is missing.
    pub fn wanted() -> Option<Self> {
        let folder = PathBuf::from(std::env::var_os("CANDOR_SCREENSHOTS")?);
        std::fs::create_dir_all(&folder).unwrap();
        Some(Self(folder))
    }

    /// The page as it is now.
    pub async fn keep(&self, page: &Page, name: &str) {
        at_rest(page).await;
        std::fs::write(self.0.join(format!("{name}.png")), page.picture().await).unwrap();
    }

    /// Both themes.
    pub async fn both(&self, page: &Page, name: &str) {
        for theme in ["light", "dark"] {
            in_theme(page, theme).await;
            self.keep(page, &format!("{name}-{theme}")).await;
        }
        in_theme(page, "").await;
    }

    /// The whole page, as long as it is.
    pub async fn whole(&self, page: &Page, name: &str, device: Device) {
        let height = page.js("document.documentElement.scrollHeight").await.as_u64().unwrap().clamp(1, 6000);
        page.hold(Device { height: u32::try_from(height).unwrap(), ..device }).await;
        self.both(page, name).await;
        page.hold(device).await;
    }
}
