//! What this crate keeps of people.

mod expire;
mod forget;
mod held;

use super::holding::{Erased, Erasing, Fate, Held, Holding, Keeps, Kind, Reader, Rule, Source, Subject};
use crate::WORDS;
use db::{DbError, ReadTx, WriteTx};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use uuid::Uuid;
use web::Words;

/// The directory, sign-in, imports and the ledger.
#[derive(Debug, Clone, Copy)]
pub struct Directory;

fn words(language: &str) -> Words {
    WORDS.in_language(language)
}

/// Rule of the entries of people who have left.
pub(super) const LEAVERS: &str = "leavers";

/// Ends files that nobody came back to.
pub(crate) async fn end_uploads(tx: &mut WriteTx, before: Timestamp, held: &[Uuid]) -> Result<u64, DbError> {
    expire::uploads(tx, before, held).await
}

/// Rules of retention of this crate.
const RULES: &[Rule] = &[
    Rule { key: LEAVERS, words, usual: 730, least: 30 },
    Rule { key: "corrections", words, usual: 365, least: 30 },
    Rule { key: "reads", words, usual: 730, least: 180 },
    Rule { key: "undo", words, usual: 90, least: 1 },
    Rule { key: "uploads", words, usual: 1, least: 1 },
    Rule { key: "sign-in", words, usual: 7, least: 0 },
];

const fn kind(
    key: &'static str,
    columns: &'static [(&'static str, &'static str)],
    source: Source,
    readers: &'static [Reader],
    keeps: Keeps,
    fate: Fate,
) -> Kind {
    Kind { key, words, columns, source, readers, keeps, fate }
}

/// Who sees what colleagues do not: the rows of [`crate::access`] for fields say the same.
const LINE: &[Reader] = &[Reader::You, Reader::Managers, Reader::Partners, Reader::Admins];
const OFFICE: &[Reader] = &[Reader::You, Reader::Partners, Reader::Admins];
const MINE: &[Reader] = &[Reader::You];

/// Kinds of records of this crate.
const KINDS: &[Kind] = &[
    kind(
        "entry",
        &[("person", "id")],
        Source::Employer,
        &[Reader::You, Reader::Colleagues],
        Keeps::Employment(LEAVERS),
        Fate::Pseudonym,
    ),
    kind("employment", &[], Source::Employer, LINE, Keeps::Employment(LEAVERS), Fate::Goes),
    kind("papers", &[], Source::Employer, OFFICE, Keeps::Employment(LEAVERS), Fate::Goes),
    kind("own-fields", &[("own_field", "person_id")], Source::You, MINE, Keeps::Employment(LEAVERS), Fate::Goes),
    kind(
        "team",
        &[("team_member", "person_id")],
        Source::Employer,
        &[Reader::You, Reader::Colleagues],
        Keeps::Employment(LEAVERS),
        Fate::Goes,
    ),
    kind(
        "line",
        &[("reporting", "person_id")],
        Source::Employer,
        &[Reader::You, Reader::Partners],
        Keeps::Employment(LEAVERS),
        Fate::Goes,
    ),
    kind(
        "reports",
        &[("reporting", "manager_id")],
        Source::Employer,
        &[Reader::You, Reader::Colleagues],
        Keeps::Employment(LEAVERS),
        Fate::Pseudonym,
    ),
    kind("roles", &[("role_grant", "person_id")], Source::Program, OFFICE, Keeps::Employment(LEAVERS), Fate::Goes),
    kind("sessions", &[("session", "person_id")], Source::Program, MINE, Keeps::Rule("sign-in"), Fate::Goes),
    kind("links", &[("sign_in_link", "person_id")], Source::Program, MINE, Keeps::Rule("sign-in"), Fate::Goes),
    kind(
        "imported",
        &[("people_upload", "body"), ("people_import", "undo")],
        Source::Employer,
        &[Reader::Admins],
        Keeps::Rule("undo"),
        Fate::Goes,
    ),
    kind(
        "imports",
        &[("people_upload", "made_by"), ("people_import", "made_by")],
        Source::You,
        &[Reader::You, Reader::Admins],
        Keeps::Rule("undo"),
        Fate::Pseudonym,
    ),
    kind("corrections", &[("correction", "person_id")], Source::You, OFFICE, Keeps::Rule("corrections"), Fate::Goes),
    kind("erasures", &[("erasure", "person_id")], Source::You, OFFICE, Keeps::Ledger, Fate::Stays),
    kind("holds", &[("legal_hold", "person_id")], Source::Employer, &[Reader::Admins], Keeps::Ledger, Fate::Stays),
    kind(
        "decided",
        &[
            ("correction", "decided_by"),
            ("erasure", "first_by"),
            ("erasure", "second_by"),
            ("legal_hold", "set_by"),
            ("legal_hold", "ended_by"),
            ("retention", "set_by"),
            ("retention", "wish_by"),
            ("role_grant", "granted_by"),
        ],
        Source::Program,
        &[Reader::You, Reader::Admins],
        Keeps::Ledger,
        Fate::Stays,
    ),
    kind("read", &[("ledger_read", "actor")], Source::Program, MINE, Keeps::Rule("reads"), Fate::Stays),
    kind("readers", &[("ledger_read", "subject")], Source::Program, MINE, Keeps::Rule("reads"), Fate::Stays),
    kind("events", &[("ledger", "actor")], Source::Program, MINE, Keeps::Ledger, Fate::Stays),
];

impl Holding for Directory {
    fn kinds(&self) -> &'static [Kind] {
        KINDS
    }

    fn gather<'a>(&'a self, tx: &'a mut ReadTx, of: &'a Subject) -> BoxFuture<'a, Result<Vec<Held>, DbError>> {
        Box::pin(held::all(tx, of))
    }

    fn erase<'a>(&'a self, tx: &'a mut WriteTx, it: &'a Erasing<'a>) -> BoxFuture<'a, Result<Erased, DbError>> {
        Box::pin(forget::all(tx, it))
    }

    fn rules(&self) -> &'static [Rule] {
        RULES
    }

    fn expire<'a>(
        &'a self,
        tx: &'a mut WriteTx,
        rule: &'a str,
        before: Timestamp,
        held: &'a [Uuid],
    ) -> BoxFuture<'a, Result<u64, DbError>> {
        Box::pin(expire::by_rule(tx, rule, before, held))
    }
}
