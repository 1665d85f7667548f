//! `cargo xtask test`: everything that must pass, in order of cost, up to the first failure.

mod api;
mod cargo;
mod deny;
mod machine;
mod postgres;
mod provider;

use anyhow::{Result, bail};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How many checks held and how many did not: tests, rules, or the step itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    passed: usize,
    failed: usize,
}

struct Step {
    name: &'static str,
    run: fn(&Path) -> Result<Counts>,
}

const STEPS: &[Step] = &[
    Step { name: "fmt", run: |root| cargo::step(root, &["fmt", "--all", "--check"]) },
    Step { name: "tidy", run: tidy },
    Step { name: "clippy", run: |root| cargo::step(root, CLIPPY) },
    Step { name: "deny", run: deny::check },
    // Tests start the program itself: it must not be yesterday's.
    Step { name: "build", run: |root| cargo::step(root, &["build", "--workspace", "--all-targets", "--all-features"]) },
    Step { name: "test", run: tests },
    Step { name: "api", run: api::check },
];

const CLIPPY: &[&str] = &["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];

/// Runs all steps, or the named ones.
pub fn run(root: &Path, names: &[&str]) -> Result<ExitCode> {
    if let Some(unknown) = names.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        bail!("no step '{unknown}'; there are: {}", known.join(" "));
    }
    let wanted = |step: &&Step| names.is_empty() || names.contains(&step.name);
    let (mut total, mut lines) = (Counts::default(), Vec::new());
    for step in STEPS.iter().filter(wanted) {
        println!("\n== {} ==", step.name);
        let started = Instant::now();
        let counts = (step.run)(root).unwrap_or_else(|error| {
            println!("error: {error:#}");
            Counts { passed: 0, failed: 1 }
        });
        lines.push(line(step.name, counts, started.elapsed()));
        total.passed += counts.passed;
        total.failed += counts.failed;
        if total.failed > 0 {
            println!("\nFAILED: {0}. Again, alone: cargo xtask test {0}", step.name);
            break;
        }
    }
    println!("\n{}", lines.join("\n"));
    println!("xtask: {} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn line(name: &str, Counts { passed, failed }: Counts, took: Duration) -> String {
    let word = if failed == 0 { "ok" } else { "FAILED" };
    format!("{name:8} {:8.1} s  {word}: {passed} passed, {failed} failed", took.as_secs_f64())
}

fn tidy(root: &Path) -> Result<Counts> {
    let (passed, failed) = crate::tidy::check(root)?;
    Ok(Counts { passed, failed })
}

/// The tests, with a browser and a PostgreSQL server at hand.
fn tests(root: &Path) -> Result<Counts> {
    machine::prepare()?;
    provider::bring(root);
    let server = postgres::Server::start()?;
    println!("PostgreSQL for the tests: {}", server.url());
    cargo::tests(root, server.url())
}

#[cfg(test)]
mod tests {
    use super::{Counts, line, run};
    use std::path::Path;
    use std::time::Duration;

    #[test]
    fn lines_say_what_happened() {
        let took = Duration::from_millis(1540);
        assert_eq!(line("fmt", Counts { passed: 1, failed: 0 }, took), "fmt           1.5 s  ok: 1 passed, 0 failed");
        assert_eq!(
            line("test", Counts { passed: 7, failed: 2 }, took),
            "test          1.5 s  FAILED: 7 passed, 2 failed"
        );
    }

    #[test]
    fn an_unknown_step_is_refused() {
        let error = run(Path::new("."), &["fmt", "lint"]).expect_err("there is no such step").to_string();
        assert_eq!(error, "no step 'lint'; there are: fmt tidy clippy deny build test api");
    }
}
