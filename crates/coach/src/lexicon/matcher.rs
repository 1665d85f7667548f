//! Finds the patterns of a lexicon in a text.

#[cfg(test)]
use super::Pattern;
use super::{Atom, Lexicon, PREFIX, Times, beginnings, is_past};
use crate::token::{Case, Kind, Token, Tokens};

/// Where a group was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub group: usize,
    /// First token, and the one behind the last.
    pub from: usize,
    pub to: usize,
}

/// All that was found, by place, and how many times a token was held against an atom.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub found: Vec<Found>,
    pub steps: u64,
}

impl Scan {
    /// What was found of a group or, with `tone.`, of all groups that begin like this.
    pub fn of<'a>(&'a self, lexicon: &'a Lexicon, name: &'a str) -> impl Iterator<Item = Found> + 'a {
        let wanted = move |group: &str| group == name || name.ends_with('.') && group.starts_with(name);
        self.found.iter().copied().filter(move |found| wanted(lexicon.group(found.group)))
    }

    /// Whether anything of it was found.
    pub fn has(&self, lexicon: &Lexicon, name: &str) -> bool {
        self.of(lexicon, name).next().is_some()
    }
}

/// Holds every pattern against every place where it can begin. A pattern has a bounded length, so the work grows with the
/// text and no faster.
pub(crate) fn scan(tokens: &Tokens, lexicon: &Lexicon) -> Scan {
    let mut scan = Scan::default();
    let mut exceptions: Vec<Found> = Vec::new();
    for (from, token) in tokens.all.iter().enumerate() {
        let exact = lexicon.by_word.get(&token.text);
        let may_begin = token.text.get(..*PREFIX.start()).is_some_and(|head| lexicon.heads.contains(head));
        let heads = may_begin.then(|| beginnings(&token.text));
        let prefixed = heads.into_iter().flatten().filter_map(|head| lexicon.by_prefix.get(head));
        let by_kind =
            matches!(token.case, Case::Title) || token.kind == Kind::Number || lexicon.class("number").has(&token.text);
        let of_kind = by_kind.then_some(&lexicon.by_kind);
        for &n in exact.into_iter().chain(prefixed).chain(of_kind).flatten() {
            let pattern = &lexicon.patterns[n];
            let mut walk = Walk { tokens, lexicon, steps: 0 };
            if let Some(to) = walk.follow(&pattern.atoms, from, from)
                && to > from
            {
                let found = Found { group: pattern.group, from, to };
                let list = if pattern.exception { &mut exceptions } else { &mut scan.found };
                list.push(found);
            }
            scan.steps += walk.steps;
        }
    }
    take_back(&mut scan.found, &exceptions);
    scan.found.dedup();
    scan
}

/// Removes what an exception of the same group overlaps. Both lists are sorted by their first token, and nothing is longer
/// than a pattern can be, so it is enough to look at near ones.
fn take_back(found: &mut Vec<Found>, exceptions: &[Found]) {
    if exceptions.is_empty() {
        return;
    }
    let mut near = 0;
    found.retain(|it| {
        while exceptions.get(near).is_some_and(|other| other.from + LONGEST < it.from) {
            near += 1;
        }
        let candidates = exceptions[near..].iter().take_while(|other| other.from < it.to);
        !candidates.into_iter().any(|other| other.group == it.group && other.to > it.from)
    });
}

/// More tokens than any pattern can cover.
const LONGEST: usize = 64;

struct Walk<'a> {
    tokens: &'a Tokens,
    lexicon: &'a Lexicon,
    steps: u64,
}

impl Walk<'_> {
    /// The token behind the last one, if these atoms fit from `at` on.
    fn follow(&mut self, atoms: &[(Atom, Times)], first: usize, at: usize) -> Option<usize> {
        let Some(((atom, times), rest)) = atoms.split_first() else { return Some(at) };
        self.steps += 1;
        let sentence = self.tokens.all[first].sentence;
        let end = self.tokens.sentences[sentence].1;
        match atom {
            Atom::Start => {
                return if self.tokens.all.get(at).is_some_and(|token| token.first) {
                    self.follow(rest, first, at)
                } else {
                    None
                };
            }
            Atom::End => {
                let marks = |token: &Token| matches!(token.kind, Kind::Mark(_));
                let over = self.tokens.all[at..end].iter().take(3).all(marks) && end - at <= 3;
                return if over { self.follow(rest, first, at) } else { None };
            }
            Atom::Gap(most) => {
                return (0..=*most).filter(|n| at + n <= end).find_map(|n| self.follow(rest, first, at + n));
            }
            Atom::Words(_) | Atom::Mark(_) | Atom::Number => {}
        }
        if at < end
            && self.fits(atom, &self.tokens.all[at])
            && let Some(to) = self.follow(rest, first, at + 1)
        {
            return Some(to);
        }
        if *times == Times::AtMostOnce { self.follow(rest, first, at) } else { None }
    }

    fn fits(&self, atom: &Atom, token: &Token) -> bool {
        match atom {
            Atom::Words(words) => {
                let said = !matches!(token.kind, Kind::Mark(_)) && words.has(&token.text);
                said || words.names && is_name(self.lexicon, token)
                    || words.past && token.is_word() && is_past(self.lexicon, &token.text)
            }
            Atom::Mark(mark) => token.is_mark(*mark),
            Atom::Number => token.kind == Kind::Number || self.lexicon.class("number").has(&token.text),
            Atom::Gap(_) | Atom::Start | Atom::End => false,
        }
    }
}

/// A word with a capital that is no common word. At the beginning of a sentence this is a guess.
pub(crate) fn is_name(lexicon: &Lexicon, token: &Token) -> bool {
    token.is_word()
        && token.case == Case::Title
        && token.end - token.start > 1
        && !lexicon.class("no_name").has(&token.text)
        && !(token.first && (lexicon.class("function").has(&token.text) || lexicon.class("opener").has(&token.text)))
}

#[cfg(test)]
impl Pattern {
    /// Most tokens it can cover.
    fn reach(&self) -> usize {
        self.atoms.iter().map(|(atom, _)| if let Atom::Gap(most) = atom { *most } else { 1 }).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, scan};
    use crate::lexicon::{ENGLISH, SPANISH, parse};
    use crate::token::tokens;

    fn found(lexicon: &str, text: &str) -> Vec<String> {
        let lexicon = parse::lexicon(&[("x", lexicon)]).unwrap();
        let tokens = tokens(text);
        let spans = scan(&tokens, &lexicon).found.into_iter().map(|it| tokens.span(it.from, it.to));
        spans.map(|(start, end)| text[start..end].to_owned()).collect()
    }

    #[test]
    fn patterns() {
        let lexicon =
            "@t = lazy slo*\n[p]\nyou are so|very? @t\n! you are lazy loading\n^ just ..2 $\n%num boxes\n%name said";
        for (text, is) in [
            ("You're so sloppy, you are lazy.", &["You're so sloppy", "you are lazy"][..]),
            ("You are lazy loading images. You. Are lazy", &[]),
            ("Just do it! I just do it", &["Just do it"]),
            ("12 boxes", &["12 boxes"]),
            ("then Mei said she said", &["Mei said"]),
        ] {
            assert_eq!(found(lexicon, text), is, "{text}");
        }
    }

    #[test]
    fn no_pattern_is_longer_than_the_longest() {
        for lexicon in [&*ENGLISH, &*SPANISH] {
            assert!(lexicon.patterns.iter().all(|pattern| pattern.reach() < LONGEST));
        }
    }
}
