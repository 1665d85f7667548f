//! What is kept of people, over all capabilities: no table is forgotten, the download holds everything about somebody
//! and nothing about others, and an erasure reaches chats and recaps.

use chat::Chats;
use chat::hub::{Entry, Guest, Said, SwipeAsk, TruthAsk};
use chat::model::{ChatId, Draft, DraftPanellist, DraftTake, Given, Phase, Side, TakeId};
use chat::room::{Action, Reason};
use chat::{office, recap};
use db::Db;
use db::testing::{
    Place, ambient, assert_one_shape, columns, engines, id_columns, never_ran, references_to_people, text_columns,
    texts_of,
};
use people::model::directory::Field;
use people::model::{Hat, day_of};
use people::own::{self, Asked, Holding, OwnWords};
use people::{People, Person, Role, Signed};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use web::{Site, SiteConfig};

/// Whatever is waited for happens within this time, or never.
const PATIENCE: Duration = Duration::from_secs(20);

const MEI: &str = "Mei Haruna";
const ODD: &str = "Odd Bergmann";

struct House {
    people: People,
    chats: Chats,
    host: Person,
    mei: Person,
    odd: Person,
    chat: ChatId,
    takes: Vec<TakeId>,
}

async fn house(db: &Db) -> House {
    let ambient = ambient();
    let config = SiteConfig { name: "Candor".into(), public_url: "http://localhost".into(), banner: None };
    let site = Site::new(config);
    let people = People::new(db.clone(), ambient.clone(), site.clone());
    let chats = Chats::new(db.clone(), ambient.clone(), site, people.clone());
    let people = people.with_holding(chat::own::holding(&chats));
    let host = people::found(&people, "Ruth Vance", Some("ruth@saltmarsh.example"), &[Role::Host]).await.unwrap();
    let mei = people::found(&people, MEI, Some("mei@saltmarsh.example"), &[Role::Host]).await.unwrap();
    let odd = people::found(&people, ODD, Some("odd@saltmarsh.example"), &[]).await.unwrap();
    let signed = Signed { person: host.clone(), hat: Hat::Host, at: ambient.now() };
    let mut draft = Draft { mode: "named".into(), ..Draft::titled("Autumn chat") };
    draft.panel = [MEI, "Ines Ferro"]
        .map(|name| DraftPanellist { name: name.into(), role: format!("Role of {name}"), ..Default::default() })
        .into();
    draft.takes = ["One", "Two"].map(|text| DraftTake { text: text.into(), takeaway: String::new() }).into();
    let chat = office::create(&chats, &signed, &draft.check().unwrap()).await.unwrap();
    let takes = chats.hub.look(chat.id, |room, _| room.slots().iter().map(|it| it.take.id).collect::<Vec<_>>());
    let takes = takes.await.unwrap();
    House { people, chat: chat.id, takes, host, mei, odd, chats }
}

impl House {
    fn signed(&self) -> Signed {
        Signed { person: self.host.clone(), hat: Hat::Host, at: self.chats.ambient.now() }
    }

    async fn act(&self, action: Action) {
        self.chats.hub.act(self.chat, self.host.id, action, None).await.unwrap();
    }

    /// A voice of this name agrees to the first take and says why, with its name.
    async fn says(&self, name: &str, words: &str) {
        let code = self.chats.hub.look(self.chat, |room, _| room.chat.code.clone()).await.unwrap();
        let (handle, welcome) = self.chats.hub.join(&code, Some(name.to_owned())).await.unwrap();
        let (reply, mut said) = mpsc::channel(4);
        let given = Given::new(Side::Agree, false);
        let swipe = SwipeAsk { voice: welcome.voice, take: self.takes[0], seq: 1, given: Some(given), late: false };
        handle.swipe(swipe, &reply).unwrap();
        let reason = Reason { words: words.to_owned(), quotable: true, named: true };
        handle.truth(TruthAsk { voice: welcome.voice, take: self.takes[0], seq: 2, reason }, &reply).unwrap();
        for _ in 0..2 {
            let Said { outcome, .. } = said.recv().await.unwrap();
            outcome.unwrap();
        }
    }

    /// Another chat that knows who signed in while it lasts; Mei answers in it, and helps to run it.
    async fn signed_door(&self) {
        let mut draft = Draft { mode: "confidential".into(), door: "signed".into(), ..Draft::titled("Winter chat") };
        draft.takes = vec![DraftTake { text: "Three".into(), takeaway: String::new() }];
        let chat = office::create(&self.chats, &self.signed(), &draft.check().unwrap()).await.unwrap();
        for action in [Action::Start, Action::Advance] {
            self.chats.hub.act(chat.id, self.host.id, action, None).await.unwrap();
        }
        let change = office::hosts::HostChange::Add(self.mei.id);
        office::hosts::change(&self.chats, &self.signed(), chat.id, change).await.unwrap();
        let guest = Guest { person: self.mei.id, name: MEI.to_owned(), session: [1; 32], pass: [2; 32] };
        let (handle, welcome) = self.chats.hub.admit(chat.id, guest, Entry::Join).await.unwrap();
        let take = self.chats.hub.look(chat.id, |room, _| room.slots()[0].take.id).await.unwrap();
        let (reply, mut said) = mpsc::channel(4);
        let given = Given::new(Side::Disagree, false);
        handle.swipe(SwipeAsk { voice: welcome.voice, take, seq: 1, given: Some(given), late: false }, &reply).unwrap();
        let reason = Reason { words: "Winter is too short.".to_owned(), quotable: false, named: false };
        handle.truth(TruthAsk { voice: welcome.voice, take, seq: 2, reason }, &reply).unwrap();
        for _ in 0..2 {
            said.recv().await.unwrap().outcome.unwrap();
        }
    }

    /// The chat from its start to a published recap.
    async fn held(&self) {
        self.act(Action::Start).await;
        self.act(Action::Advance).await;
        self.says(MEI, "Salt keeps the meeting short.").await;
        self.says(ODD, "I like long meetings.").await;
        let seat = self.chats.hub.look(self.chat, |room, _| room.panel()[0].id).await.unwrap();
        let given = Given::new(Side::Disagree, false);
        self.act(Action::Answer(self.takes[0], seat, given, "We tried that at sea.".to_owned())).await;
        self.act(Action::Advance).await;
        self.act(Action::Advance).await;
        let story = recap::draft(&self.chats, &self.signed(), self.chat).await.unwrap();
        recap::publish(&self.chats, &self.signed(), self.chat, story.version).await.unwrap().unwrap();
    }

    async fn download(&self, of: &Person) -> (serde_json::Value, String) {
        let bytes = own::packed(&self.people, of.id, "en").await.unwrap();
        let files = unzipped(&bytes);
        assert_eq!(files.keys().collect::<Vec<_>>(), ["your-data.css", "your-data.html", "your-data.json"]);
        (serde_json::from_str(&files["your-data.json"]).unwrap(), files["your-data.html"].clone())
    }
}

/// The files of an archive, by its list at the end, as every program reads it.
fn unzipped(bytes: &[u8]) -> BTreeMap<String, String> {
    let word = |at: usize| usize::from(u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap()));
    let long = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let end = bytes.len() - 22;
    assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
    let mut at = long(end + 16);
    let mut files = BTreeMap::new();
    for _ in 0..word(end + 10) {
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
        let (packed, size, name, head) = (long(at + 20), long(at + 24), word(at + 28), long(at + 42));
        let from = head + 30 + word(head + 26) + word(head + 28);
        let mut text = String::new();
        flate2::read::DeflateDecoder::new(&bytes[from..from + packed]).read_to_string(&mut text).unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        assert_eq!((text.len(), crc.sum() as usize), (size, long(at + 16)));
        files.insert(String::from_utf8(bytes[at + 46..at + 46 + name].to_vec()).unwrap(), text);
        at += 46 + name;
    }
    files
}

/// Every column that refers to a person: by its reference, or by what it is called.
async fn about_people(db: &Db) -> BTreeSet<Place> {
    let names = ["actor", "subject", "person", "owner", "author", "reader"];
    let called = |column: &str| {
        let stem = column.strip_suffix("_id").unwrap_or(column);
        names.contains(&stem) || column.ends_with("_by")
    };
    let mut all = references_to_people(db).await;
    all.extend(id_columns(db).await.into_iter().filter(|it| called(&it.1)));
    all.insert(("person".to_owned(), "id".to_owned()));
    // Capabilities beside this one have the same test of their own tables.
    all.retain(|(table, _)| !table.starts_with("feedback_"));
    all
}

#[tokio::test]
async fn no_column_about_a_person_is_forgotten() {
    let engines = engines().await;
    for db in engines.each() {
        let house = house(db).await;
        let kinds = house.people.holdings().iter().flat_map(|it| it.kinds());
        let covered: BTreeSet<(&str, &str)> = kinds.clone().flat_map(|it| it.columns).copied().collect();
        let about = about_people(db).await;
        assert!(about.len() > 20, "{about:?}");
        for (table, column) in &about {
            assert!(
                covered.contains(&(table.as_str(), column.as_str())),
                "{table}.{column} refers to a person: a holding must show, keep and erase it"
            );
        }
        // Nothing is said to be covered that is not there.
        let names = columns(db).await;
        for (table, column) in covered {
            assert!(names.contains(&(table.to_owned(), column.to_owned())), "{table}.{column}");
        }
        let keys: Vec<_> = kinds.clone().map(|it| it.key).collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{keys:?}");
        let rules: BTreeSet<_> = house.people.holdings().iter().flat_map(|it| it.rules()).map(|it| it.key).collect();
        for kind in kinds {
            let rule = match kind.keeps {
                own::Keeps::Rule(rule) | own::Keeps::Employment(rule) => rule,
                own::Keeps::Hours(_) | own::Keeps::Whole | own::Keeps::Ledger => continue,
            };
            assert!(rules.contains(rule), "{} ends by {rule}, which is no rule", kind.key);
        }
    }
}

#[tokio::test]
async fn a_download_holds_all_of_mine_and_nothing_of_others() {
    let engines = engines().await;
    for db in engines.each() {
        let house = house(db).await;
        house.held().await;
        house.signed_door().await;
        let words = OwnWords { pronouns: "she/her".to_owned(), ..OwnWords::default() };
        own::correct(&house.people, house.mei.id, 1, &words).await.unwrap();
        let wish = Asked { field: Field::Title, wish: "Captain".to_owned(), why: "The contract says so.".to_owned() };
        own::ask(&house.people, house.mei.id, &wish).await.unwrap();
        let (data, page) = house.download(&house.mei).await;
        let text = data.to_string();
        // The rows of the tables that are hers, word by word.
        for mine in [
            MEI,
            "mei@saltmarsh.example",
            "Salt keeps the meeting short.",
            "We tried that at sea.",
            "Role of Mei Haruna",
            "Autumn chat",
            &house.mei.id.to_string(),
        ] {
            assert!(text.contains(mine), "{mine}: {text}");
            assert!(page.contains(mine) || mine.contains('-'), "{mine}: {page}");
        }
        for other in [ODD, "odd@saltmarsh.example", "I like long meetings.", "Ines Ferro", &house.odd.id.to_string()] {
            assert!(!text.contains(other) && !page.contains(other), "{other}: {text}");
        }
        let records = |kind: &str| data["kinds"][kind]["records"].as_array().unwrap().len();
        assert_eq!((records("entry"), records("panels"), records("chats-named"), records("quotes")), (1, 1, 1, 1));
        assert_eq!(records("roles"), 1);
        assert_eq!((records("chats-run"), records("chats-signed")), (1, 1), "she helps to run one");
        assert_eq!(data["kinds"]["chats-signed"]["records"][0]["title"], "Winter chat");
        assert!(!text.contains("Winter is too short"), "which voice is hers, is not said: {text}");
        // As many events as the ledger has by her and about her.
        let mut tx = db.read().await.unwrap();
        let events = db::ledger::of(&mut tx, house.mei.id.to_string().parse().unwrap()).await.unwrap();
        // And one that is about what she asked for.
        assert_eq!(records("events"), events.len() + 1);
        drop(tx);
        compared(db, &house, &text).await;
        let (data, _) = house.download(&house.host).await;
        let run = data["kinds"]["chats-run"]["records"].as_array().unwrap();
        let run: BTreeSet<_> = run.iter().map(|it| it["title"].as_str().unwrap()).collect();
        assert_eq!(run, BTreeSet::from(["Autumn chat", "Winter chat"]));
        let text = data.to_string();
        assert!(!text.contains("Salt keeps") && !text.contains("Winter is too short"), "{text}");
    }
}

/// Columns that say nothing about a person: settings of a chat, what is derived, and records that name others too, of
/// which the download has a part of its own.
const NOT_TOLD: &[(&str, &str)] = &[
    ("person", "folded"),
    ("chat", "code"),
    ("chat", "language"),
    ("chat", "mode"),
    ("chat", "door"),
    ("chat", "picture"),
    ("voice_person", "door"),
    ("ledger", "data"),
    ("people_import", "undo"),
    ("people_import", "counts"),
    ("people_upload", "choices"),
    ("password", "hash"),
    ("oidc_flow", "lands_on"),
    ("sign_in_link", "lands_on"),
    ("idempotency", "headers"),
];

/// Row by row and table by table: every text about Mei is in her download, and none about anybody else alone.
async fn compared(db: &Db, house: &House, download: &str) {
    let texts = async |of: &Person| {
        let mut all = BTreeSet::new();
        let id = of.id.to_string().parse().unwrap();
        for (table, by) in about_people(db).await {
            // The ledger's objects are no persons: whose event it is counts.
            for place in text_columns(db).await.into_iter().filter(|it| it.0 == table) {
                if !NOT_TOLD.contains(&(place.0.as_str(), place.1.as_str())) {
                    all.extend(texts_of(db, &place, &by, id).await);
                }
            }
        }
        all
    };
    let mine = texts(&house.mei).await;
    assert!(mine.len() >= 8, "{mine:?}");
    for text in &mine {
        assert!(download.contains(text.as_str()), "{text} is missing: {download}");
    }
    let words = ["agree", "active", "host", "leaver"];
    for other in [&house.host, &house.odd] {
        // One word of the program is nobody's; what two people have in common tells of neither.
        let foreign = texts(other).await.into_iter().filter(|it| !mine.contains(it) && !words.contains(&it.as_str()));
        for text in foreign.filter(|it| it.contains([' ', '@'])) {
            // Her host's name and chat stand in what is hers, too.
            let shared = ["Ruth Vance", "Autumn chat", "Winter chat"].contains(&text.as_str());
            assert!(shared || !download.contains(&text), "{text} is somebody else's: {download}");
        }
    }
}

#[tokio::test]
async fn an_erasure_reaches_chats_and_recaps() {
    let engines = engines().await;
    for db in engines.each() {
        let house = house(db).await;
        house.held().await;
        house.signed_door().await;
        let seen = house.chats.hub.look(house.chat, |room, _| format!("{room:?}")).await.unwrap();
        assert!(seen.contains(MEI) && seen.contains("Salt keeps"));
        for person in [&house.mei, &house.host] {
            own::report(&house.people, person.id).await.unwrap().unwrap();
        }
        let proof = own::erase_by_retention(&house.people, house.mei.id).await.unwrap();
        assert_eq!(proof.stands, [], "{proof:?}");
        assert!(!proof.gone.contains_key("chats-signed"), "a number would tell that she takes part: {proof:?}");
        for kind in ["chats-run", "chats-named", "panels", "quotes", "entry"] {
            assert!(proof.gone.contains_key(kind), "{kind}: {proof:?}");
        }
        let mut tx = db.read().await.unwrap();
        let story = stories::desk::by_source(&mut tx, house.chat.to_string().parse().unwrap()).await.unwrap().unwrap();
        drop(tx);
        assert!(story.state.published_at().is_some(), "it stays published");
        let text = format!("{} {}", story.body, serde_json::to_string(&story.facts).unwrap());
        for gone in [MEI, "Salt keeps", "We tried that", "Role of Mei"] {
            assert!(!text.contains(gone), "{gone}: {text}");
        }
        for stays in ["I like long meetings.", "Ines Ferro", "Former colleague"] {
            assert!(text.contains(stays), "{stays}: {text}");
        }
        // Memory forgets too, and the count of the room does not change.
        let forgets = async {
            while house.chats.hub.look(house.chat, |room, _| format!("{room:?}")).await.unwrap().contains(MEI) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(PATIENCE, forgets).await.expect("the room reads its records again");
        let seen = house.chats.hub.look(house.chat, |room, _| format!("{room:?}")).await.unwrap();
        assert!(!seen.contains("Salt keeps") && seen.contains(ODD), "{seen}");
        let tally = house.chats.hub.look(house.chat, |room, _| (room.slots()[0].tally.agree, room.chat.phase));
        assert_eq!(tally.await.unwrap(), (2, Phase::Live));
        house.act(Action::Advance).await;
    }
    assert_eq!(never_ran(chat::store::own::STATEMENTS), Vec::<String>::new());
    assert_one_shape(&engines, chat::store::own::STATEMENTS).await;
}

#[tokio::test]
async fn a_shared_name_is_nobodys_alone() {
    let engines = engines().await;
    let house = house(engines.sqlite()).await;
    house.held().await;
    people::found(&house.people, "MEI HARÚNA", None, &[]).await.unwrap();
    let (data, _) = house.download(&house.mei).await;
    assert_eq!(data["kinds"]["chats-named"]["records"].as_array().unwrap().len(), 0, "it may be the other one's");
    let proof = own::erase_by_retention(&house.people, house.mei.id).await.unwrap();
    let stands: BTreeSet<_> = proof.stands.iter().map(|it| (it.table.as_str(), it.why.as_str())).collect();
    for place in [("person", "same-name"), ("voice_name", "same-name"), ("panellist", "others"), ("story", "others")] {
        assert!(stands.contains(&place), "{place:?}: {stands:?}");
    }
}

/// What the wiring of the program is: chats bring one holding beside those of people.
#[tokio::test]
async fn capabilities_bring_their_holdings() {
    let engines = engines().await;
    let house = house(engines.sqlite()).await;
    let all: &[Arc<dyn Holding>] = house.people.holdings();
    assert_eq!(all.len(), 3);
    assert!(house.host.roles.hold(Role::Host, day_of(house.chats.ambient.now())));
}
