//! What the words of a script mean, and what is wrong with them. All faults are gathered before any is said.

use super::camps;
use super::cast::{self, Wanted};
use super::raw::{Raw, RawAnswer, RawPanellist, RawRoom, RawTake, RawTruth, line};
use super::{Camp, Fault, PanelAnswer, Panellist, Script, Take, Truth};
use crate::nearest::nearest;
use chat::model::{Door, limits};
use std::ops::Range;
use swarm::{Answer, Consent, Side};
use toml::{Spanned, Value};
use web::clean::{self, CleanError};

const SIDES: [&str; 3] = ["agree", "disagree", "pass"];

/// Gathers faults of one text.
pub(super) struct Checker<'a> {
    text: &'a str,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    pub(super) fn fault(&mut self, at: &Range<usize>, what: impl Into<String>, todo: impl Into<String>) {
        self.faults.push(Fault { line: line(self.text, at.start), what: what.into(), todo: todo.into() });
    }

    fn done(&mut self) -> Result<(), Vec<Fault>> {
        self.faults.sort_by_key(|it| it.line);
        if self.faults.is_empty() { Ok(()) } else { Err(std::mem::take(&mut self.faults)) }
    }

    /// A text of one line.
    fn words(&mut self, what: &str, raw: &Spanned<String>, max: usize) -> String {
        match clean::line(raw.get_ref(), max) {
            Ok(words) => words,
            Err(CleanError::Empty) => {
                self.fault(&raw.span(), format!("{what} is empty"), "write it, or leave the key out");
                String::new()
            }
            Err(CleanError::TooLong { max, is }) => {
                let todo = format!("shorten it to {max} characters");
                self.fault(&raw.span(), format!("{what} has {is} characters"), todo);
                String::new()
            }
            Err(CleanError::Control) => {
                let what = format!("{what} holds a control or direction character");
                self.fault(&raw.span(), what, "use plain text on one line");
                String::new()
            }
        }
    }

    fn maybe(&mut self, what: &str, raw: Option<&Spanned<String>>, max: usize) -> Option<String> {
        raw.map(|raw| self.words(what, raw, max))
    }

    fn side(&mut self, raw: &Spanned<String>) -> Side {
        self.side_of(raw.get_ref(), &raw.span())
    }

    fn side_of(&mut self, word: &str, at: &Range<usize>) -> Side {
        match word {
            "agree" => Side::Agree,
            "disagree" => Side::Disagree,
            "pass" => Side::Pass,
            other => {
                let todo = nearest(other, SIDES)
                    .map_or_else(|| "use agree, disagree or pass".to_owned(), |meant| format!("did you mean {meant}?"));
                self.fault(at, format!("`{}` is not a side", other.escape_debug()), todo);
                Side::Pass
            }
        }
    }
}

/// The script, or all that is wrong with it.
pub(super) fn check(text: &str, raw: &Raw) -> Result<Script, Vec<Fault>> {
    let mut c = Checker { text, faults: Vec::new() };
    let title = c.words("the title", &raw.chat.title, limits::LINE);
    let series = c.maybe("the series", raw.chat.series.as_ref(), limits::LINE);
    let date = raw.chat.date.as_ref().and_then(|raw| date(&mut c, raw));
    let language = c.maybe("the language", raw.chat.language.as_ref(), 35);
    if let (Some(tag), Some(raw)) = (&language, &raw.chat.language)
        && !chat::language::is_known(tag)
    {
        c.fault(&raw.span(), format!("language `{tag}` is not spoken here"), "use en, or leave the key out");
    }
    let door = raw.chat.door.as_ref().map_or(Door::Open, |raw| door(&mut c, raw));
    let panel = panel(&mut c, &raw.panel);
    if raw.take.is_empty() {
        c.fault(&(text.len()..text.len()), "there is no take", "add a [[take]] with text and room or swipes");
    }
    if let Some(extra) = raw.take.get(limits::TAKES) {
        let todo = format!("a chat has at most {} takes", limits::TAKES);
        c.fault(&extra.span(), "this take is one too many", todo);
    }
    let mut takes: Vec<Take> = Vec::new();
    let mut wanted = Vec::new();
    camps::check(&mut c, &raw.take);
    for (n, raw) in raw.take.iter().enumerate() {
        let (take, truths) = take(&mut c, n, raw, &panel);
        if takes.iter().any(|before| before.text == take.text) && !take.text.is_empty() {
            c.fault(&raw.get_ref().text.span(), "this take was there before", "say each take once");
        }
        takes.push(take);
        wanted.push(truths);
    }
    let voices = takes.iter().map(|it| it.swipes.len()).max().unwrap_or(0);
    // Who writes what can only be said of a room that is right.
    c.done()?;
    let swipes: Vec<&[Answer]> = takes.iter().map(|it| it.swipes.as_slice()).collect();
    let (cast, names) = cast::cast(&mut c, &swipes, &wanted, voices);
    if let Some(raw) = &raw.chat.door
        && door == Door::Signed
        && names.iter().all(Option::is_none)
    {
        few_answers(&mut c, &raw.span(), &swipes);
    }
    c.done()?;
    for ((take, wanted), cast) in takes.iter_mut().zip(wanted).zip(cast) {
        take.truths = wanted
            .into_iter()
            .zip(cast)
            .map(|(it, voice)| Truth { voice, side: it.side, words: it.words, consent: it.consent })
            .collect();
    }
    Ok(Script { title, series, date, language, door, panel, takes, names })
}

fn door(c: &mut Checker<'_>, raw: &Spanned<String>) -> Door {
    raw.get_ref().parse().unwrap_or_else(|_| {
        let typed = raw.get_ref();
        let todo = nearest(typed, Door::ALL.iter().map(|door| door.word()))
            .map_or_else(|| "use open or signed".to_owned(), |meant| format!("did you mean {meant}?"));
        c.fault(&raw.span(), format!("`{}` is not a door", typed.escape_debug()), todo);
        Door::Open
    })
}

/// A take whose result such a chat would not show.
fn few_answers(c: &mut Checker<'_>, at: &Range<usize>, swipes: &[&[Answer]]) {
    let least = limits::FLOOR_SIGNED as usize;
    if let Some(n) = swipes.iter().position(|it| it.len() < least) {
        let what = format!(
            "a confidential chat that asks for sign-in shows results from {least} answers up, take {} has {}",
            n + 1,
            swipes[n].len()
        );
        c.fault(at, what, "add voices, or name one");
    }
}

fn date(c: &mut Checker<'_>, raw: &Spanned<Value>) -> Option<String> {
    let text = match raw.get_ref() {
        Value::String(text) => text.clone(),
        Value::Datetime(day) => day.to_string(),
        other => other.to_string(),
    };
    match text.parse::<jiff::civil::Date>() {
        Ok(day) if day.to_string() == text => Some(text),
        _ => {
            let what = format!("date `{}` is not a day", text.escape_debug());
            c.fault(&raw.span(), what, "write it as 2026-03-04");
            None
        }
    }
}

fn panel(c: &mut Checker<'_>, raw: &[RawPanellist]) -> Vec<Panellist> {
    let mut panel: Vec<Panellist> = Vec::new();
    for (i, raw) in raw.iter().enumerate() {
        let name = c.words("the name", &raw.name, limits::LINE);
        if panel.iter().any(|before| before.name == name) && !name.is_empty() {
            c.fault(&raw.name.span(), format!("{name} is on the panel twice"), "name each panellist once");
        }
        if i == limits::PANEL {
            let todo = format!("a panel has at most {} people", limits::PANEL);
            c.fault(&raw.name.span(), "this panellist is one too many", todo);
        }
        let since = raw.since.as_ref().map(|raw| {
            let text = match raw.get_ref() {
                Value::String(text) => text.clone(),
                // A year or a day may stand there without quotes.
                other => other.to_string(),
            };
            c.words("since", &Spanned::new(raw.span(), text), limits::LINE)
        });
        panel.push(Panellist {
            name,
            role: c.maybe("the role", raw.role.as_ref(), limits::LINE),
            place: c.maybe("the place", raw.place.as_ref(), limits::LINE),
            since,
        });
    }
    panel
}

fn take(c: &mut Checker<'_>, n: usize, raw: &Spanned<RawTake>, panel: &[Panellist]) -> (Take, Vec<Wanted>) {
    let at = raw.span();
    let raw = raw.get_ref();
    let text = c.words("the take", &raw.text, limits::TAKE);
    let takeaway = c.maybe("the takeaway", raw.takeaway.as_ref(), limits::TAKEAWAY);
    let swipes = swipes(c, n, &at, raw);
    let camps = raw.camps.iter().flat_map(Spanned::get_ref);
    let camps = camps.map(|camp| Camp { agree: camp.agree, disagree: camp.disagree }).collect();
    let mut answers: Vec<PanelAnswer> = Vec::new();
    for raw in &raw.answer {
        if let Some(answer) = answer(c, raw, panel) {
            if answers.iter().any(|before| before.by == answer.by) {
                let what = format!("{} answered this take before", panel[answer.by].name);
                c.fault(&raw.by.span(), what, "give each panellist one answer a take");
            }
            answers.push(answer);
        }
    }
    let truths = raw.truth.iter().map(|raw| truth(c, raw)).collect();
    (Take { text, takeaway, swipes, camps, answers, truths: Vec::new() }, truths)
}

fn answer(c: &mut Checker<'_>, raw: &RawAnswer, panel: &[Panellist]) -> Option<PanelAnswer> {
    let side = c.side(&raw.side);
    if raw.reservation && raw.side.get_ref() == "pass" {
        c.fault(&raw.side.span(), "a pass has no reservation", "take a side, or drop the reservation");
    }
    let words = c.maybe("the answer", raw.words.as_ref(), limits::ANSWER).unwrap_or_default();
    let by = panel.iter().position(|it| it.name == raw.by.get_ref().trim());
    if by.is_none() {
        let typed = raw.by.get_ref();
        let todo = nearest(typed, panel.iter().map(|it| it.name.as_str()))
            .map_or_else(|| "name somebody of [[panel]]".to_owned(), |meant| format!("did you mean {meant}?"));
        c.fault(&raw.by.span(), format!("`{}` is not on the panel", typed.escape_debug()), todo);
    }
    Some(PanelAnswer { by: by?, answer: Answer { side, reservation: raw.reservation }, words })
}

fn truth(c: &mut Checker<'_>, raw: &Spanned<RawTruth>) -> Wanted {
    let at = raw.span();
    let raw = raw.get_ref();
    let name = c.maybe("the name", raw.name.as_ref(), limits::LINE);
    let consent = match (raw.quote, &raw.name) {
        (false, None) => Consent::Room,
        (true, None) => Consent::Quote,
        (true, Some(_)) => Consent::QuoteNamed,
        (false, Some(name)) => {
            c.fault(&name.span(), "a name without consent to be quoted", "add quote = true, or drop the name");
            Consent::Room
        }
    };
    Wanted { side: c.side(&raw.side), words: c.words("the truth", &raw.words, limits::TRUTH), consent, name, at }
}

/// What the voices swipe: from the list, else from the camps, else from the counts.
fn swipes(c: &mut Checker<'_>, n: usize, at: &Range<usize>, raw: &RawTake) -> Vec<Answer> {
    let listed = raw.swipes.as_ref().map(|list| {
        let swipes: Vec<Answer> = list.get_ref().iter().map(|it| swipe(c, it)).collect();
        (list.span(), "list", swipes)
    });
    if let (Some(_), Some(camps)) = (&listed, &raw.camps) {
        c.fault(&camps.span(), "a list of swipes has its camps in it", "keep swipes = [ … ] or camps = [ … ]");
    }
    let in_camps = raw.camps.as_ref().and_then(|camps| {
        let span = camps.span();
        let camps = camps.get_ref();
        let sound = camps.iter().all(|camp| is_sound(c, &span, *camp));
        let whole = camps::together(camps).is_some_and(|whole| sound && is_sound(c, &span, whole));
        whole.then(|| (span, "camps", camps::deal(n, camps)))
    });
    let counted = raw.room.as_ref().filter(|room| is_sound(c, &room.span(), *room.get_ref()));
    let counted = counted.map(|room| (room.span(), in_order(*room.get_ref())));
    let told = raw.room.is_some() || raw.swipes.is_some() || raw.camps.is_some();
    match (listed.or(in_camps), counted) {
        (Some((at, what, found)), Some((_, counted))) => {
            let (found_in, room) = (count(&found), count(&counted));
            if found_in != room {
                let hold = if what == "camps" { "hold" } else { "holds" };
                let what = format!("the {what} {hold} {}, the room {}", say(found_in), say(room));
                c.fault(&at, what, "make them agree, or keep one of them");
            }
            found
        }
        (Some((at, what, found)), None) => {
            if found.is_empty() {
                let todo = if what == "camps" { "count at least one voice" } else { "list at least one swipe" };
                c.fault(&at, "nobody swipes", todo);
            }
            found
        }
        (None, Some((at, counted))) => {
            if counted.is_empty() {
                c.fault(&at, "nobody swipes", "count at least one voice");
            }
            counted
        }
        (None, None) => {
            if !told {
                c.fault(at, "this take says nothing about the room", "add room = { … } or swipes = [ … ]");
            }
            Vec::new()
        }
    }
}

/// Whether counts make sense and fit into a chat.
fn is_sound(c: &mut Checker<'_>, at: &Range<usize>, counts: RawRoom) -> bool {
    let sided = u64::from(counts.agree) + u64::from(counts.disagree);
    let voices = sided + u64::from(counts.pass);
    if u64::from(counts.reservations) > sided {
        let what = format!("{} reservations, but only {sided} took a side", counts.reservations);
        c.fault(at, what, "count reservations among agree and disagree");
        return false;
    }
    if voices > u64::from(limits::SEATS) {
        let todo = format!("a chat has at most {} seats", limits::SEATS);
        c.fault(at, format!("{voices} voices are too many"), todo);
        return false;
    }
    true
}

fn swipe(c: &mut Checker<'_>, raw: &Spanned<String>) -> Answer {
    let (word, reservation) = match raw.get_ref().strip_suffix('!') {
        Some(word) => (word, true),
        None => (raw.get_ref().as_str(), false),
    };
    let side = c.side_of(word, &raw.span());
    if reservation && word == "pass" {
        c.fault(&raw.span(), "a pass has no reservation", "write \"pass\"");
    }
    Answer { side, reservation }
}

/// Agree, then disagree, then pass; the reservations are those of the first voices that took a side.
pub(super) fn in_order(room: RawRoom) -> Vec<Answer> {
    let RawRoom { agree, disagree, pass, reservations } = room;
    let side = |n: u32| match n {
        n if n < agree => Side::Agree,
        n if n < agree + disagree => Side::Disagree,
        _ => Side::Pass,
    };
    (0..agree + disagree + pass).map(|n| Answer { side: side(n), reservation: n < reservations }).collect()
}

fn count(swipes: &[Answer]) -> [usize; 4] {
    let of = |asked: fn(&Answer) -> bool| swipes.iter().filter(|it| asked(it)).count();
    [
        of(|it| it.side == Side::Agree),
        of(|it| it.side == Side::Disagree),
        of(|it| it.side == Side::Pass),
        of(|it| it.reservation),
    ]
}

fn say([agree, disagree, pass, reservations]: [usize; 4]) -> String {
    format!("{agree} agree, {disagree} disagree, {pass} pass, {reservations} reservations")
}
