//! Settings of other servers that sign people in: `CANDOR_OIDC` names them, `CANDOR_OIDC_<NAME>_…` describes each.

use crate::nearest::nearest;
use people::oidc::{Believe, ClientSecret, ProviderSettings, SettingsError, Strangers};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Names the providers, in the order of their buttons: `entra,google`.
const LIST: &str = "CANDOR_OIDC";

/// What the variables of all providers begin with.
pub(crate) const PREFIX: &str = "CANDOR_OIDC_";

/// What may be said of each.
const PARTS: [&str; 7] =
    ["ISSUER", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE", "NAME", "ADDRESSES", "STRANGERS"];

/// Why the providers cannot be set up so.
#[derive(Debug, thiserror::Error)]
pub enum ProvidersError {
    /// A variable that belongs to none, or says what cannot be said.
    #[error("the environment sets {name}, which is no setting{}", .meant.as_deref().map(|it| format!("; did you mean {it}?")).unwrap_or_default())]
    Unknown {
        /// The variable.
        name: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// A variable for a provider that is not named.
    #[error("the environment sets {0}, but CANDOR_OIDC does not name that provider")]
    NotNamed(String),
    /// Named twice.
    #[error("CANDOR_OIDC names {0} twice")]
    Twice(String),
    /// Something that each needs.
    #[error("{0} is missing")]
    Missing(String),
    /// Both the secret and a file with it.
    #[error("the secret is given twice: keep either {0} or {0}_FILE")]
    TwoSecrets(String),
    /// The file with the secret.
    #[error("the secret cannot be read from {path}, which {name} names")]
    Secret {
        /// The variable.
        name: String,
        /// The file.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// A word that is none of those that may be said.
    #[error("{name} is {value}: write {one} or {other}")]
    Choice {
        /// The variable.
        name: String,
        /// As it was written.
        value: String,
        /// What it may be.
        one: &'static str,
        /// What else it may be.
        other: &'static str,
    },
    /// A part of one provider.
    #[error("the settings of the provider {id}: {source}")]
    Settings {
        /// Which one.
        id: String,
        /// What is wrong.
        source: SettingsError,
    },
}

/// The variables of this process that are about providers.
pub(crate) fn variables() -> BTreeMap<String, String> {
    let all =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    all.filter(|(name, _)| name == LIST || name.starts_with(PREFIX)).collect()
}

/// The providers; none where none is named. Nothing is asked of them yet.
pub fn read(variables: &BTreeMap<String, String>) -> Result<Vec<ProviderSettings>, ProvidersError> {
    check(variables)?.into_iter().map(|id| one(id, variables)).collect()
}

/// Refuses slips of the pen in the names, for commands that need no provider. Answers the keys of the providers.
pub(crate) fn check(variables: &BTreeMap<String, String>) -> Result<Vec<&str>, ProvidersError> {
    let list = variables.get(LIST).map(String::as_str).unwrap_or_default();
    let ids: Vec<&str> = list.split([',', ' ']).filter(|id| !id.is_empty()).collect();
    let mut seen = BTreeSet::new();
    if let Some(twice) = ids.iter().find(|id| !seen.insert(**id)) {
        return Err(ProvidersError::Twice((*twice).to_owned()));
    }
    for name in variables.keys().filter(|name| name.starts_with(PREFIX)) {
        belongs(name, &ids)?;
    }
    Ok(ids)
}

/// A slip of the pen must not be passed over.
fn belongs(name: &str, ids: &[&str]) -> Result<(), ProvidersError> {
    let rests = ids.iter().filter_map(|id| name.strip_prefix(&start(id)));
    // One may be called `a`, another `a-b`.
    let Some(rest) = rests.min_by_key(|rest| rest.len()) else {
        return Err(ProvidersError::NotNamed(name.to_owned()));
    };
    if PARTS.contains(&rest) {
        return Ok(());
    }
    let before = &name[..name.len() - rest.len()];
    Err(ProvidersError::Unknown {
        name: name.to_owned(),
        meant: nearest(rest, PARTS).map(|part| format!("{before}{part}")),
    })
}

fn start(id: &str) -> String {
    format!("{PREFIX}{}_", id.to_ascii_uppercase().replace('-', "_"))
}

fn one(id: &str, variables: &BTreeMap<String, String>) -> Result<ProviderSettings, ProvidersError> {
    let name = |part: &str| format!("{}{part}", start(id));
    let said = |part: &str| variables.get(&name(part)).map(|it| it.trim()).filter(|it| !it.is_empty());
    let needed = |part: &str| said(part).ok_or_else(|| ProvidersError::Missing(name(part)));
    let settings = ProviderSettings::new(id, needed("ISSUER")?, needed("CLIENT_ID")?);
    let mut settings = settings.map_err(|source| ProvidersError::Settings { id: id.to_owned(), source })?;
    if let Some(called) = said("NAME") {
        called.clone_into(&mut settings.name);
    }
    settings.client_secret = match (said("CLIENT_SECRET"), said("CLIENT_SECRET_FILE")) {
        (Some(_), Some(_)) => return Err(ProvidersError::TwoSecrets(name("CLIENT_SECRET"))),
        (Some(secret), None) => ClientSecret::new(secret),
        (None, Some(path)) => {
            let read = std::fs::read_to_string(Path::new(path));
            let (name, path) = (name("CLIENT_SECRET_FILE"), path.to_owned());
            ClientSecret::new(&read.map_err(|source| ProvidersError::Secret { name, path, source })?)
        }
        (None, None) => None,
    };
    let choice = |part: &str, one, other| match said(part) {
        Some(value) if value == one => Ok(Some(false)),
        Some(value) if value == other => Ok(Some(true)),
        Some(value) => Err(ProvidersError::Choice { name: name(part), value: value.to_owned(), one, other }),
        None => Ok(None),
    };
    if choice("ADDRESSES", "verified", "all")? == Some(true) {
        settings.believe = Believe::All;
    }
    if choice("STRANGERS", "refuse", "create")? == Some(true) {
        settings.strangers = Strangers::Create;
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::read;
    use people::oidc::{Believe, ClientSecret, Strangers};
    use std::collections::BTreeMap;

    fn variables(of: &[(&str, &str)]) -> BTreeMap<String, String> {
        of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn providers_are_read() {
        assert_eq!(read(&variables(&[])).unwrap(), []);
        assert_eq!(read(&variables(&[("CANDOR_OIDC", " ")])).unwrap(), []);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, "hush\n").unwrap();
        let both = read(&variables(&[
            ("CANDOR_OIDC", "entra, my-cloak"),
            ("CANDOR_OIDC_ENTRA_ISSUER", "https://login.example.org/v2.0"),
            ("CANDOR_OIDC_ENTRA_CLIENT_ID", "candor"),
            ("CANDOR_OIDC_ENTRA_CLIENT_SECRET", "secret"),
            ("CANDOR_OIDC_ENTRA_NAME", "Microsoft"),
            ("CANDOR_OIDC_ENTRA_ADDRESSES", "all"),
            ("CANDOR_OIDC_MY_CLOAK_ISSUER", "https://cloak.example.org/realms/saltmarsh"),
            ("CANDOR_OIDC_MY_CLOAK_CLIENT_ID", "candor"),
            ("CANDOR_OIDC_MY_CLOAK_CLIENT_SECRET_FILE", file.to_str().unwrap()),
            ("CANDOR_OIDC_MY_CLOAK_STRANGERS", "create"),
        ]));
        let [entra, cloak] = &both.unwrap()[..] else { panic!("two providers") };
        assert_eq!((entra.id.as_str(), entra.name.as_str(), entra.believe), ("entra", "Microsoft", Believe::All));
        assert_eq!((entra.strangers, entra.client_secret.clone()), (Strangers::Refuse, ClientSecret::new("secret")));
        assert_eq!(
            (cloak.id.as_str(), cloak.name.as_str(), cloak.believe),
            ("my-cloak", "my-cloak", Believe::Verified)
        );
        assert_eq!((cloak.strangers, cloak.client_secret.clone()), (Strangers::Create, ClientSecret::new("hush")));
    }

    #[test]
    fn slips_are_refused_with_what_to_do() {
        const ISSUER: (&str, &str) = ("CANDOR_OIDC_ENTRA_ISSUER", "https://login.example.org");
        const CLIENT: (&str, &str) = ("CANDOR_OIDC_ENTRA_CLIENT_ID", "candor");
        for (more, said) in [
            (vec![CLIENT], "CANDOR_OIDC_ENTRA_ISSUER is missing"),
            (vec![ISSUER], "CANDOR_OIDC_ENTRA_CLIENT_ID is missing"),
            (
                vec![ISSUER, CLIENT, ("CANDOR_OIDC_ENTRA_CLIENTID", "x")],
                "the environment sets CANDOR_OIDC_ENTRA_CLIENTID, which is no setting; \
                 did you mean CANDOR_OIDC_ENTRA_CLIENT_ID?",
            ),
            (
                vec![ISSUER, CLIENT, ("CANDOR_OIDC_GOOGLE_NAME", "x")],
                "the environment sets CANDOR_OIDC_GOOGLE_NAME, but CANDOR_OIDC does not name that provider",
            ),
            (
                vec![ISSUER, CLIENT, ("CANDOR_OIDC_ENTRA_ADDRESSES", "yes")],
                "CANDOR_OIDC_ENTRA_ADDRESSES is yes: write verified or all",
            ),
            (
                vec![
                    ISSUER,
                    CLIENT,
                    ("CANDOR_OIDC_ENTRA_CLIENT_SECRET", "x"),
                    ("CANDOR_OIDC_ENTRA_CLIENT_SECRET_FILE", "y"),
                ],
                "the secret is given twice: keep either CANDOR_OIDC_ENTRA_CLIENT_SECRET or \
                 CANDOR_OIDC_ENTRA_CLIENT_SECRET_FILE",
            ),
            (
                vec![ISSUER, CLIENT, ("CANDOR_OIDC_ENTRA_CLIENT_SECRET_FILE", "/nowhere/at/all")],
                "the secret cannot be read from /nowhere/at/all, which CANDOR_OIDC_ENTRA_CLIENT_SECRET_FILE names",
            ),
            (
                vec![("CANDOR_OIDC_ENTRA_ISSUER", "http://login.example.org"), CLIENT],
                "the settings of the provider entra: the issuer must be reached by https: only on this machine itself \
                 may it be http",
            ),
        ] {
            let all = variables(&[&[("CANDOR_OIDC", "entra")], &more[..]].concat());
            assert_eq!(read(&all).unwrap_err().to_string(), said);
        }
        let twice = read(&variables(&[("CANDOR_OIDC", "entra,entra"), ISSUER, CLIENT]));
        assert_eq!(twice.unwrap_err().to_string(), "CANDOR_OIDC names entra twice");
    }
}
