//! Where the header leads. Each capability says once, before the first page, which places it has.

use std::sync::{PoisonError, RwLock};

/// A place that is worth a link on every page.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Its address.
    pub href: &'static str,
    /// What it is called in a language.
    pub name: fn(lang: &str) -> String,
    /// Where the link stands.
    pub menu: Menu,
    /// Keys of the hats that see it; empty: every hat.
    pub hats: &'static [&'static str],
}

/// Where a link of the header stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    /// Beside the wordmark: what one does here.
    Main,
    /// Below one's name: what is about oneself.
    Own,
}

/// A link of the header, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub name: String,
}

static PLACES: RwLock<Vec<Place>> = RwLock::new(Vec::new());

/// Adds places, in this order behind those that are there. One that is there already stays where it is.
pub fn register(places: &[Place]) {
    let mut all = PLACES.write().unwrap_or_else(PoisonError::into_inner);
    for place in places {
        if !all.iter().any(|it| it.href == place.href) {
            all.push(*place);
        }
    }
}

/// The links of a menu for whoever wears this hat.
pub(crate) fn links(menu: Menu, hat: &str, lang: &str) -> Vec<Link> {
    let all = PLACES.read().unwrap_or_else(PoisonError::into_inner);
    all.iter()
        .filter(|it| it.menu == menu && (it.hats.is_empty() || it.hats.contains(&hat)))
        .map(|it| Link { href: it.href, name: (it.name)(lang) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_hat_sees_its_places_once() {
        let place = |href, menu, hats| Place { href, name: |lang| format!("a place in {lang}"), menu, hats };
        let places = [
            place("/test/chats", Menu::Main, &["host"][..]),
            place("/test/people", Menu::Main, &[][..]),
            place("/test/me", Menu::Own, &[][..]),
        ];
        register(&places);
        register(&places);
        let hrefs = |menu, hat| links(menu, hat, "en").into_iter().map(|it| it.href).collect::<Vec<_>>();
        assert_eq!(hrefs(Menu::Main, "host"), ["/test/chats", "/test/people"]);
        assert_eq!(hrefs(Menu::Main, "member"), ["/test/people"]);
        assert_eq!(hrefs(Menu::Own, "admin"), ["/test/me"]);
        assert_eq!(links(Menu::Own, "admin", "es")[0].name, "a place in es");
    }
}
