//! The data folder: made with rights for its owner alone, and held by one server at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The database.
const DATABASE: &str = "candor.sqlite";
/// Held as long as a server runs.
const LOCK: &str = "lock";
/// The public address of the server that runs, or ran last.
pub const ADDRESS: &str = "address";
/// The one-time link of the first start.
pub const SETUP: &str = "setup-url";

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It cannot be made.
    #[error("the data folder {} cannot be made; name another one with --data", .folder.display())]
    Make {
        /// Which folder.
        folder: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file in it cannot be written.
    #[error("the data folder {} cannot be written; check its rights, or name another one with --data", .folder.display())]
    Write {
        /// Which folder.
        folder: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Another server has it.
    #[error("another Candor uses the data folder {}; stop it, or name another folder with --data", .folder.display())]
    InUse {
        /// Which folder.
        folder: PathBuf,
    },
}

/// Where a folder comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It was there before.
    Found,
    /// It was made just now.
    New,
}

/// A data folder that belongs to this process until it is dropped.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes the folder where it is missing, and takes it.
    pub fn take(path: &Path) -> Result<Self, FolderError> {
        let folder = || path.to_owned();
        make(path).map_err(|source| FolderError::Make { folder: folder(), source })?;
        let lock = private(OpenOptions::new().create(true).write(true).truncate(false))
            .open(path.join(LOCK))
            .map_err(|source| FolderError::Write { folder: folder(), source })?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(FolderError::InUse { folder: folder() }),
            Err(TryLockError::Error(source)) => Err(FolderError::Write { folder: folder(), source }),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a small file that only the owner may read, all at once.
    pub fn write(&self, name: &str, text: &str) -> Result<(), FolderError> {
        write(&self.path, name, text)
    }

    /// Makes the file of the database where it is missing.
    pub fn make_database(&self) -> Result<(), FolderError> {
        // SQLite gives its own files the rights of this one, whatever those of the folder are.
        let made = private(OpenOptions::new().create(true).append(true)).open(self.path.join(DATABASE));
        made.map(drop).map_err(|source| FolderError::Write { folder: self.path.clone(), source })
    }

    /// Gives back a folder into which nothing came; `Origin::New` removes it too.
    pub fn forget(self, origin: Origin) {
        // What cannot be removed is an empty lock, which the next one takes.
        let _ = fs::remove_file(self.path.join(LOCK));
        if origin == Origin::New {
            let _ = fs::remove_dir(&self.path);
        }
    }

    /// Removes a file, if it is there.
    pub fn remove(&self, name: &str) -> Result<(), FolderError> {
        match fs::remove_file(self.path.join(name)) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(FolderError::Write { folder: self.path.clone(), source })
            }
            _ => Ok(()),
        }
    }
}

/// Address of the database in a data folder.
pub fn database(folder: &Path) -> String {
    db::backup::sqlite_url(&folder.join(DATABASE))
}

/// Makes a complete database the one of a data folder, all at once.
pub fn place_database(folder: &Path, complete: &Path) -> io::Result<()> {
    fs::rename(complete, folder.join(DATABASE))?;
    // The new name is durable too, where a folder can be opened.
    File::open(folder).map_or(Ok(()), |folder| folder.sync_all())
}

/// Writes a small file that only the owner may read, all at once.
pub fn write(folder: &Path, name: &str, text: &str) -> Result<(), FolderError> {
    let write = || {
        let fresh = folder.join(format!(".{name}.new"));
        let mut file = private(OpenOptions::new().create(true).write(true).truncate(true)).open(&fresh)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, folder.join(name))
    };
    write().map_err(|source| FolderError::Write { folder: folder.to_owned(), source })
}

/// Whether a folder already holds a database.
pub fn holds_data(folder: &Path) -> bool {
    folder.join(DATABASE).exists()
}

/// Reads a small file of a data folder that perhaps another process holds.
pub fn read(folder: &Path, name: &str) -> Option<String> {
    fs::read_to_string(folder.join(name)).ok().map(|text| text.trim().to_owned())
}

/// Makes a folder for its owner alone, where it is missing.
#[cfg(unix)]
pub fn make(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Makes a folder, where it is missing.
#[cfg(not(unix))]
pub fn make(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(test)]
mod tests {
    use super::{Folder, FolderError, read};

    #[test]
    fn a_folder_belongs_to_one_server() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a/b");
        let folder = Folder::take(&path).unwrap();
        assert!(matches!(Folder::take(&path), Err(FolderError::InUse { .. })));
        folder.write("note", "hello\n").unwrap();
        assert_eq!(read(&path, "note").as_deref(), Some("hello"));
        folder.remove("note").unwrap();
        folder.remove("note").unwrap();
        assert_eq!(read(&path, "note"), None);
        drop(folder);
        assert!(Folder::take(&path).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::take(&root.path().join("data")).unwrap();
        assert!(!super::holds_data(folder.path()));
        folder.make_database().unwrap();
        folder.write("note", "x").unwrap();
        assert!(super::holds_data(folder.path()));
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path()), 0o700);
        for file in ["note", super::LOCK, super::DATABASE] {
            assert_eq!(mode(&folder.path().join(file)), 0o600, "{file}");
        }
    }
}
