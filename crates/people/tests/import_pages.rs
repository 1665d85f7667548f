//! The way of a file through the pages: upload, columns, preview, import, undo.

mod browser;

use axum::http::StatusCode;
use browser::{Answer, Browser};
use people::Role;
use people::directory::{self, Search};

const COMPANY: &str = "\
Employee #,Work Email,First Name,Last Name,Job Title,Department,Reporting to,Hire Date,Status,Notes
1,mei@saltmarsh.example,Mei,Haruna,Co-founder,Board,,2014-05-01,Active,x
2,tamsin@saltmarsh.example,Tamsin,Okoye,Lead,Ports,Mei Haruna,2017-02-01,Active,y
";

async fn admin() -> Browser {
    let b = Browser::http().await;
    let (_, cookie) = people::testing::signed_in(&b.people, "Ada Admin", &[Role::Admin]).await;
    b.holding(&cookie)
}

/// Sends a file; answers where it leads.
async fn sent(b: &Browser, text: &str) -> String {
    let answer = b.upload("/people/import", "people.csv", text.as_bytes()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location.unwrap().strip_suffix("/columns").unwrap().to_owned()
}

/// The columns as they were guessed, sent on.
async fn matched(b: &Browser, file: &str, more: &str) -> Answer {
    let page = b.get(&format!("{file}/columns")).await.body;
    let form: Vec<String> = page
        .split("<select")
        .skip(1)
        .map(|select| {
            let chosen = select.split("</select>").next().unwrap().split("<option").find(|it| it.contains(" selected"));
            let key = chosen.map_or("", |it| it.split('"').nth(1).unwrap());
            format!("column={key}")
        })
        .collect();
    b.post(&format!("{file}/columns"), &format!("{}{more}", form.join("&"))).await
}

fn hidden<'p>(page: &'p str, name: &str) -> &'p str {
    let at = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    page[at..].split('"').nth(3).unwrap()
}

async fn here(b: &Browser) -> u64 {
    let mut tx = b.db().read().await.unwrap();
    directory::list(&mut tx, &Search::default(), None, 9, directory::today(&b.people)).await.unwrap().total
}

#[tokio::test]
async fn a_file_goes_all_the_way_and_back() {
    let b = admin().await;
    let start = b.get("/people/import").await;
    assert!(start.body.contains("at most 20 MB and 100,000 rows"), "{}", start.body);
    let file = sent(&b, COMPANY).await;
    let columns = b.get(&format!("{file}/columns")).await.body;
    for seen in
        ["2 rows. It looks like a file of BambooHR.", "mei@saltmarsh.example · tamsin@saltmarsh.example", "Notes"]
    {
        assert!(columns.contains(seen), "{seen}: {columns}");
    }
    let on = matched(&b, &file, "").await;
    assert_eq!(on.location.as_deref(), Some(file.as_str()), "{}", on.body);
    let preview = b.get(&file).await.body;
    for seen in ["<strong>2</strong> <span>new</span>", "Mei Haruna", "Import 2 people", "nothing is written yet"] {
        assert!(preview.contains(seen), "{seen}: {preview}");
    }
    assert_eq!(here(&b).await, 1);
    let done = b.post(&file, &format!("mark={}", hidden(&preview, "mark"))).await;
    assert_eq!(done.location.as_deref(), Some("/people/import?done=1"), "{}", done.body);
    let start = b.get("/people/import?done=1").await.body;
    assert!(start.contains("Imported: 2 new, 0 changed, 0 left.") && start.contains("Take it back"), "{start}");
    assert_eq!(here(&b).await, 3);
    assert_eq!(b.get(&file).await.status, StatusCode::NOT_FOUND, "the file is forgotten");

    let id = hidden(&start, "id").to_owned();
    let undone = b.post("/people/import/undo", &format!("id={id}")).await;
    assert!(undone.body.contains("0 people are as they were, 2 are gone again"), "{}", undone.body);
    assert_eq!(here(&b).await, 1);
    let again = b.post("/people/import/undo", &format!("id={id}")).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert_eq!(b.post("/people/import/undo", "id=x").await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn files_that_cannot_be_read_say_why() {
    let b = admin().await;
    let large = vec![b'a'; 25 * 1024 * 1024];
    let cases: [(&[u8], StatusCode, &str); 6] = [
        (b"", StatusCode::UNPROCESSABLE_ENTITY, "The file is empty"),
        (b"PK\x03\x04", StatusCode::UNPROCESSABLE_ENTITY, "This is a workbook"),
        (b"a,b\nM\xfcller,1", StatusCode::UNPROCESSABLE_ENTITY, "Line 2 is not in UTF-8"),
        (b"a,b\n1,\0", StatusCode::UNPROCESSABLE_ENTITY, "holds bytes that are no text"),
        (b"a,b\n", StatusCode::UNPROCESSABLE_ENTITY, "nobody below them"),
        (&large, StatusCode::PAYLOAD_TOO_LARGE, "larger than 20 MB"),
    ];
    for (bytes, status, says) in cases {
        let answer = b.upload("/people/import", "x.csv", bytes).await;
        assert_eq!(answer.status, status, "{says}");
        assert!(answer.body.contains(says), "{says}: {}", answer.body);
    }
    let fits = format!("email,name\n{}", "x".repeat(600 * 1024));
    let answer = b.upload("/people/import", "x.csv", fits.as_bytes()).await;
    assert!(answer.body.contains("nobody below them") || answer.status == StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(b.post("/people/import", "file=x").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn columns_are_chosen_and_wrong_ones_asked_again() {
    let b = admin().await;
    let file = sent(&b, "who,mail,when\nInes Ferro,ines@saltmarsh.example,03/04/2026\n").await;
    let page = b.get(&format!("{file}/columns")).await.body;
    assert!(page.contains("What does “03/04/2026” mean?") && page.contains("2026-04-03"), "{page}");
    let wrong = b.post(&format!("{file}/columns"), "column=name&column=name&column=").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Two columns are “Full name”") && wrong.body.contains("No column is an employee id"));
    assert_eq!(b.get(&file).await.location.as_deref(), Some(format!("{file}/columns").as_str()), "not without a key");
    let unclear = "column=name&column=email&column=start_date&dates=unknown";
    b.post(&format!("{file}/columns"), unclear).await;
    let preview = b.get(&file).await.body;
    assert!(preview.contains("is 2026-04-03 or 2026-03-04") && preview.contains("Nothing would change"), "{preview}");
    let refused = b.get(&format!("{file}/refused.csv")).await;
    assert_eq!(refused.kind.as_deref(), Some("text/csv; charset=utf-8"));
    assert!(refused.body.contains("Why it was refused") && refused.body.contains("ines@saltmarsh.example"));
    let idle = b.post(&file, &format!("mark={}", hidden(&preview, "mark"))).await;
    assert!(idle.status == StatusCode::UNPROCESSABLE_ENTITY && idle.body.contains("Nothing was imported"));
    b.post(&format!("{file}/columns"), "column=name&column=email&column=start_date&dates=day-first").await;
    assert!(b.get(&file).await.body.contains("Import 1 person"));
    let dropped = b.post(&format!("{file}/drop"), "").await;
    assert_eq!(dropped.location.as_deref(), Some("/people/import"));
    assert_eq!(b.get(&file).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn questions_are_ticked_and_what_moved_is_looked_at_again() {
    let b = admin().await;
    let file = sent(&b, COMPANY).await;
    matched(&b, &file, "&absent=leave").await;
    let (guest, _) = people::testing::signed_in(&b.people, "Guest", &[]).await;
    let preview = b.get(&file).await.body;
    for seen in ["1 of 2 people would leave (50%)", "Not in the file, would leave", "Guest"] {
        assert!(preview.contains(seen), "{seen}: {preview}");
    }
    let mark = hidden(&preview, "mark").to_owned();
    let stopped = b.post(&file, &format!("mark={mark}")).await;
    assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stopped.body.contains("Answer the questions below first"), "{}", stopped.body);
    people::testing::signed_in(&b.people, "Another", &[]).await;
    let moved = b.post(&file, &format!("mark={mark}&yes=leavers")).await;
    assert_eq!(moved.status, StatusCode::CONFLICT);
    assert!(moved.body.contains("Somebody changed the directory") && moved.body.contains(" checked"), "{}", moved.body);
    let done = b.post(&file, &format!("mark={}&yes=leavers", hidden(&moved.body, "mark"))).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let mut tx = b.db().read().await.unwrap();
    let card = directory::person_card(&mut tx, guest.id, directory::today(&b.people)).await.unwrap().unwrap();
    assert_eq!(card.status, people::model::directory::Status::Leaver);
}

#[tokio::test]
async fn only_admins_import_and_each_their_own_file() {
    let b = admin().await;
    let file = sent(&b, COMPANY).await;
    let (_, other) = people::testing::signed_in(&b.people, "Other Admin", &[Role::Admin]).await;
    let (_, host) = people::testing::signed_in(&b.people, "A Host", &[Role::Host]).await;
    let paths = ["/columns", "", "/refused.csv"].map(|end| format!("{file}{end}"));
    for path in &paths {
        assert_eq!(b.holding(&other).get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(b.holding(&host).get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for path in [format!("{file}/columns"), file.clone(), format!("{file}/drop"), "/people/import/undo".to_owned()] {
        assert_eq!(b.holding(&host).post(&path, "").await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(b.cross_site(&path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    b.holding(&other).post(&format!("{file}/drop"), "").await;
    assert_eq!(b.get(&file).await.status, StatusCode::OK, "another admin does not drop it");
    let refused = b.holding(&host).upload("/people/import", "x.csv", COMPANY.as_bytes()).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    sent(&b, COMPANY).await;
    assert_eq!(b.get(&file).await.status, StatusCode::NOT_FOUND, "a new file takes the place of the old one");
}

/// In the pseudo language every text of ours is in brackets; what is not was left behind in a template.
#[tokio::test]
async fn no_words_are_left_in_templates() {
    let b = admin().await;
    let text = "employee_id,name,start_date,status\n1,Mei,03/04/2026,\n2,Tamsin,,zombie\n3,Odd,,\n3,Odd,,\n";
    let file = sent(&b, text).await;
    let get = async |path: &str| b.pseudo(axum::http::Method::GET, path, "").await.body;
    let mut pages = vec![
        get("/people").await,
        get("/people/chart?q=ada").await,
        get("/people/import").await,
        get(&format!("{file}/columns")).await,
        get(&file).await,
    ];
    let preview = b.get(&file).await.body;
    let form = format!("mark={}", hidden(&preview, "mark"));
    pages.push(b.pseudo(axum::http::Method::POST, &file, &form).await.body);
    let own = ["Candor", "Ada Admin", "AA", "people.csv", "Mei", "Tamsin", "Odd", "employee_id", "name", "start_date"];
    for page in pages {
        let body = page.split("<body").nth(1).unwrap();
        let texts = body.split('>').skip(1).filter_map(|part| part.split('<').next());
        for text in texts.map(str::trim).filter(|text| text.chars().any(char::is_alphabetic)) {
            let ours = own.contains(&text) || text.contains('⟦') || text.contains(" · ") || text == "status";
            assert!(ours || text == "zombie", "{text:?} in {page}");
        }
    }
}
