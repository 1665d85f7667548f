//! `candor import people`: the same way as the pages, in one command.

use crate::database::DatabaseArgs;
use crate::{clock, folder};
use anyhow::Context;
use clap::{Args, Subcommand};
use people::People;
use people::import::{self, Absent, Agreed, Choices, Fate, FileError, NotApplied, Order, Plan, Table};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use web::{Site, SiteConfig};

/// What is imported.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// People and teams from a CSV file of a personnel system.
    People(PeopleArgs),
}

/// People from a file.
#[derive(Debug, Args)]
pub(crate) struct PeopleArgs {
    /// The file: UTF-8, parted by commas, semicolons or tabs, with headers.
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Show what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Data folder of the server, which may be running.
    #[arg(long, env = "CANDOR_DATA", default_value = "candor-data", value_name = "DIR")]
    data: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
    /// What 03/04/2026 means; without it such days are refused.
    #[arg(long, value_name = "ORDER", value_parser = order)]
    dates: Option<Order>,
    /// Whoever is not in the file has left. Admins stay.
    #[arg(long)]
    absent_are_leavers: bool,
    /// Leave refused rows out, answer every question with yes, and import the rest.
    #[arg(long)]
    yes: bool,
}

fn order(text: &str) -> Result<Order, String> {
    let known = Order::from_key(text).filter(|it| *it != Order::Unknown);
    known.ok_or_else(|| format!("write {} or {}", Order::DayFirst.key(), Order::MonthFirst.key()))
}

pub(crate) async fn run(Import::People(args): Import) -> anyhow::Result<ExitCode> {
    let table = match read(&args.file)? {
        Ok(table) => table,
        Err(error) => {
            eprintln!("{}:{}: {error}", args.file.display(), error.line());
            return Ok(ExitCode::from(2));
        }
    };
    let t = import::words("en");
    let choices = Choices {
        columns: import::suggest(&table.headers).columns,
        dates: args.dates.unwrap_or_default(),
        absent: if args.absent_are_leavers { Absent::Leave } else { Absent::Stay },
    };
    let faults = choices.columns.faults();
    if !faults.is_empty() {
        for fault in &faults {
            eprintln!("{}:1: {}", args.file.display(), fault.say(&t));
        }
        return Ok(ExitCode::from(2));
    }

    let database = args.database.choose()?;
    // The server may go on: SQLite lets one more process write.
    let db = database.attach(&args.data).await?;
    let public_url = folder::read(&args.data, folder::ADDRESS).unwrap_or_default();
    let site = Site::new(SiteConfig { name: "Candor".to_owned(), public_url, banner: None });
    let people = People::new(db, clock::system().context("the system gives no randomness")?, site);
    let today = people::directory::today(&people);
    let known = import::known(&mut people.db().read().await?, today).await?;
    let plan = import::plan(&table, &choices, &known, None, today);
    println!("{}", import::preview(&plan, &t));
    let stops = tell(&args.file, &plan, &t);

    if args.dry_run {
        println!("Nothing was written.");
        return Ok(if stops { ExitCode::from(2) } else { ExitCode::SUCCESS });
    }
    if stops && !args.yes {
        eprintln!("Nothing was imported. Mend the file, or go on with --yes.");
        return Ok(ExitCode::from(2));
    }
    let name = args.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let agreed = Agreed { mark: Some(plan.mark()), answers: Vec::new(), all: args.yes };
    match import::apply(&people, None, &name, &table, &choices, &agreed).await {
        Ok(_) => println!("Imported. An admin can take it back on the page /people/import."),
        Err(NotApplied::Idle) => println!("Nothing to do."),
        Err(NotApplied::Moved) => anyhow::bail!("somebody changed the directory at the same moment; try again"),
        Err(error) => return Err(error.into()),
    }
    Ok(ExitCode::SUCCESS)
}

/// The file as a table. What cannot be opened is a fault of the call, what cannot be read one of the file.
fn read(path: &Path) -> anyhow::Result<Result<Table, FileError>> {
    let opening = || format!("{} cannot be read", path.display());
    let length = std::fs::metadata(path).with_context(opening)?.len();
    if usize::try_from(length).unwrap_or(usize::MAX) > import::MOST_BYTES {
        return Ok(Err(FileError::TooLarge));
    }
    Ok(import::read(&std::fs::read(path).with_context(opening)?))
}

/// Says what is refused, with its lines, and what is asked; answers whether there is any of it.
fn tell(file: &Path, plan: &Plan, t: &web::Words) -> bool {
    let file = file.display();
    let mut stops = !plan.questions.is_empty();
    for row in &plan.rows {
        let Fate::Refused(reasons) = &row.fate else { continue };
        stops = true;
        for reason in reasons {
            let name = if row.name.is_empty() { String::new() } else { format!("{}: ", row.name) };
            eprintln!("{file}:{}: {name}{}", row.line, reason.say(t));
        }
    }
    for question in &plan.questions {
        eprintln!("{file}: {}. {}", question.ask(t), question.yes(t));
        for (line, detail) in question.lines().into_iter().zip(question.details(t)) {
            match line {
                Some(line) => eprintln!("{file}:{line}: {detail}"),
                None => eprintln!("{file}: {detail}"),
            }
        }
    }
    stops
}
