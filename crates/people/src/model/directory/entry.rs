//! What is known of one person.

use super::{EmployeeId, FamilyName, GivenName, Language, Level, Place, PreferredName, Pronouns, Title, Zone, fold};
use crate::model::Email;
use jiff::civil::Date;

/// Whether somebody is here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Works here.
    #[default]
    Active,
    /// Belongs here and is away for long.
    Leave,
    /// Has left: signs in no more, and is shown to nobody but the admins.
    Leaver,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Active, Self::Leave, Self::Leaver];

    /// As the database and the API write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Leave => "leave",
            Self::Leaver => "leaver",
        }
    }

    /// The status of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }
}

/// A part of an entry, or of what surrounds it. Files, forms and the ledger name it by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// What the personnel system calls somebody by.
    EmployeeId,
    /// Address for letters.
    Email,
    /// The whole name as it is shown.
    Name,
    /// Given name.
    GivenName,
    /// Family name.
    FamilyName,
    /// Name instead of the given one.
    PreferredName,
    /// How to speak of somebody.
    Pronouns,
    /// What somebody does.
    Title,
    /// Place on the ladder.
    Level,
    /// Where somebody works.
    Place,
    /// Time zone.
    TimeZone,
    /// Language.
    Language,
    /// Whether somebody is here.
    Status,
    /// First day.
    StartedOn,
    /// Last day.
    LeftOn,
    /// The team.
    Team,
    /// Who somebody reports to.
    Manager,
}

impl Field {
    /// Every field, in the order in which people read them.
    pub const ALL: [Self; 17] = [
        Self::EmployeeId,
        Self::Email,
        Self::Name,
        Self::GivenName,
        Self::FamilyName,
        Self::PreferredName,
        Self::Pronouns,
        Self::Title,
        Self::Level,
        Self::Team,
        Self::Manager,
        Self::Place,
        Self::TimeZone,
        Self::Language,
        Self::Status,
        Self::StartedOn,
        Self::LeftOn,
    ];

    /// As files, forms and the ledger write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::EmployeeId => "employee_id",
            Self::Email => "email",
            Self::Name => "name",
            Self::GivenName => "first_name",
            Self::FamilyName => "last_name",
            Self::PreferredName => "preferred_name",
            Self::Pronouns => "pronouns",
            Self::Title => "job_title",
            Self::Level => "level",
            Self::Place => "location",
            Self::TimeZone => "timezone",
            Self::Language => "locale",
            Self::Status => "status",
            Self::StartedOn => "start_date",
            Self::LeftOn => "end_date",
            Self::Team => "team",
            Self::Manager => "manager",
        }
    }

    /// The field of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }
}

/// What is known of one person, without team and manager, which have their own dates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Entry {
    /// What the personnel system calls them by; nobody else is called so.
    pub employee_id: Option<EmployeeId>,
    /// Address for letters; nobody else has it.
    pub email: Option<Email>,
    /// The name that is shown. Made of the parts where they are known.
    pub name: String,
    /// Given name.
    pub given_name: GivenName,
    /// Family name.
    pub family_name: FamilyName,
    /// Name instead of the given one.
    pub preferred_name: PreferredName,
    /// How to speak of them.
    pub pronouns: Pronouns,
    /// What they do.
    pub title: Title,
    /// Place on the ladder.
    pub level: Level,
    /// Where they work.
    pub place: Place,
    /// Time zone.
    pub zone: Option<Zone>,
    /// Language.
    pub language: Option<Language>,
    /// Whether they are here.
    pub status: Status,
    /// First day.
    pub started_on: Option<Date>,
    /// Last day; of those who are here a day to come.
    pub left_on: Option<Date>,
}

/// Why an entry cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum EntryError {
    /// Nothing to call somebody by.
    #[error("no name")]
    NoName,
    /// The last day is before the first.
    #[error("left before the start")]
    LeftBeforeStart,
    /// Has left, and no day is known.
    #[error("a leaver without a last day")]
    NoLastDay,
    /// Is here although the last day is over.
    #[error("still here after the last day")]
    StillHere,
}

impl Entry {
    /// Of a name alone.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The name of the parts: what somebody wants to be called, and the family. None where there are no parts.
    pub fn name_of_parts(&self) -> Option<String> {
        let called =
            if self.preferred_name.is_empty() { self.given_name.as_str() } else { self.preferred_name.as_str() };
        let parts: Vec<_> = [called, self.family_name.as_str()].into_iter().filter(|it| !it.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// Whether it can be, on this day.
    pub fn check(&self, today: Date) -> Result<(), EntryError> {
        if self.name.is_empty() {
            return Err(EntryError::NoName);
        }
        match (self.status, self.started_on, self.left_on) {
            (_, Some(started), Some(left)) if left < started => Err(EntryError::LeftBeforeStart),
            (Status::Leaver, _, None) => Err(EntryError::NoLastDay),
            (Status::Active | Status::Leave, _, Some(left)) if left < today => Err(EntryError::StillHere),
            _ => Ok(()),
        }
    }

    /// What a search looks at and lists are ordered by. A given name that was put aside for another one is not in it:
    /// nobody shall be found by a name they gave up.
    pub fn folded(&self) -> String {
        [&self.name, self.title.as_str(), self.place.as_str()].map(fold).join("\n")
    }

    /// A field as text; empty where it is not known. Team and manager are not part of an entry.
    pub fn text(&self, field: Field) -> String {
        let day = |day: Option<Date>| day.map(|it| it.to_string()).unwrap_or_default();
        match field {
            Field::EmployeeId => self.employee_id.as_ref().map(ToString::to_string).unwrap_or_default(),
            Field::Email => self.email.as_ref().map(|it| it.as_str().to_owned()).unwrap_or_default(),
            Field::Name => self.name.clone(),
            Field::GivenName => self.given_name.to_string(),
            Field::FamilyName => self.family_name.to_string(),
            Field::PreferredName => self.preferred_name.to_string(),
            Field::Pronouns => self.pronouns.to_string(),
            Field::Title => self.title.to_string(),
            Field::Level => self.level.to_string(),
            Field::Place => self.place.to_string(),
            Field::TimeZone => self.zone.as_ref().map(ToString::to_string).unwrap_or_default(),
            Field::Language => self.language.as_ref().map(ToString::to_string).unwrap_or_default(),
            Field::Status => self.status.key().to_owned(),
            Field::StartedOn => day(self.started_on),
            Field::LeftOn => day(self.left_on),
            Field::Team | Field::Manager => String::new(),
        }
    }

    /// Writes a field from the text that [`Entry::text`] gave; answers whether it can be read.
    pub fn put(&mut self, field: Field, text: &str) -> bool {
        fn optional<T>(place: &mut Option<T>, text: &str, parse: impl Fn(&str) -> Option<T>) -> bool {
            *place = parse(text);
            place.is_some() != text.is_empty()
        }
        fn known<T>(place: &mut T, value: Option<T>) -> bool {
            let reads = value.is_some();
            if let Some(value) = value {
                *place = value;
            }
            reads
        }
        match field {
            Field::EmployeeId => {
                optional(&mut self.employee_id, text, |it| EmployeeId::parse(it).ok().filter(|id| !id.is_empty()))
            }
            Field::Email => optional(&mut self.email, text, Email::parse),
            Field::Name => known(&mut self.name, Some(text.to_owned())),
            Field::GivenName => known(&mut self.given_name, GivenName::parse(text).ok()),
            Field::FamilyName => known(&mut self.family_name, FamilyName::parse(text).ok()),
            Field::PreferredName => known(&mut self.preferred_name, PreferredName::parse(text).ok()),
            Field::Pronouns => known(&mut self.pronouns, Pronouns::parse(text).ok()),
            Field::Title => known(&mut self.title, Title::parse(text).ok()),
            Field::Level => known(&mut self.level, Level::parse(text).ok()),
            Field::Place => known(&mut self.place, Place::parse(text).ok()),
            Field::TimeZone => optional(&mut self.zone, text, Zone::parse),
            Field::Language => optional(&mut self.language, text, Language::parse),
            Field::Status => known(&mut self.status, Status::from_key(text)),
            Field::StartedOn => optional(&mut self.started_on, text, |it| it.parse().ok()),
            Field::LeftOn => optional(&mut self.left_on, text, |it| it.parse().ok()),
            Field::Team | Field::Manager => false,
        }
    }

    /// The fields in which two entries differ.
    pub fn differs(&self, other: &Self) -> Vec<Field> {
        Field::ALL.into_iter().filter(|field| self.text(*field) != other.text(*field)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn mei() -> Entry {
        Entry {
            name: "Mei Haruna".to_owned(),
            given_name: GivenName::parse("Meiko").unwrap(),
            family_name: FamilyName::parse("Haruna").unwrap(),
            title: Title::parse("Co-founder").unwrap(),
            place: Place::parse("Singapore").unwrap(),
            ..Entry::default()
        }
    }

    #[test]
    fn a_preferred_name_hides_the_given_one() {
        let mut mei = mei();
        assert_eq!(mei.name_of_parts().as_deref(), Some("Meiko Haruna"));
        mei.preferred_name = PreferredName::parse("Mei").unwrap();
        assert_eq!(mei.name_of_parts().as_deref(), Some("Mei Haruna"));
        assert_eq!(mei.folded(), "mei haruna\nco-founder\nsingapore");
        assert_eq!(Entry::named("Mei").name_of_parts(), None);
    }

    #[test]
    fn days_must_fit() {
        let today = date(2026, 3, 4);
        let with = |status, started: Option<Date>, left: Option<Date>| {
            Entry { status, started_on: started, left_on: left, ..mei() }.check(today)
        };
        let (before, after) = (Some(date(2020, 1, 1)), Some(date(2026, 12, 31)));
        assert_eq!(with(Status::Active, before, after), Ok(()));
        assert_eq!(with(Status::Active, None, Some(today)), Ok(()));
        assert_eq!(with(Status::Leave, None, before), Err(EntryError::StillHere));
        assert_eq!(with(Status::Leaver, after, before), Err(EntryError::LeftBeforeStart));
        assert_eq!(with(Status::Leaver, before, None), Err(EntryError::NoLastDay));
        assert_eq!(Entry::default().check(today), Err(EntryError::NoName));
    }

    #[test]
    fn each_field_is_told_and_put() {
        let full = Entry {
            employee_id: Some(EmployeeId::parse("S-7").unwrap()),
            email: Email::parse("mei@saltmarsh.example"),
            preferred_name: PreferredName::parse("Mei").unwrap(),
            pronouns: Pronouns::parse("she/her").unwrap(),
            level: Level::parse("L7").unwrap(),
            zone: Zone::parse("Asia/Singapore"),
            language: Language::parse("en-SG"),
            status: Status::Leave,
            started_on: Some(date(2014, 5, 1)),
            left_on: Some(date(2027, 5, 1)),
            ..mei()
        };
        let own: Vec<_> = Field::ALL.into_iter().filter(|it| !matches!(it, Field::Team | Field::Manager)).collect();
        assert_eq!(full.differs(&Entry::default()), own);
        let mut copy = Entry::default();
        for field in own {
            assert!(copy.put(field, &full.text(field)), "{field:?}");
        }
        assert_eq!(copy, full);
        for field in Field::ALL {
            let reads = copy.put(field, "");
            assert_eq!(reads, !matches!(field, Field::Status | Field::Team | Field::Manager), "{field:?}");
        }
        assert_eq!(copy, Entry { status: Status::Leave, ..Entry::default() });
        assert!(!copy.put(Field::TimeZone, "Mars/Base") && !copy.put(Field::LeftOn, "soon"));
        for field in Field::ALL {
            assert_eq!(Field::from_key(field.key()), Some(field));
        }
        for status in Status::ALL {
            assert_eq!(Status::from_key(status.key()), Some(status));
        }
    }
}
