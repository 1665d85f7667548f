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
            let shared = says(&facts, said);
            body = without(&body, said, shared);
        }
        for name in what.names {
            body = replace_whole(&body, &escape::line(name), &escape::line(what.pseudonym));
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

/// Whether somebody who stays said the same.
fn says(facts: &Recap, said: &str) -> bool {
    let same = |words: &str| escape::plain(words) == escape::plain(said);
    facts
        .takes
        .iter()
        .any(|take| take.quotes.iter().any(|it| same(&it.words)) || take.answers.iter().any(|it| same(&it.words)))
}

/// Characters from which words are somebody's wherever they stand. Shorter ones are everybody's: *yes* in another sentence
/// is not a quotation.
const TELLING: usize = 12;

/// An article without what somebody said: a quotation of it goes as a whole, and words that a host set elsewhere are left
/// out where they stand. Where somebody else said the same, one quotation goes and nothing else.
fn without(body: &str, said: &str, shared: bool) -> String {
    let lines = escape::lines(said);
    let mut gone = false;
    let blocks = body.split("\n\n").filter(|block| {
        let goes = quotes(block, &lines) && !(shared && gone);
        gone |= goes;
        !goes
    });
    let left = blocks.collect::<Vec<_>>().join("\n\n");
    let words = escape::line(said);
    if shared || words.chars().count() < TELLING { left } else { replace_whole(&left, &words, "…") }
}

/// Whether a block quotes these lines and nothing else, as [`Text::quotation`](crate::draft::Text::quotation) writes it:
/// below them stands at most who said it.
fn quotes(block: &str, lines: &[String]) -> bool {
    let mut quoted = Vec::new();
    for line in block.trim().lines() {
        let Some(line) = line.trim_start().strip_prefix('>') else { return false };
        quoted.extend(Some(line.trim()).filter(|line| !line.is_empty()));
    }
    let Some((words, rest)) = quoted.split_at_checked(lines.len()) else { return false };
    let by = |line: &str| line.starts_with(['*', '_', '—', '–', '-']);
    words.iter().eq(lines) && rest.len() <= 1 && rest.iter().all(|line| by(line))
}

/// `text` with `from` replaced where it stands by itself, never inside a longer word.
fn replace_whole(text: &str, from: &str, to: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    let inside =
        |a: Option<char>, b: Option<char>| a.zip(b).is_some_and(|(a, b)| a.is_alphanumeric() && b.is_alphanumeric());
    while let Some(at) = rest.find(from).filter(|_| !from.is_empty()) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        let last = before.chars().next_back().or_else(|| out.chars().next_back());
        let cut = inside(last, from.chars().next()) || inside(from.chars().next_back(), after.chars().next());
        out.push_str(before);
        out.push_str(if cut { from } else { to });
        rest = after;
    }
    out.push_str(rest);
    out
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
    fn short_words_of_one_leave_the_words_of_others() {
        let mut before = story();
        let quotes = &mut before.facts.takes[0].quotes;
        assert!(quotes.len() > 1, "the sample quotes more than one");
        quotes[0].words = "no".to_owned();
        quotes[1].words = "I know why, and now nobody asks.".to_owned();
        let gone = [quotes[0].id.clone()];
        before.body =
            draft::article(&before.facts, &words("en")) + "\n\n> no\n> less than that\n\nNow: no, and no more.\n";
        let what = Forget { quotes: &gone, names: &[], pseudonym: "" };
        let after = before.clone().forget(&what, Timestamp::UNIX_EPOCH).expect("it was quoted");
        assert!(before.body.contains("> no\n>\n> *"), "{}", before.body);
        assert!(!after.body.contains("> no\n>\n> *"), "{}", after.body);
        for stays in ["I know why, and now nobody asks.", "> no\n> less than that", "Now: no, and no more."] {
            assert!(after.body.contains(stays), "{stays}: {}", after.body);
        }
    }

    #[test]
    fn what_two_said_stays_once() {
        let mut before = story();
        let quotes = &mut before.facts.takes[0].quotes;
        for quote in quotes.iter_mut().take(2) {
            quote.words = "We write it down and nobody reads.".to_owned();
        }
        let gone = [quotes[0].id.clone()];
        before.body = draft::article(&before.facts, &words("en"));
        let count = |body: &str| body.matches("We write it down and nobody reads.").count();
        let what = Forget { quotes: &gone, names: &[], pseudonym: "" };
        let after = before.clone().forget(&what, Timestamp::UNIX_EPOCH).expect("it was quoted");
        assert_eq!((count(&before.body), count(&after.body)), (2, 1), "{}", after.body);
    }

    #[test]
    fn a_name_inside_another_stays() {
        assert_eq!(super::replace_whole("Ann, Annual, Ann", "Ann", "X"), "X, Annual, X");
        assert_eq!(super::replace_whole("AnnAnn Ann\u{2019}s", "Ann", "X"), "AnnAnn X\u{2019}s");
        assert_eq!(super::replace_whole("as is", "", "X"), "as is");
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
