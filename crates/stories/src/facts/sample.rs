//! One evening at Saltmarsh, for tests and for looking at pages.

use super::{
    Cell, Counts, Divide, Group, GroupShare as GroupPart, Opinion, PanelAnswer, Panellist, Quote, Reading, Recap,
    Section, Side, Stand,
};
use opinion::{GroupShare, Tally, Verdict, verdict};

/// Counts as a chat would hand them over.
pub fn counts(agree: u32, disagree: u32, pass: u32, reservations: u32) -> Counts {
    counts_in_groups(agree, disagree, pass, reservations, &[])
}

fn counts_in_groups(agree: u32, disagree: u32, pass: u32, reservations: u32, groups: &[GroupShare]) -> Counts {
    let tally = Tally { agree, disagree, pass, reservations };
    Counts {
        agree,
        disagree,
        pass,
        reservations,
        share: tally.share(),
        interval: tally.interval().map(|i| [i.lo, i.hi]),
        verdict: verdict(agree, disagree, groups),
    }
}

/// A section without takeaway, answers or quotes.
pub fn section(text: &str, counts: Counts) -> Section {
    Section {
        text: text.to_owned(),
        takeaway: String::new(),
        answered: counts.agree + counts.disagree + counts.pass,
        counts: Some(counts),
        answers: vec![],
        quotes: vec![],
    }
}

fn answer(by: &str, side: Side, words: &str) -> PanelAnswer {
    PanelAnswer { by: by.to_owned(), side, reservation: false, words: words.to_owned() }
}

fn quote(n: u32, side: Side, words: &str) -> Quote {
    Quote {
        id: format!("01957d2a-0000-7000-8000-{n:012}"),
        side,
        reservation: false,
        words: words.to_owned(),
        name: None,
        on_screen: false,
    }
}

/// The spring chat of Saltmarsh: consensus, lean, split, two camps and a take that too few answered.
pub fn sample() -> Recap {
    Recap {
        title: "How we ship, how we talk".to_owned(),
        series: "Saltmarsh Culture Chat".to_owned(),
        held_on: "2026-03-04".to_owned(),
        language: "en".to_owned(),
        mode: "named".to_owned(),
        voices: 104,
        acknowledged: 561,
        floor: 5,
        panel: panel(),
        takes: vec![meetings(), friday(), mistakes(), office(), written(), parking()],
        opinion: Some(opinion()),
    }
}

/// Two groups that the office divides, as a chat would hand them over.
pub fn opinion() -> Opinion {
    let cell = |x, y, group: &str| Cell { at: [x, y], voices: 5, group: Some(group.to_owned()) };
    let stand = |take, side, share| Stand { take, side, share };
    let part = |name: &str, share| GroupPart { name: name.to_owned(), share };
    let left = [(-0.88, 0.1), (-0.7, -0.3), (-0.66, 0.42), (-0.52, 0.05)];
    let right = [(0.84, -0.12), (0.71, 0.33), (0.6, -0.4)];
    let group = |name: &str, voices, at, hull: &[[f64; 2]], stands| Group {
        name: name.to_owned(),
        voices,
        at,
        hull: hull.to_vec(),
        stands,
    };
    Opinion {
        reading: Reading::Groups,
        takes: 5,
        cells: left
            .iter()
            .map(|(x, y)| cell(*x, *y, "A"))
            .chain(right.iter().map(|(x, y)| cell(*x, *y, "B")))
            .collect(),
        groups: vec![
            group(
                "A",
                55,
                [-0.69, 0.07],
                &[[-0.98, 0.1], [-0.7, -0.4], [-0.42, 0.05], [-0.66, 0.52]],
                vec![stand(4, Side::Agree, Some(0.85)), stand(3, Side::Disagree, Some(0.25))],
            ),
            group(
                "B",
                45,
                [0.72, -0.06],
                &[[0.5, -0.4], [0.6, -0.5], [0.94, -0.12], [0.71, 0.43]],
                vec![stand(4, Side::Disagree, Some(0.15))],
            ),
        ],
        unite: vec![stand(2, Side::Agree, None), stand(1, Side::Agree, None)],
        divide: vec![Divide { take: 4, shares: vec![part("A", 0.85), part("B", 0.15)] }],
    }
}

fn panel() -> Vec<Panellist> {
    [
        ("Inês Albuquerque", "Head of delivery", "Lisbon", "2017"),
        ("Tomasz Wrona", "Staff engineer, routing", "Gdańsk", "2020"),
        ("Ama Serwaa", "Customer care", "Accra", "2023"),
    ]
    .map(|(name, role, place, since)| Panellist {
        name: name.to_owned(),
        role: role.to_owned(),
        place: place.to_owned(),
        since: since.to_owned(),
    })
    .into()
}

fn meetings() -> Section {
    Section {
        takeaway: "Write it down first, then meet about what the writing left open.".to_owned(),
        answers: vec![
            answer(
                "Inês Albuquerque",
                Side::Agree,
                "I read the update before the meeting anyway. What I need the room for is the one thing that is stuck.",
            ),
            PanelAnswer {
                reservation: true,
                ..answer(
                    "Tomasz Wrona",
                    Side::Agree,
                    "Yes, but only if somebody answers in writing too. Otherwise we trade a dull meeting for a dead channel.",
                )
            },
            answer(
                "Ama Serwaa",
                Side::Disagree,
                "On a late shift that quarter of an hour is the only time I hear a colleague's voice.",
            ),
        ],
        quotes: vec![
            Quote {
                on_screen: true,
                ..quote(1, Side::Agree, "I read faster than we talk, and I can search it later.")
            },
            Quote {
                name: Some("Lukáš".to_owned()),
                ..quote(2, Side::Agree, "Eleven people, half an hour, every Monday: that is a working week a month.")
            },
            Quote {
                on_screen: true,
                ..quote(3, Side::Disagree, "The 15 minutes together is when I find out who is stuck.")
            },
            Quote { reservation: true, ..quote(4, Side::Disagree, "Fine for status. Not for bad news.") },
        ],
        ..section("Most of our status meetings should be a written update", counts(61, 38, 3, 12))
    }
}

fn friday() -> Section {
    Section {
        takeaway: "Nobody wants to be the person who is paged on a Saturday.".to_owned(),
        answers: vec![answer("Tomasz Wrona", Side::Agree, "")],
        quotes: vec![quote(5, Side::Agree, "Every Friday release I remember, I remember for the wrong reason.")],
        ..section("We should not release on a Friday", counts(86, 9, 4, 5))
    }
}

fn mistakes() -> Section {
    Section {
        answers: vec![answer(
            "Inês Albuquerque",
            Side::Disagree,
            "I would like to say yes. Then I count how many post-mortems name a person in the first line.",
        )],
        quotes: vec![
            Quote {
                name: Some("Njeri".to_owned()),
                on_screen: true,
                ..quote(6, Side::Disagree, "We say blameless, and then we ask who did it.")
            },
            Quote {
                reservation: true,
                ..quote(7, Side::Agree, "In my team yes. Across teams, ask me again in a year.")
            },
        ],
        ..section("Here, you can admit a mistake without paying for it", counts(32, 63, 6, 21))
    }
}

fn office() -> Section {
    let camps = [GroupShare { agree: 40, disagree: 6 }, GroupShare { agree: 7, disagree: 39 }];
    Section {
        takeaway: "This is two different jobs under one rule; the rule has to go.".to_owned(),
        quotes: vec![
            quote(8, Side::Agree, "The yard is here. So am I."),
            quote(9, Side::Disagree, "My desk partner is a video call to Busan either way."),
        ],
        ..section("Three days a week in the office is right for us", counts_in_groups(47, 45, 8, 9, &camps))
    }
}

fn written() -> Section {
    section("A decision that is not written down has not been made", counts(51, 44, 7, 30))
}

fn parking() -> Section {
    Section {
        answered: 3,
        counts: None,
        quotes: vec![quote(10, Side::Agree, "Bicycles too, please.")],
        ..section("Parking should go to whoever starts before six", counts(0, 0, 0, 0))
    }
}

/// Verdicts of [`sample`], in the order of its takes; a withheld take has none.
pub fn verdicts(recap: &Recap) -> Vec<Option<Verdict>> {
    recap.takes.iter().map(|t| t.counts.map(|c| c.verdict)).collect()
}
