//! Personal tokens: what a program shows instead of a session. Pure.

use super::{Hat, NAME_MAX, PersonId};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use db::Secret;
use jiff::{SignedDuration, Timestamp};
use newtype_uuid::{TypedUuid, TypedUuidKind, TypedUuidTag};
use sha2::{Digest, Sha256};
use web::clean::{self, CleanError};

/// Tag of token ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {}

impl TypedUuidKind for TokenKind {
    fn tag() -> TypedUuidTag {
        const TAG: TypedUuidTag = TypedUuidTag::new("token");
        TAG
    }
}

/// Id of a token.
pub type TokenId = TypedUuid<TokenKind>;

/// What every token begins with, so that it is known where it does not belong.
const HEAD: &str = "cdr_";
/// Characters of the secret in it.
const SECRET: usize = 43;
/// Characters of the sum behind it, which finds a token that was cut or mistyped.
const SUM: usize = 6;
/// Characters by which its owner knows it again.
const SHOWN: usize = HEAD.len() + 6;

/// Days a token may live.
pub const LIVES: [i64; 4] = [7, 30, 90, 365];
/// Tokens that a person may have at once.
pub const TOKENS_MAX: usize = 25;

/// A new secret as a token, to be shown to its owner once.
pub fn spell(secret: &Secret) -> String {
    let text = format!("{HEAD}{}", secret.reveal());
    let sum = sum(&text);
    text + &sum
}

/// The secret of a token; none of what is no token at all.
pub fn parse(text: &str) -> Option<Secret> {
    let (text, found) = text.split_at_checked(HEAD.len() + SECRET)?;
    if found.len() != SUM || found != sum(text) {
        return None;
    }
    Secret::parse(text.strip_prefix(HEAD)?)
}

/// Its first characters, which give nothing away.
pub fn prefix(spelt: &str) -> &str {
    spelt.get(..SHOWN).unwrap_or(HEAD)
}

fn sum(text: &str) -> String {
    let digest = Sha256::digest(text);
    URL_SAFE_NO_PAD.encode(&digest[..4])
}

/// What a token may be used for. A scope gives nothing that its owner may not do: it only narrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// See chats, their results and recaps.
    ChatsRead,
    /// Make, change and run chats, and write recaps.
    ChatsWrite,
    /// See the directory.
    PeopleRead,
    /// See feedback of one's own: received, given and asked for.
    FeedbackRead,
    /// Write and send feedback, ask for it, answer, and use what was received.
    FeedbackWrite,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 5] =
        [Self::ChatsRead, Self::ChatsWrite, Self::FeedbackRead, Self::FeedbackWrite, Self::PeopleRead];

    /// As stored, and as programs know it.
    pub fn key(self) -> &'static str {
        match self {
            Self::ChatsRead => "chats:read",
            Self::ChatsWrite => "chats:write",
            Self::PeopleRead => "people:read",
            Self::FeedbackRead => "feedback:read",
            Self::FeedbackWrite => "feedback:write",
        }
    }

    /// The same as a part of a key of the language files.
    pub fn word(self) -> &'static str {
        match self {
            Self::ChatsRead => "chats-read",
            Self::ChatsWrite => "chats-write",
            Self::PeopleRead => "people-read",
            Self::FeedbackRead => "feedback-read",
            Self::FeedbackWrite => "feedback-write",
        }
    }

    /// From the stored form.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }
}

/// Several scopes as they are stored.
pub fn write_scopes(scopes: &[Scope]) -> String {
    let mut keys: Vec<_> = scopes.iter().map(|it| it.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.join(" ")
}

/// Scopes from the stored form; a word that this program does not know gives nothing.
pub fn read_scopes(text: &str) -> Vec<Scope> {
    text.split_whitespace().filter_map(Scope::from_key).collect()
}

/// A token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// Whose it is.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// Its first characters.
    pub prefix: String,
    /// The hat it wears.
    pub hat: Hat,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub made_at: Timestamp,
    /// First instant at which it no longer works.
    pub ends_at: Timestamp,
    /// The last day on which it was used, `YYYY-MM-DD`.
    pub used_on: Option<String>,
}

/// A token to be made, as it was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// What to call it.
    pub name: String,
    /// Key of a hat.
    pub hat: String,
    /// Keys of scopes.
    pub scopes: Vec<String>,
    /// Days to live.
    pub days: String,
}

/// A token to be made, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// What to call it.
    pub name: String,
    /// The hat it will wear.
    pub hat: Hat,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// Days to live.
    pub days: i64,
}

/// What is wrong with a wish, field by field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No usable name.
    Name(CleanError),
    /// No hat that this person may wear.
    Hat,
    /// No scope.
    Scopes,
    /// No life that may be chosen.
    Days,
}

impl Fault {
    /// Id of its field in the form.
    pub fn field(self) -> &'static str {
        match self {
            Self::Name(_) => "name",
            Self::Hat => "hat",
            Self::Scopes => "scopes",
            Self::Days => "days",
        }
    }
}

impl Wish {
    /// Checks every field and answers all faults at once. `hats` are those that its owner may wear.
    pub fn check(&self, hats: &[Hat]) -> Result<NewToken, Vec<Fault>> {
        let mut faults = Vec::new();
        let name = clean::line(&self.name, NAME_MAX).unwrap_or_else(|error| {
            faults.push(Fault::Name(error));
            String::new()
        });
        let hat = Hat::from_key(&self.hat).filter(|hat| hats.contains(hat));
        if hat.is_none() {
            faults.push(Fault::Hat);
        }
        let scopes: Option<Vec<_>> = self.scopes.iter().map(|key| Scope::from_key(key)).collect();
        let scopes = scopes.filter(|it| !it.is_empty());
        if scopes.is_none() {
            faults.push(Fault::Scopes);
        }
        let days = self.days.parse().ok().filter(|days| LIVES.contains(days));
        if days.is_none() {
            faults.push(Fault::Days);
        }
        match (faults.is_empty(), hat, scopes, days) {
            (true, Some(hat), Some(scopes), Some(days)) => Ok(NewToken { name, hat, scopes, days }),
            _ => Err(faults),
        }
    }
}

impl NewToken {
    /// When it ends if it is made now.
    pub fn ends(&self, now: Timestamp) -> Timestamp {
        now + SignedDuration::from_hours(24 * self.days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret::parse(&"A".repeat(SECRET)).unwrap()
    }

    #[test]
    fn a_token_comes_back_and_nothing_else_does() {
        let spelt = spell(&secret());
        assert_eq!((spelt.len(), prefix(&spelt)), (HEAD.len() + SECRET + SUM, "cdr_AAAAAA"));
        assert_eq!(parse(&spelt).map(|it| it.hash()), Some(secret().hash()));
        for at in 0..spelt.len() {
            let other = if &spelt[at..=at] == "x" { "y" } else { "x" };
            let bent = format!("{}{other}{}", &spelt[..at], &spelt[at + 1..]);
            assert!(parse(&bent).is_none(), "{bent}");
            assert!(parse(&spelt[..at]).is_none());
        }
        for bad in ["", "cdr_", &secret().reveal(), &format!("{spelt} "), &"ü".repeat(30)] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn scopes_survive_the_database() {
        let all = Scope::ALL.to_vec();
        assert_eq!(read_scopes(&write_scopes(&all)), all);
        assert_eq!(write_scopes(&[Scope::PeopleRead, Scope::ChatsRead, Scope::ChatsRead]), "chats:read people:read");
        assert_eq!(read_scopes("chats:read later:write"), [Scope::ChatsRead]);
        assert!(all.iter().all(|it| it.word() == it.key().replace(':', "-")));
    }

    #[test]
    fn each_fault_names_its_field() {
        let good = Wish {
            name: " Wall board ".into(),
            hat: "host".into(),
            scopes: vec!["chats:read".into()],
            days: "30".into(),
        };
        let fields = |change: fn(&mut Wish)| {
            let mut wish = good.clone();
            change(&mut wish);
            let faults = wish.check(&[Hat::Member, Hat::Host]).err().unwrap_or_default();
            faults.into_iter().map(Fault::field).collect::<Vec<_>>()
        };
        let checked = good.check(&[Hat::Member, Hat::Host]).unwrap();
        assert_eq!((checked.name.as_str(), checked.hat, checked.days), ("Wall board", Hat::Host, 30));
        assert_eq!(checked.ends(Timestamp::UNIX_EPOCH).as_second(), 30 * 24 * 60 * 60);
        assert_eq!(fields(|it| it.name = " ".into()), ["name"]);
        assert_eq!(fields(|it| it.name = "x".repeat(81)), ["name"]);
        assert_eq!(fields(|it| it.hat = "admin".into()), ["hat"]);
        assert_eq!(fields(|it| it.scopes = vec![]), ["scopes"]);
        assert_eq!(fields(|it| it.scopes.push("all".into())), ["scopes"]);
        for days in ["0", "-7", "366", "", "many"] {
            let wish = Wish { days: days.into(), ..good.clone() };
            assert_eq!(wish.check(&[Hat::Host]).unwrap_err(), [Fault::Days], "{days}");
        }
        assert_eq!(fields(|it| *it = Wish::default()), ["name", "hat", "scopes", "days"]);
    }
}
