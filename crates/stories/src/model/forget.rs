//! A story without somebody: quotes whose consent ended, and the panel's answers of somebody who is erased.

use super::Story;
use crate::escape;
use crate::facts::Recap;
use jiff::Timestamp;

/// What leaves a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forget<'f> {
    /// Ids of truths that are quoted.
    pub quotes: &'f [String],
    /// Names on the panel, as they are written there.
    pub names: &'f [String],
    /// What stands for these names.
    pub pseudonym: &'f str,
}

impl Story {
    /// The same story without them; none where nothing changes.
    #[must_use]
    pub fn forget(self, what: &Forget<'_>, now: Timestamp) -> Option<Self> {
        let mut facts = self.facts.clone();
        let words = leave(&mut facts, what);
        let mut body = self.body.clone();
        for said in &words {
            body = without(&body, said);
        }
        for name in what.names {
            let pseudonym = escape::line(what.pseudonym);
            body = body.replace(&escape::line(name), &pseudonym);
        }
        let changed = facts != self.facts || body != self.body;
        changed.then(|| Self { facts, body, edited_at: now, version: self.version + 1, ..self })
    }
}

/// Takes them out of the facts; answers the words that went.
fn leave(facts: &mut Recap, what: &Forget<'_>) -> Vec<String> {
    let mut words = Vec::new();
    let named = |name: &str| what.names.iter().any(|it| it == name);
    for it in facts.panel.iter_mut().filter(|it| named(&it.name)) {
        what.pseudonym.clone_into(&mut it.name);
        for text in [&mut it.role, &mut it.place, &mut it.since] {
            text.clear();
        }
    }
    for take in &mut facts.takes {
        for answer in take.answers.iter_mut().filter(|it| named(&it.by)) {
            what.pseudonym.clone_into(&mut answer.by);
            words.push(std::mem::take(&mut answer.words));
        }
        take.quotes.retain(|quote| {
            let goes = what.quotes.contains(&quote.id);
            if goes {
                words.push(quote.words.clone());
            }
            !goes
        });
    }
    words.retain(|it| !escape::line(it).is_empty());
    words
}

/// An article without what somebody said: the quotation goes as a whole, and words that a host set elsewhere are left
/// out where they stand.
fn without(body: &str, said: &str) -> String {
    let lines = escape::lines(said);
    let holds = |block: &str| block.starts_with('>') && lines.iter().all(|line| block.contains(line.as_str()));
    let left: Vec<&str> = body.split("\n\n").filter(|block| !holds(block.trim_start())).collect();
    left.join("\n\n").replace(&escape::line(said), "…")
}

#[cfg(test)]
mod tests {
    use super::Forget;
    use crate::facts::sample;
    use crate::model::{Story, StoryId};
    use crate::{draft, escape, words};
    use jiff::Timestamp;
    use newtype_uuid::GenericUuid;
    use uuid::Uuid;

    fn story() -> Story {
        let (facts, now) = (sample(), Timestamp::UNIX_EPOCH);
        let body = draft::article(&facts, &words("en"));
        Story::draft(StoryId::from_untyped_uuid(Uuid::nil()), Uuid::nil(), "x".into(), facts, body, now)
    }

    #[test]
    fn a_quote_leaves_article_and_data_and_the_others_stay() {
        let before = story();
        let all: Vec<_> = before.facts.takes.iter().flat_map(|it| &it.quotes).cloned().collect();
        let shown: Vec<_> = all.iter().filter(|it| before.body.contains(&escape::line(&it.words))).collect();
        assert!(shown.len() > 1, "the sample quotes more than one");
        let gone = shown[0].clone();
        let quotes = [gone.id.clone()];
        let what = Forget { quotes: &quotes, names: &[], pseudonym: "" };
        let after = before.clone().forget(&what, Timestamp::UNIX_EPOCH).expect("it was quoted");
        assert_eq!(after.version, before.version + 1);
        assert!(!after.body.contains(&escape::line(&gone.words)), "{}", after.body);
        assert!(after.facts.takes.iter().flat_map(|it| &it.quotes).all(|it| it.id != gone.id));
        for other in shown.iter().filter(|it| it.words != gone.words) {
            assert!(after.body.contains(&escape::line(&other.words)), "{}", other.words);
        }
        assert_eq!(after.forget(&what, Timestamp::UNIX_EPOCH), None, "once is enough");
    }

    #[test]
    fn a_panellist_becomes_a_pseudonym_without_words() {
        let before = story();
        let panellist = before.facts.panel[0].clone();
        let names = [panellist.name.clone()];
        let what = Forget { quotes: &[], names: &names, pseudonym: "Former colleague 12ab" };
        let after = before.forget(&what, Timestamp::UNIX_EPOCH).expect("was on the panel");
        let text = format!("{}{}", after.body, serde_json::to_string(&after.facts).expect("JSON"));
        assert!(!text.contains(&panellist.name), "{text}");
        assert!(text.contains("Former colleague 12ab"));
        assert!(after.facts.takes.iter().flat_map(|it| &it.answers).all(|it| it.by != names[0]));
        let own = after.facts.takes.iter().flat_map(|it| &it.answers).filter(|it| it.by == what.pseudonym);
        assert!(own.clone().count() > 0 && own.clone().all(|it| it.words.is_empty()));
    }
}
