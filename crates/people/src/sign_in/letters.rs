//! What letters say.

use super::mail::Letter;
use crate::WORDS;
use askama::Template;
use web::{Site, Words};

#[derive(Template)]
#[template(path = "people/letters/letter.txt")]
struct Text<'a> {
    content: &'a Content,
}

#[derive(Template)]
#[template(path = "people/letters/letter.html")]
struct Html<'a> {
    content: &'a Content,
}

/// Hello, what happened, a button where there is one, and what else to know.
struct Content {
    lang: &'static str,
    subject: String,
    hello: String,
    say: String,
    link: Option<(String, String)>,
    more: String,
    foot: String,
}

/// The one language there is.
const LANG: &str = "en";

/// With a link that signs in.
pub(super) fn sign_in(site: &Site, name: &str, link: String) -> Result<Letter, askama::Error> {
    let t = WORDS.in_language(LANG);
    let named = |key: &str| t.with(key, &[("site", site.name().to_owned().into())]);
    letter(&Content {
        lang: LANG,
        subject: named("letter-link-subject"),
        hello: hello(&t, name),
        say: named("letter-link-say"),
        link: Some((t.text("letter-link-go"), link)),
        more: t.text("letter-link-more"),
        foot: foot(&t, site),
    })
}

/// Something that happened to an account, and where its owner looks after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct News {
    subject: &'static str,
    say: &'static str,
    page: &'static str,
}

pub(super) const PASSWORD_SET: News =
    News { subject: "letter-password-subject", say: "letter-password-set", page: "/me/security" };
pub(super) const PASSWORD_REMOVED: News =
    News { subject: "letter-removed-subject", say: "letter-password-removed", page: "/me/security" };
pub(super) const TOKEN_MADE: News =
    News { subject: "letter-token-subject", say: "letter-token-made", page: "/me/tokens" };

/// That something happened to an account.
pub(super) fn told(site: &Site, name: &str, news: News) -> Result<Letter, askama::Error> {
    let t = WORDS.in_language(LANG);
    let named = |key: &str| t.with(key, &[("site", site.name().to_owned().into())]);
    letter(&Content {
        lang: LANG,
        subject: named(news.subject),
        hello: hello(&t, name),
        say: named(news.say),
        link: Some((t.text("letter-password-go"), site.absolute(news.page))),
        more: t.text("letter-password-more"),
        foot: foot(&t, site),
    })
}

/// That mail works.
pub(super) fn trial(site: &Site) -> Result<Letter, askama::Error> {
    let t = WORDS.in_language(LANG);
    let named = |key: &str| t.with(key, &[("site", site.name().to_owned().into())]);
    letter(&Content {
        lang: LANG,
        subject: named("letter-test-subject"),
        hello: t.text("letter-test-hello"),
        say: named("letter-test-say"),
        link: None,
        more: t.text("letter-test-more"),
        foot: foot(&t, site),
    })
}

fn hello(t: &Words, name: &str) -> String {
    t.with("letter-hello", &[("name", name.to_owned().into())])
}

fn foot(t: &Words, site: &Site) -> String {
    t.with("letter-foot", &[("site", site.name().to_owned().into()), ("url", site.public_url().to_owned().into())])
}

fn letter(content: &Content) -> Result<Letter, askama::Error> {
    let (text, html) = (Text { content }.render()?, Html { content }.render()?);
    Ok(Letter { subject: content.subject.clone(), text, html })
}

#[cfg(test)]
mod tests {
    use super::sign_in;
    use web::{Site, SiteConfig};

    #[test]
    fn names_are_words_and_no_markup() {
        let public_url = "https://candor.saltmarsh.example".to_owned();
        let site = Site::new(SiteConfig { name: "Candor".to_owned(), public_url, banner: None });
        let letter = sign_in(&site, "<b>Ida</b>", site.absolute("/sign-in/abc")).unwrap();
        assert!(letter.text.contains("<b>Ida</b>"), "{}", letter.text);
        assert!(!letter.html.contains("<b>"), "{}", letter.html);
        for body in [&letter.text, &letter.html] {
            assert!(body.contains("https://candor.saltmarsh.example/sign-in/abc"), "{body}");
        }
    }
}
