//! What the console shows, worked out from the host's frame: plain values, ready for the template.

use super::numbered;
use crate::frames::{HostAnswer, HostFrame, HostTake, HostTruth, MapHint, TruthPlace};
use crate::model::{Chat, Mode, Panellist, Phase, Picture, Side, TakeState};
use web::Words;
use web::charts::SplitBar;

/// A button, and the action it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Act {
    pub(super) action: &'static str,
    /// The take it is about.
    pub(super) take: Option<String>,
    /// What stands on it.
    pub(super) word: String,
    /// The same with its object, where the word alone would not tell.
    pub(super) which: String,
    /// The key that presses it.
    pub(super) key: Option<&'static str>,
}

/// One take of the console.
#[derive(Debug, Clone)]
pub(super) struct TakeRow {
    pub(super) id: String,
    pub(super) n: usize,
    pub(super) text: String,
    pub(super) state: &'static str,
    pub(super) state_word: String,
    pub(super) in_focus: bool,
    pub(super) answered: u32,
    pub(super) answered_line: String,
    /// The result as SVG and in words, from closing on.
    pub(super) chart: Option<(String, String)>,
    pub(super) verdict: String,
    pub(super) withheld: bool,
    /// The room does not see the result yet.
    pub(super) preview: bool,
    pub(super) takeaway: String,
    pub(super) people: Vec<Person>,
    pub(super) acts: Vec<Act>,
}

/// A panellist, and what was said to one take.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) given: bool,
    pub(super) side: &'static str,
    pub(super) side_word: String,
    pub(super) reservation: bool,
    pub(super) words: String,
    pub(super) ask_side: String,
    pub(super) ask_words: String,
    pub(super) save_which: String,
    pub(super) clear_which: String,
}

/// A truth with its buttons.
#[derive(Debug)]
pub(super) struct TruthRow {
    pub(super) id: String,
    pub(super) take: String,
    pub(super) side: &'static str,
    pub(super) words: String,
    pub(super) by: Option<String>,
    pub(super) reservation: bool,
    pub(super) quotable: String,
    pub(super) on_screen: bool,
    pub(super) acts: Vec<Act>,
}

/// The truths of one side.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) side: &'static str,
    pub(super) word: String,
    pub(super) count: String,
    pub(super) rows: Vec<TruthRow>,
}

/// Sides from left to right, as on every phone and screen.
pub(super) const SIDES: [Side; 3] = [Side::Disagree, Side::Pass, Side::Agree];

/// Every take of the chat.
pub(super) fn takes(frame: &HostFrame, panel: &[Panellist], t: &Words) -> Vec<TakeRow> {
    frame.takes.iter().map(|take| take_row(frame, take, panel, t)).collect()
}

fn take_row(frame: &HostFrame, take: &HostTake, panel: &[Panellist], t: &Words) -> TakeRow {
    let in_focus = frame.phase == Phase::Live && frame.focus == Some(take.id);
    let state = take.state.word();
    TakeRow {
        id: take.id.to_string(),
        n: take.n,
        text: take.text.clone(),
        state,
        state_word: t.text(&format!("host-take-{state}")),
        in_focus,
        answered: take.answered,
        answered_line: numbered(t, "host-room-take-answered", take.answered),
        chart: chart(take, t),
        verdict: take.result.as_ref().map(|r| r.say.clone()).unwrap_or_default(),
        withheld: take.result.as_ref().is_some_and(|r| r.withheld),
        preview: take.state == TakeState::Closed,
        takeaway: take.takeaway.clone(),
        people: panel.iter().map(|p| person(p, take.answers.iter().find(|a| a.panellist == p.id), t)).collect(),
        acts: take_acts(frame, take, in_focus, t),
    }
}

fn person(p: &Panellist, answer: Option<&HostAnswer>, t: &Words) -> Person {
    let side = answer.map_or("", |a| a.side.word());
    let named = |key: &str| t.with(key, &[("name", p.name.clone().into())]);
    Person {
        id: p.id.to_string(),
        name: p.name.clone(),
        role: p.role.clone(),
        given: answer.is_some(),
        side,
        side_word: answer.map_or_else(String::new, |a| t.text(&format!("host-side-{}", a.side.word()))),
        reservation: answer.is_some_and(|a| a.reservation),
        words: answer.map_or_else(String::new, |a| a.words.clone()),
        ask_side: named("host-room-answer-side"),
        ask_words: named("host-room-answer-words"),
        save_which: named("host-room-answer-save-which"),
        clear_which: named("host-room-answer-clear-which"),
    }
}

/// What can be done with a take beside what the primary button does.
fn take_acts(frame: &HostFrame, take: &HostTake, in_focus: bool, t: &Words) -> Vec<Act> {
    let verbs: &[&'static str] = match take.state {
        _ if !matches!(frame.phase, Phase::Lobby | Phase::Live | Phase::WrapUp) => &[],
        TakeState::Draft => &["open"],
        TakeState::Open => &["close"],
        TakeState::Closed => &["reveal", "reopen"],
        TakeState::Revealed => &["reopen"],
    };
    let focus = take.state != TakeState::Draft && !in_focus && frame.phase != Phase::Ended;
    let verbs = verbs.iter().copied().chain(focus.then_some("focus"));
    verbs
        .map(|action| Act {
            action,
            take: Some(take.id.to_string()),
            word: t.text(&format!("host-room-do-{action}")),
            which: numbered(t, &format!("host-room-do-{action}-which"), take.n),
            key: None,
        })
        .collect()
}

/// The one big button.
pub(super) fn next(frame: &HostFrame, t: &Words) -> Option<Act> {
    let action = frame.next?;
    let take = frame.next_n.and_then(|n| frame.takes.get(n.checked_sub(1)?)).map(|take| take.id.to_string());
    let key = format!("host-room-next-{action}");
    let word = numbered(t, &key, frame.next_n.unwrap_or_default());
    // Ending cannot be undone, so no key does it.
    let key = match action {
        "reveal" => Some("Space r"),
        "end" => None,
        _ => Some("Space"),
    };
    Some(Act { action, take, which: word.clone(), word, key })
}

/// What can be done with the take in focus beside the primary button.
pub(super) fn others(frame: &HostFrame, take: Option<&TakeRow>, t: &Words) -> Vec<Act> {
    let primary = next(frame, t).map(|a| (a.action, a.take));
    let acts = take.map(|take| take.acts.clone()).unwrap_or_default();
    let mut acts: Vec<Act> =
        acts.into_iter().filter(|a| primary.as_ref() != Some(&(a.action, a.take.clone()))).collect();
    for act in &mut acts {
        act.key = (act.action == "reveal").then_some("r");
    }
    // A room may stop early.
    if frame.phase == Phase::Live && frame.next != Some("wrap_up") {
        let word = t.text("host-room-next-wrap_up");
        acts.push(Act { action: "wrap_up", take: None, which: word.clone(), word, key: None });
    }
    acts
}

/// Buttons of the big screen. The map is offered where there is one.
pub(super) fn pictures(frame: &HostFrame, t: &Words) -> Vec<Act> {
    let picture = frame.picture;
    let act = |action, key: Option<&'static str>| {
        let word = t.text(&format!("host-room-{action}"));
        Act { action, take: None, which: word.clone(), word, key }
    };
    let freeze = act(if picture == Picture::Frozen { "unfreeze" } else { "freeze" }, None);
    let blank = act(if picture == Picture::Blank { "unblank" } else { "blank" }, Some("b"));
    let drawn = frame.map.as_ref().is_some_and(MapHint::is_drawn);
    let map = match picture {
        Picture::Map => Some(act("unmap", None)),
        _ => drawn.then(|| act("map", None)),
    };
    [map, Some(freeze), Some(blank)].into_iter().flatten().collect()
}

/// The button that opens every take, where two or more wait.
pub(super) fn open_all(frame: &HostFrame, t: &Words) -> Option<Act> {
    let waiting = frame.takes.iter().filter(|take| take.state == TakeState::Draft).count();
    let may = matches!(frame.phase, Phase::Lobby | Phase::Live) && waiting > 1;
    let word = t.text("host-room-do-open-all");
    may.then(|| Act { action: "open_all", take: None, which: word.clone(), word, key: None })
}

/// Truths by side, oldest first so that nothing moves under the pointer; and those set aside.
pub(super) fn truths(frame: &HostFrame, mode: Mode, t: &Words) -> (Vec<Column>, Vec<TruthRow>) {
    let standing =
        |aside: bool| frame.truths.iter().rev().filter(move |x| (x.standing == TruthPlace::SetAside) == aside);
    let columns = [Side::Disagree, Side::Agree, Side::Pass].into_iter().map(|side| {
        let rows: Vec<TruthRow> = standing(false).filter(|x| x.side == side).map(|x| truth(x, mode, t)).collect();
        Column {
            side: side.word(),
            word: t.text(&format!("host-side-{}", side.word())),
            count: numbered(t, "host-room-truths-of", rows.len()),
            rows,
        }
    });
    let columns = columns.filter(|c| c.side != Side::Pass.word() || !c.rows.is_empty()).collect();
    (columns, standing(true).map(|x| truth(x, mode, t)).collect())
}

fn truth(x: &HostTruth, mode: Mode, t: &Words) -> TruthRow {
    let verbs: &[(&'static str, &str)] = match (x.standing, x.side) {
        (TruthPlace::SetAside, _) => &[("restore", "restore")],
        (TruthPlace::OnScreen, _) => &[("unspotlight", "hide"), ("set_aside", "aside")],
        (TruthPlace::Waiting, Side::Pass) => &[("set_aside", "aside")],
        (TruthPlace::Waiting, _) => &[("spotlight", "show"), ("set_aside", "aside")],
    };
    let acts = verbs.iter().map(|&(action, key)| Act {
        action,
        take: None,
        word: t.text(&format!("host-room-truth-{key}")),
        which: t.with(&format!("host-room-truth-{key}-which"), &[("words", x.words.clone().into())]),
        key: None,
    });
    TruthRow {
        id: x.id.to_string(),
        take: x.take.to_string(),
        side: x.side.word(),
        words: x.words.clone(),
        // Where nobody has a name, saying so each time tells nothing.
        by: match (&x.by, mode) {
            (Some(name), _) => Some(name.clone()),
            (None, Mode::Named) => Some(t.text("host-room-truth-anonymous")),
            (None, Mode::Confidential) => None,
        },
        reservation: x.reservation,
        quotable: t.text(if x.quotable { "host-room-truth-quotable" } else { "host-room-truth-private" }),
        on_screen: x.standing == TruthPlace::OnScreen,
        acts: acts.collect(),
    }
}

/// What the big screen shows now, as (class, headline, what it is).
pub(super) fn mini(frame: &HostFrame, chat: &Chat, t: &Words) -> (&'static str, String, String) {
    let take = frame.takes.iter().find(|take| frame.focus == Some(take.id));
    let view = match (frame.picture, frame.phase, take.map(|take| take.state)) {
        (Picture::Blank, _, _) => "blank",
        (Picture::Map, _, _) if frame.map.as_ref().is_some_and(MapHint::is_drawn) => "map",
        (_, Phase::WrapUp, _) => "wrap_up",
        (_, Phase::Ended, _) => "ended",
        (_, Phase::Live, Some(TakeState::Open)) => "take",
        (_, Phase::Live, Some(TakeState::Closed)) => "closed",
        (_, Phase::Live, Some(TakeState::Revealed)) => "result",
        _ => "lobby",
    };
    let headline = match (view, take) {
        ("blank", _) => String::new(),
        ("map", _) => frame.map.as_ref().map(|map| map.say.clone()).unwrap_or_default(),
        ("take" | "closed" | "result", Some(take)) => take.text.clone(),
        _ => chat.title.clone(),
    };
    (view, headline, t.text(&format!("host-room-screen-{view}")))
}

/// The split bar, and its numbers in words; none while counts are hidden.
fn chart(take: &HostTake, t: &Words) -> Option<(String, String)> {
    let result = take.result.as_ref()?;
    let numbers = t.with(
        "host-room-result-numbers",
        &[
            ("agree", result.agree?.into()),
            ("disagree", result.disagree?.into()),
            ("pass", result.pass?.into()),
            ("reservations", result.reservations?.into()),
        ],
    );
    let svg = web::charts::split_bar(&SplitBar {
        id: &format!("chart-{}", take.n),
        title: &take.text,
        description: &numbers,
        share: result.share,
        interval: result.interval.map(|i| [i.lo, i.hi]),
        agree: &t.text("host-side-agree"),
        disagree: &t.text("host-side-disagree"),
    });
    Some((svg, numbers))
}
