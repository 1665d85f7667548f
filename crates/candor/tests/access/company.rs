//! A small company behind a real server: lines, teams, roles, somebody who has left, chats. It knows by itself who
//! stands how to whom; the server is not asked.

use super::kit::Server;
use super::kit::chat::{Chat, draft};
use super::kit::http::Web;
use db::ManualClock;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use newtype_uuid::GenericUuid;
use people::access::standing_to;
use people::directory;
use people::model::Email;
use people::model::directory::{EmployeeId, Entry, Field, Level, Place, Status, TeamId, TeamName, Title};
use people::roles::{self, New};
use people::{Hat, LinkFor, PersonId, Purpose, Role};

pub const TODAY: Date = date(2026, 3, 4);

/// Somebody of the company.
#[derive(Debug, Clone)]
pub struct Somebody {
    pub name: &'static str,
    pub id: PersonId,
    pub manager: Option<usize>,
    pub team: usize,
    pub status: Status,
}

/// Somebody who looks, under one hat.
#[derive(Clone)]
pub struct Looker {
    /// Which person; nobody is a stranger.
    pub who: Option<usize>,
    pub hat: Hat,
    pub web: Web,
}

/// The company and its server.
pub struct Company {
    pub server: Server,
    pub teams: Vec<TeamId>,
    pub people: Vec<Somebody>,
    pub lookers: Vec<Looker>,
    /// Chats, each with the person who made it.
    pub chats: Vec<(usize, Chat)>,
}

/// Name, manager, team, status. Teams: 0 everything, 1 north and 2 south below it, 3 the people team.
const PEOPLE: [(&str, Option<usize>, usize, Status); 10] = [
    ("Ada Holm", None, 0, Status::Active),
    ("Ben Okafor", Some(0), 1, Status::Active),
    ("Cleo Marsh", Some(1), 1, Status::Active),
    ("Dan Verne", Some(1), 1, Status::Leave),
    ("Eve Quill", Some(0), 2, Status::Active),
    ("Finn Sole", Some(4), 2, Status::Active),
    ("Gus Reed", Some(0), 3, Status::Active),
    ("Hana Silt", Some(4), 2, Status::Active),
    ("Iris Dune", Some(1), 1, Status::Leaver),
    ("Jon Reef", Some(4), 2, Status::Leaver),
];
const TEAMS: [(&str, Option<usize>); 4] =
    [("Company", None), ("North", Some(0)), ("South", Some(0)), ("Care", Some(0))];
/// The people partner, and the team in scope.
pub const PARTNER: (usize, usize) = (6, 1);
const ADMIN: usize = 7;
/// Hosts; both have a chat.
pub const HOSTS: [usize; 2] = [3, 4];

impl Company {
    pub async fn found() -> Self {
        let clock = ManualClock::new("2026-03-04T08:00:00Z".parse::<Timestamp>().unwrap());
        let server = Server::at(&clock).await;
        let people = server.running.people.clone();
        let mut teams: Vec<TeamId> = Vec::new();
        for (name, parent) in TEAMS {
            let name = TeamName::parse(name).unwrap();
            teams.push(directory::add_team(&people, None, &name, parent.map(|it| teams[it])).await.unwrap());
        }
        let mut company = Self { server, teams, people: Vec::new(), lookers: Vec::new(), chats: Vec::new() };
        for (n, (name, manager, team, status)) in PEOPLE.into_iter().enumerate() {
            let entry = Entry {
                email: Email::parse(&format!("p{n}@saltmarsh.example")),
                employee_id: EmployeeId::parse(&format!("SM-{n:03}")).ok(),
                title: Title::parse("Pilot").unwrap(),
                level: Level::parse("L3").unwrap(),
                place: Place::parse("Lowhaven").unwrap(),
                started_on: Some(date(2020, 5, 1)),
                ..Entry::named(name)
            };
            let id = directory::add(&people, None, &entry).await.unwrap();
            company.people.push(Somebody { name, id, manager, team, status: Status::Active });
            let manager = manager.map(|it| company.people[it].id);
            company.set_manager(n, manager, date(2021, 1, 1)).await;
            let seen = company.version(n).await;
            directory::set_team(&people, None, id, seen, Some(company.teams[team]), date(2021, 1, 1)).await.unwrap();
            company.put(n, Field::Status, status.key()).await;
        }
        for (n, role, team) in [
            (HOSTS[0], Role::Host, None),
            (HOSTS[1], Role::Host, None),
            (PARTNER.0, Role::Partner, Some(company.teams[PARTNER.1])),
            (ADMIN, Role::Admin, None),
        ] {
            roles::grant(&people, None, company.people[n].id, New { role, team, last: None }).await.unwrap();
        }
        company.look().await;
        for host in HOSTS {
            let web = company.looker(host, Hat::Host).web.clone();
            let chat = Chat::start(&web, &draft(2)).await;
            company.chats.push((host, chat));
        }
        company
    }

    /// Everybody signs in, once for each hat.
    async fn look(&mut self) {
        self.lookers.push(Looker { who: None, hat: Hat::Member, web: self.server.stranger() });
        for n in 0..PEOPLE.len() {
            if self.people[n].status == Status::Leaver {
                continue;
            }
            let first = if HOSTS.contains(&n) { Hat::Host } else { Hat::Member };
            let second = match n {
                _ if n == PARTNER.0 => Some(Hat::Partner),
                ADMIN => Some(Hat::Admin),
                _ => None,
            };
            for hat in [Some(first), second].into_iter().flatten() {
                let web = self.sign_in(n).await;
                if hat != first {
                    assert_eq!(web.form("/hat", &[("hat", hat.key())]).await.status, 303, "{hat:?}");
                }
                self.lookers.push(Looker { who: Some(n), hat, web });
            }
        }
    }

    /// A new session, by a link as everybody's.
    pub async fn sign_in(&self, n: usize) -> Web {
        let people = &self.server.running.people;
        let whom = LinkFor::Person(self.people[n].id);
        let link = people::issue_link(people, whom, Purpose::SignIn, "/people").await.unwrap();
        let path = link.strip_prefix(self.server.running.site().public_url()).unwrap();
        let answer = self.server.stranger().form(path, &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        self.server.stranger().with_cookie(&cookie)
    }

    pub fn looker(&self, n: usize, hat: Hat) -> &Looker {
        self.lookers.iter().find(|it| it.who == Some(n) && it.hat == hat).expect("looks")
    }

    /// What the table calls whoever looks at a person.
    pub fn stands(&self, looker: &Looker, of: usize) -> &'static str {
        let Some(me) = looker.who else { return "stranger" };
        match (looker.hat, me == of) {
            (Hat::Member | Hat::Host, true) => "subject",
            (Hat::Partner, true) => "partner-subject",
            (Hat::Admin, true) => "admin-subject",
            (Hat::Admin, false) => "admin",
            (Hat::Partner, false) => {
                let team = self.people[of].team;
                let held = team == PARTNER.1 || TEAMS[team].1 == Some(PARTNER.1);
                if held && !self.line(me).contains(&of) { "partner-in-scope" } else { "partner" }
            }
            (hat, false) => match (self.line(of).iter().position(|it| *it == me), hat) {
                (Some(0), Hat::Host) => "host-manager",
                (Some(0), _) => "manager",
                (Some(_), _) => "above",
                (None, Hat::Host) => "host",
                (None, _) => "member",
            },
        }
    }

    /// Everybody above somebody who still has a line: whoever has left has none.
    fn line(&self, of: usize) -> Vec<usize> {
        let mut line = Vec::new();
        let mut at = of;
        while self.people[at].status != Status::Leaver
            && let Some(manager) = self.people[at].manager
        {
            line.push(manager);
            at = manager;
        }
        line
    }

    async fn card(&self, n: usize) -> directory::Card {
        let people = &self.server.running.people;
        let mut tx = people.db().read().await.unwrap();
        directory::person_card(&mut tx, self.people[n].id, TODAY).await.unwrap().unwrap()
    }

    async fn version(&self, n: usize) -> i64 {
        self.card(n).await.version
    }

    /// Writes one field of an entry.
    pub async fn put(&mut self, n: usize, field: Field, text: &str) {
        let people = self.server.running.people.clone();
        let id = self.people[n].id;
        let mut entry = {
            let mut tx = people.db().read().await.unwrap();
            let row = people::store::directory::entry_by_id(&mut tx, id.into_untyped_uuid()).await.unwrap();
            row.unwrap().entry()
        };
        assert!(entry.put(field, text), "{field:?}: {text}");
        if entry.status == Status::Leaver {
            entry.left_on.get_or_insert(date(2026, 2, 1));
        }
        let seen = self.version(n).await;
        directory::change(&people, None, id, seen, &entry).await.unwrap_or_else(|error| panic!("{field:?}: {error}"));
        self.people[n].status = entry.status;
    }

    /// Says whom somebody reported to from a day on.
    pub async fn set_manager(&mut self, n: usize, manager: Option<PersonId>, from: Date) {
        let people = self.server.running.people.clone();
        let seen = self.version(n).await;
        directory::set_manager(&people, None, self.people[n].id, seen, manager, from).await.unwrap();
    }

    /// The company and the server agree about who stands how to whom; else the test would look at the wrong things.
    pub async fn agrees(&self) {
        let people = &self.server.running.people;
        let mut tx = people.db().read().await.unwrap();
        for looker in &self.lookers {
            let Some(me) = looker.who else { continue };
            let rows = people::store::person_by_id(&mut tx, self.people[me].id.into_untyped_uuid()).await.unwrap();
            let person = people::store::person(&rows).unwrap();
            let wearer = people::access::Wearer { person, hat: looker.hat };
            for (n, other) in self.people.iter().enumerate() {
                // By the records alone, the team among them.
                let standing = standing_to(&mut tx, &wearer, other.id, TODAY).await.unwrap();
                let expected = match self.stands(looker, n) {
                    "subject" | "partner-subject" | "admin-subject" => "Subject",
                    "manager" | "host-manager" => "Manager",
                    "above" => "Above",
                    "partner-in-scope" => "PartnerInScope",
                    _ => "None",
                };
                assert_eq!(format!("{standing:?}"), expected, "{} looks at {}", self.people[me].name, other.name);
            }
        }
    }
}
