//! `candor rehearse`: a room of simulated phones, in numbers.

use crate::args::Rehearse;
use crate::folder::{ADDRESS, SETUP, read};
use crate::open_files;
use anyhow::{Context, bail};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use swarm::{Host, Lead, Rehearsal, Server, Usage};

/// A server of its own answers within this time.
const START: Duration = Duration::from_secs(30);

pub(crate) async fn run(args: Rehearse) -> anyhow::Result<()> {
    open_files::raise(u64::from(args.voices));
    let patience = Duration::from_secs(args.wait);
    let plan = |server, lead| Rehearsal { server, voices: args.voices, takes: args.takes, lead, patience };
    let report = if let (Some(url), Some(code)) = (args.url, args.code) {
        let server = Server::parse(&url)?;
        // Phones try for a minute; a wrong address should be said at once.
        Host::new(&server)?.json("/healthz").await.with_context(|| format!("no Candor answers at {url}"))?;
        swarm::rehearse(&plan(server, Lead::Other(code)), || None).await?
    } else {
        let data = tempfile::tempdir().context("no temporary folder can be made")?;
        let own = Own::start(data.path())?;
        let (server, host) = own.host(data.path()).await?;
        swarm::rehearse(&plan(server, Lead::Own(host)), || own.usage()).await?
    };
    println!("{}", serde_json::to_string(&report)?);
    Ok(())
}

/// A server in a process of its own, so that what it uses can be told from what the phones use.
struct Own(Child);

impl Own {
    fn start(data: &Path) -> anyhow::Result<Self> {
        let program = std::env::current_exe().context("the program cannot find itself")?;
        let child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env_remove("CANDOR_PUBLIC_URL")
            .env("RUST_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("the server cannot be started")?;
        Ok(Self(child))
    }

    /// Signs in by the link that the server leaves in its folder.
    async fn host(&self, data: &Path) -> anyhow::Result<(Server, Host)> {
        let start = Instant::now();
        loop {
            if let (Some(address), Some(link)) = (read(data, ADDRESS), read(data, SETUP)) {
                let server = Server::parse(&address)?;
                let host = Host::new(&server)?;
                host.set_up(&link, "Rehearsal").await?;
                return Ok((server, host));
            }
            if start.elapsed() > START {
                bail!("the server did not start in {} s", START.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    #[cfg(target_os = "linux")]
    fn usage(&self) -> Option<Usage> {
        let proc = |file: &str| std::fs::read_to_string(format!("/proc/{}/{file}", self.0.id())).ok();
        usage(&proc("status")?, &proc("stat")?)
    }

    #[cfg(not(target_os = "linux"))]
    fn usage(&self) -> Option<Usage> {
        None
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        // Its folder goes as well: there is nothing to finish. Failing means that it ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// From the texts of `/proc/PID/status` and `/proc/PID/stat`.
#[cfg(any(target_os = "linux", test))]
fn usage(status: &str, stat: &str) -> Option<Usage> {
    /// `USER_HZ`, the same on every Linux that Rust runs on.
    const TICK: Duration = Duration::from_millis(10);
    let rss = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let rss_kib = rss.trim().strip_suffix("kB")?.trim().parse().ok()?;
    // The name of the program stands in brackets and may hold spaces; utime and stime are the 12th and 13th after it.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<u32>().ok();
    Some(Usage { rss_kib, cpu: TICK * (ticks()? + ticks()?) })
}

#[cfg(test)]
mod tests {
    use super::usage;
    use std::time::Duration;

    #[test]
    fn what_a_process_uses_is_read() {
        let stat = "42 (can dor) S 1 42 42 0 -1 4194560 900 0 0 0 250 50 0 0 20 0 4 0 100 0 0";
        let used = usage("Name:\tcandor\nVmRSS:\t   20480 kB\n", stat).unwrap();
        assert_eq!((used.rss_kib, used.cpu), (20480, Duration::from_secs(3)));
        assert_eq!(usage("", stat), None);
    }
}
