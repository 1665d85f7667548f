//! What every page has in common: the frame around its content.

use crate::places::{Link, Menu, links};
use crate::{Site, WORDS, Words};

/// Data of `layout.html`. Each page's template extends it and holds one as `frame`.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Language tag of the page.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Title of the page, without the site's name.
    pub title: String,
    /// A fixed theme; else the system's.
    pub theme: Option<Theme>,
    /// Style sheets, after the base.
    pub styles: Vec<&'static str>,
    /// ES modules.
    pub modules: Vec<&'static str>,
    /// Class of the body.
    pub class: &'static str,
    /// Whether the header stands above the content.
    pub header: Header,
    /// Who is signed in, for the header.
    pub signed: Option<SignedIn>,
    /// The place this page belongs to, as the header's links name it.
    pub here: &'static str,
    /// Address, name and assets.
    pub site: Site,
    /// Words of the frame itself.
    pub t: Words,
}

/// A fixed theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on every system.
    Dark,
    /// Light on every system.
    Light,
}

/// Whether a page has the common header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// Wordmark, and who is signed in.
    Shown,
    /// The page fills the screen by itself.
    None,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The name to show.
    pub name: String,
    /// The hats that may be worn; where there is one alone, nothing is to be chosen.
    pub hats: Vec<HatChoice>,
}

/// A hat in the header: what somebody may act as. The words of each key are the frame's own: `hat-member`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HatChoice {
    /// What the form sends.
    pub key: &'static str,
    /// Whether it is on.
    pub is_worn: bool,
}

impl SignedIn {
    /// Two letters for narrow screens.
    pub fn initials(&self) -> String {
        let mut words = self.name.split_whitespace().filter_map(|it| it.chars().find(|c| c.is_alphanumeric()));
        let (first, last) = (words.next(), words.next_back());
        [first, last].into_iter().flatten().flat_map(char::to_uppercase).collect()
    }

    /// Key of the hat that is on, where there is a choice.
    pub fn worn(&self) -> Option<&'static str> {
        self.hats.iter().find(|it| it.is_worn && self.hats.len() > 1).map(|it| it.key)
    }
}

impl Frame {
    /// A page with the common header.
    pub fn new(site: &Site, lang: &str, title: impl Into<String>) -> Self {
        Self {
            lang: lang.to_owned(),
            dir: "ltr",
            title: title.into(),
            theme: None,
            styles: Vec::new(),
            modules: Vec::new(),
            class: "",
            header: Header::Shown,
            signed: None,
            here: "",
            site: site.clone(),
            t: WORDS.in_language(lang),
        }
    }

    /// Adds a style sheet, by its asset path.
    #[must_use]
    pub fn style(mut self, path: &'static str) -> Self {
        self.styles.push(path);
        self
    }

    /// Adds an ES module, by its asset path.
    #[must_use]
    pub fn module(mut self, path: &'static str) -> Self {
        self.modules.push(path);
        self
    }

    /// Fixes the theme.
    #[must_use]
    pub fn theme(mut self, theme: Theme) -> Self {
        self.theme = Some(theme);
        self
    }

    /// Sets the class of the body.
    #[must_use]
    pub fn body(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// Says who is signed in.
    #[must_use]
    pub fn signed(mut self, signed: Option<SignedIn>) -> Self {
        self.signed = signed;
        self
    }

    /// Says to which place of the header the page belongs: `/people`.
    #[must_use]
    pub fn at(mut self, place: &'static str) -> Self {
        self.here = place;
        self
    }

    /// Links of the header to what one does here.
    pub fn places(&self) -> Vec<Link> {
        links(Menu::Main, self.hat(), &self.lang)
    }

    /// Links of the header to what is about oneself.
    pub fn own_places(&self) -> Vec<Link> {
        links(Menu::Own, self.hat(), &self.lang)
    }

    fn hat(&self) -> &'static str {
        let worn = self.signed.iter().flat_map(|it| &it.hats).find(|it| it.is_worn);
        worn.map_or("member", |it| it.key)
    }

    /// Drops the common header: the page fills the screen by itself.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.header = Header::None;
        self
    }

    /// What a hat is called.
    pub fn hat_name(&self, key: &str) -> String {
        self.t.text(&format!("hat-{key}"))
    }

    /// What is done under a hat.
    pub fn hat_explained(&self, key: &str) -> String {
        self.t.text(&format!("hat-{key}-explain"))
    }

    /// Whether the header is shown.
    pub fn has_header(&self) -> bool {
        self.header == Header::Shown
    }

    /// Value of `data-theme`.
    pub fn theme_name(&self) -> Option<&'static str> {
        self.theme.map(|theme| match theme {
            Theme::Dark => "dark",
            Theme::Light => "light",
        })
    }
}
