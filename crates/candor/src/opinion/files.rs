//! Files that are written: all or none, each complete under another name before the first one gets its own.

use super::fault::Fault;
use anyhow::Context;
use std::fs;
use std::path::{Path, PathBuf};

/// A file to write.
pub(crate) struct Written<'a> {
    /// Where.
    pub path: &'a Path,
    /// What.
    pub text: String,
}

/// Refuses, before anything is computed, what could not be written afterwards or would overwrite what is read.
pub(crate) fn check(write: &[&Path], read: &[&Path]) -> Result<(), Fault> {
    for (at, path) in write.iter().enumerate() {
        let same = |other: &&Path| place(path) == place(other);
        let say = if path.is_dir() {
            "is a folder; name a file"
        } else if !folder(path).is_dir() {
            "lies in a folder that is not there; make it first"
        } else if read.iter().any(same) {
            "is read; write to another file"
        } else if write[..at].iter().any(same) {
            "is named twice; name two files"
        } else {
            continue;
        };
        return Err(Fault { file: path.display().to_string(), place: None, say: say.to_owned() });
    }
    Ok(())
}

/// Writes them.
pub(crate) fn write(files: &[Written<'_>]) -> anyhow::Result<()> {
    let mut fresh = Vec::new();
    let outcome = steps(files, &mut fresh);
    if outcome.is_err() {
        for path in fresh {
            let _ = fs::remove_file(path);
        }
    }
    outcome
}

fn steps(files: &[Written<'_>], fresh: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let failed = |path: &Path| format!("{} cannot be written", path.display());
    for file in files.iter().filter(|file| !special(file.path)) {
        let path = place(file.path);
        let mut name = std::ffi::OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(".new");
        fresh.push(path.with_file_name(name));
        fs::write(&fresh[fresh.len() - 1], &file.text).with_context(|| failed(file.path))?;
    }
    for (from, file) in fresh.iter().zip(files.iter().filter(|file| !special(file.path))) {
        fs::rename(from, place(file.path)).with_context(|| failed(file.path))?;
    }
    for file in files.iter().filter(|file| special(file.path)) {
        fs::write(file.path, &file.text).with_context(|| failed(file.path))?;
    }
    Ok(())
}

/// A terminal or a pipe has no other name to be complete under.
fn special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|it| !it.is_file())
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The same for two names of one file.
fn place(path: &Path) -> PathBuf {
    let there = || Some(folder(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(there).unwrap_or_else(|| path.to_owned())
}
