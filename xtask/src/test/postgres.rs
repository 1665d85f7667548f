//! A PostgreSQL server for one run: fresh, in a folder of its own, stopped and removed whatever happens.

use super::machine::{is_root, on_path};
use anyhow::{Context, Result, bail};
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use tempfile::TempDir;

/// Where the tests read the address from. Whoever sets it brings a server of their own.
pub(super) const GIVEN: &str = "TEST_POSTGRES";

/// Stops the server and removes its data as soon as its input ends: when this program is done, or was killed.
const KEEPER: &str = r#"read -r _; "$1/pg_ctl" --pgdata "$2/data" --mode immediate stop >/dev/null 2>&1; rm -rf "$2""#;

/// A crash may lose all: these are tests. Everything else is as it comes.
const SETTINGS: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 \
                        -c listen_addresses=127.0.0.1";

/// A running server.
pub(super) struct Server {
    url: String,
    keeper: Option<(Child, ChildStdin)>,
}

impl Server {
    /// Takes the given server, or starts one.
    pub(super) fn start() -> Result<Self> {
        if let Some(url) = std::env::var(GIVEN).ok().filter(|url| !url.is_empty()) {
            return Ok(Self { url, keeper: None });
        }
        let programs = programs().context("the programs of PostgreSQL are not installed")?;
        let user = User::for_server()?;
        let folder = TempDir::with_prefix("candor-test-postgres-").context("making a folder for PostgreSQL")?;
        if let Some(user) = &user {
            chown(folder.path(), Some(user.id), Some(user.group)).context("giving the folder to PostgreSQL's user")?;
        }
        let home = folder.path().to_owned();
        let command = |program: &Path| {
            let mut command = Command::new(program);
            command.current_dir(&home);
            // Also drops the groups of root.
            if let Some(user) = &user {
                command.gid(user.group).uid(user.id);
            }
            command
        };

        let mut keeper = command(Path::new("/bin/sh"));
        keeper.args(["-c", KEEPER, "keeper"]).arg(&programs).arg(&home).stdin(Stdio::piped());
        // In a group of its own, so that Ctrl-C does not end it before its work.
        let mut keeper = keeper.process_group(0).spawn().context("starting the keeper of PostgreSQL")?;
        let input = keeper.stdin.take().context("the keeper has an input")?;
        // From here on the keeper removes the folder.
        let _ = folder.keep();

        let port =
            TcpListener::bind(("127.0.0.1", 0)).and_then(|it| it.local_addr()).context("finding a free port")?.port();
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let server = Self { url, keeper: Some((keeper, input)) };

        let mut init = command(&programs.join("initdb"));
        init.args(["--pgdata", "data", "--username", "postgres", "--auth", "trust", "--encoding", "UTF8"]);
        run(init.args(["--locale", "C.UTF-8", "--no-sync"]), "initdb")?;
        let settings = format!("{SETTINGS} -c port={port} -c unix_socket_directories='{}'", home.display());
        let mut start = command(&programs.join("pg_ctl"));
        // The server outlives pg_ctl: it must not keep our output open, so it logs into a file.
        start.args(["--pgdata", "data", "--log", "log", "--wait", "--timeout", "60", "--options", &settings, "start"]);
        run(&mut start, "pg_ctl start").with_context(|| fs::read_to_string(home.join("log")).unwrap_or_default())?;
        Ok(server)
    }

    /// Its address.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((mut keeper, input)) = self.keeper.take() {
            drop(input);
            if let Err(error) = keeper.wait() {
                eprintln!("the PostgreSQL of the tests may still run: {error}");
            }
        }
    }
}

fn run(command: &mut Command, what: &str) -> Result<()> {
    let log = tempfile::tempfile().context("making a log")?;
    let (out, err) = (log.try_clone()?, log.try_clone()?);
    let status =
        command.stdin(Stdio::null()).stdout(out).stderr(err).status().with_context(|| format!("starting {what}"))?;
    if status.success() {
        return Ok(());
    }
    bail!("{what} failed:\n{}", said(log))
}

fn said(mut log: fs::File) -> String {
    use std::io::{Read, Seek};
    let mut text = String::new();
    let read = log.rewind().and_then(|()| log.read_to_string(&mut text));
    read.map_or_else(|error| error.to_string(), |_| text)
}

/// The folder of `initdb`, `pg_ctl` and `postgres`: Debian keeps them off the path, one folder per version.
pub(super) fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let numbered =
        versions.filter_map(|it| Some((it.file_name().to_str()?.parse::<u32>().ok()?, it.path().join("bin"))));
    let newest = numbered.filter(|(_, folder)| folder.join("initdb").is_file()).max().map(|(_, folder)| folder);
    newest.or_else(|| fs::canonicalize(on_path("initdb")?).ok()?.parent().map(Path::to_path_buf))
}

/// A user of this machine.
struct User {
    id: u32,
    group: u32,
}

impl User {
    /// PostgreSQL refuses to run as root: then it runs as `postgres`. Else as whoever runs the tests.
    fn for_server() -> Result<Option<Self>> {
        if !is_root() {
            return Ok(None);
        }
        let users = fs::read_to_string("/etc/passwd").context("reading /etc/passwd")?;
        Self::named("postgres", &users)
            .map(Some)
            .context("there is no user `postgres`: install PostgreSQL from a package")
    }

    fn named(name: &str, users: &str) -> Option<Self> {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut cells = line.split(':').skip(2);
        Some(Self { id: cells.next()?.parse().ok()?, group: cells.next()?.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::User;

    #[test]
    fn users_are_found_by_name() {
        let users = "root:x:0:0:root:/:/bin/sh\npostgres:x:105:110:PostgreSQL,,,:/var/lib/postgresql:/bin/bash\n";
        let user = User::named("postgres", users).expect("it is there");
        assert_eq!((user.id, user.group), (105, 110));
        assert!(User::named("post", users).is_none());
    }
}
