//! Reads the files of a lexicon.
//!
//! ```text
//! # a note
//! @trait = lazy careless sloppy     a class of words, to be used in any file that comes later
//! [person.trait]                    the group of the patterns below
//! you are @degree? @trait           a pattern, word by word
//! ! you are lazy loading            an exception: takes back what it overlaps
//! ```
//!
//! | in a pattern | stands for |
//! |---|---|
//! | `could\|can` | one of these words |
//! | `interrupt*` | words that begin like this: 3 to 16 letters from a to z, accents are taken off |
//! | `@trait` | a word of the class; it may stand among others: `@trait\|late` |
//! | `word?` | the word or nothing |
//! | `..3` | up to three tokens of the sentence |
//! | `%name`, `%past`, `%num` | a name, a verb of the past, a number; the first two may stand among words |
//! | `,` `?` and other marks | themselves |
//! | `^`, `$` | beginning and end of a sentence |

use super::{Atom, Lexicon, PREFIX, Pattern, Times, Words};
use crate::fold::fold;
use std::fmt;

/// What is wrong with a lexicon, and where.
#[derive(Debug)]
pub(super) struct BadLexicon {
    file: String,
    line: usize,
    say: &'static str,
}

impl fmt::Display for BadLexicon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.txt:{}: {}", self.file, self.line, self.say)
    }
}

/// Reads all files of a language, in their order.
pub(super) fn lexicon(files: &[(&str, &str)]) -> Result<Lexicon, BadLexicon> {
    let mut lexicon = Lexicon::default();
    for (file, text) in files {
        let mut group = None;
        for (n, line) in text.lines().enumerate() {
            let done = read(&mut lexicon, &mut group, line.trim());
            done.map_err(|say| BadLexicon { file: (*file).to_owned(), line: n + 1, say })?;
        }
    }
    index(&mut lexicon);
    Ok(lexicon)
}

fn read(lexicon: &mut Lexicon, group: &mut Option<usize>, line: &str) -> Result<(), &'static str> {
    if line.is_empty() || line.starts_with('#') {
        return Ok(());
    }
    if let Some(name) = line.strip_prefix('[') {
        let name = name.strip_suffix(']').ok_or("a group ends with ]")?;
        let known = lexicon.groups.iter().position(|it| it == name);
        *group = Some(known.unwrap_or_else(|| {
            lexicon.groups.push(name.to_owned());
            lexicon.groups.len() - 1
        }));
        return Ok(());
    }
    if let Some((name, words)) = line.strip_prefix('@').and_then(|rest| rest.split_once(" = ")) {
        let mut class = lexicon.classes.remove(name).unwrap_or_default();
        for word in words.split_whitespace() {
            add(&mut class, lexicon, word)?;
        }
        lexicon.classes.insert(name.to_owned(), class);
        return Ok(());
    }
    let group = group.ok_or("a pattern stands under a group")?;
    let (exception, line) = line.strip_prefix("! ").map_or((false, line), |rest| (true, rest));
    let atoms = line.split_whitespace().map(|part| atom(lexicon, part)).collect::<Result<Vec<_>, _>>()?;
    let opening = atoms.iter().find(|(atom, _)| !matches!(atom, Atom::Start));
    match opening {
        Some((Atom::Words(_) | Atom::Mark(_) | Atom::Number, Times::Once)) => {}
        _ => return Err("a pattern begins with a word, a mark, a name or a number that must be there"),
    }
    lexicon.patterns.push(Pattern { group, exception, atoms });
    Ok(())
}

fn atom(lexicon: &Lexicon, part: &str) -> Result<(Atom, Times), &'static str> {
    if let Some(most) = part.strip_prefix("..") {
        let most = most.parse().ok().filter(|most| *most <= 6).ok_or("a gap has up to 6 tokens: ..6")?;
        return Ok((Atom::Gap(most), Times::Once));
    }
    match part {
        "^" => return Ok((Atom::Start, Times::Once)),
        "$" => return Ok((Atom::End, Times::Once)),
        _ => {}
    }
    let mut signs = part.chars();
    if let (Some(mark), None) = (signs.next(), signs.next())
        && !mark.is_alphanumeric()
    {
        return Ok((Atom::Mark(mark), Times::Once));
    }
    let (part, times) = part.strip_suffix('?').map_or((part, Times::Once), |part| (part, Times::AtMostOnce));
    let atom = match part {
        "%num" => Atom::Number,
        "," => Atom::Mark(','),
        _ => {
            let mut words = Words::default();
            for word in part.split('|') {
                add(&mut words, lexicon, word)?;
            }
            Atom::Words(words)
        }
    };
    Ok((atom, times))
}

fn add(words: &mut Words, lexicon: &Lexicon, word: &str) -> Result<(), &'static str> {
    match word {
        "%name" => words.names = true,
        "%past" => words.past = true,
        _ => {}
    }
    if word.starts_with('%') && (words.names || words.past) {
        return Ok(());
    }
    if let Some(class) = word.strip_prefix('@') {
        let class = lexicon.classes.get(class).ok_or("no such class; write it above, or in classes.txt")?;
        words.exact.extend(class.exact.iter().cloned());
        words.prefixes.extend(class.prefixes.iter().cloned());
        return Ok(());
    }
    let (word, begins) = word.strip_suffix('*').map_or((word, false), |head| (head, true));
    let word = fold(word);
    let plain = word.chars().all(|c| c.is_alphanumeric() || c == '-') || word == "'s";
    if word.is_empty() || !plain {
        return Err("a word has letters, digits and hyphens; write contractions in full");
    }
    if begins && !(PREFIX.contains(&word.len()) && word.is_ascii()) {
        return Err("a beginning has 3 to 16 letters, of those without accents");
    }
    if begins {
        words.prefixes.insert(word)
    } else {
        words.exact.insert(word)
    };
    Ok(())
}

/// Lists every pattern under what it begins with.
fn index(lexicon: &mut Lexicon) {
    let head = |prefix: &str| prefix.get(..*PREFIX.start()).map(str::to_owned);
    for (n, pattern) in lexicon.patterns.iter().enumerate() {
        match pattern.atoms.iter().map(|(atom, _)| atom).find(|atom| !matches!(atom, Atom::Start)) {
            Some(Atom::Words(words)) => {
                words.exact.iter().for_each(|word| lexicon.by_word.entry(word.clone()).or_default().push(n));
                if words.names {
                    lexicon.by_kind.push(n);
                }
                lexicon.heads.extend(words.prefixes.iter().filter_map(|prefix| head(prefix)));
                words.prefixes.iter().for_each(|head| lexicon.by_prefix.entry(head.clone()).or_default().push(n));
            }
            Some(Atom::Mark(mark)) => lexicon.by_word.entry(mark.to_string()).or_default().push(n),
            _ => lexicon.by_kind.push(n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::lexicon;

    #[test]
    fn mistakes_are_named() {
        for (text, said) in [
            ("you are", "x.txt:1: a pattern stands under a group"),
            ("[a]\nyou @trait", "x.txt:2: no such class; write it above, or in classes.txt"),
            ("[a]\nyou? are", "x.txt:2: a pattern begins with a word, a mark, a name or a number that must be there"),
            ("[a]\n..2 are", "x.txt:2: a pattern begins with a word, a mark, a name or a number that must be there"),
            ("[a]\nyou're", "x.txt:2: a word has letters, digits and hyphens; write contractions in full"),
            ("[a]\nab*", "x.txt:2: a beginning has 3 to 16 letters, of those without accents"),
            ("[a]\nyou ..9 are", "x.txt:2: a gap has up to 6 tokens: ..6"),
            ("[a", "x.txt:1: a group ends with ]"),
        ] {
            assert_eq!(lexicon(&[("x", text)]).unwrap_err().to_string(), said);
        }
    }
}
