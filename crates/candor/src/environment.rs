//! Settings from the environment: `CANDOR_…`.

use crate::nearest::nearest;

/// What every setting begins with.
const PREFIX: &str = "CANDOR_";

/// Every variable that is read.
pub const KNOWN: [&str; 13] = [
    "CANDOR_API_RATE",
    "CANDOR_DATA",
    "CANDOR_DATABASE_URL",
    "CANDOR_DATABASE_URL_FILE",
    "CANDOR_FEEDBACK_FLOOR",
    "CANDOR_LISTEN",
    "CANDOR_LOCAL_SIGN_IN",
    "CANDOR_MAIL_FROM",
    "CANDOR_MAIL_URL",
    "CANDOR_MAIL_URL_FILE",
    "CANDOR_OIDC",
    "CANDOR_PUBLIC_URL",
    "CANDOR_TRUSTED_PROXIES",
];

/// A variable that looks like a setting and is none.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the environment sets {name}, which is no setting{}", hint(.meant.as_deref()))]
pub struct UnknownVariable {
    name: String,
    meant: Option<String>,
}

fn hint(meant: Option<&str>) -> String {
    match meant {
        Some(meant) => format!("; did you mean {meant}?"),
        None => format!("; the settings are {}", KNOWN.join(", ")),
    }
}

/// A misspelt setting would be ignored without a word: refuse it.
pub fn check(names: impl IntoIterator<Item = String>) -> Result<(), UnknownVariable> {
    // What belongs to a provider is looked at where the providers are read.
    let ours = |name: &str| name.starts_with(PREFIX) && !name.starts_with(crate::providers::PREFIX);
    let unknown = names.into_iter().find(|name| ours(name) && !KNOWN.contains(&name.as_str()));
    match unknown {
        Some(name) => {
            let rest = |name: &'static str| name.trim_start_matches(PREFIX);
            let meant = nearest(&name[PREFIX.len()..], KNOWN.map(rest)).map(|rest| format!("{PREFIX}{rest}"));
            Err(UnknownVariable { name, meant })
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn misspelt_settings_are_refused() {
        for (names, said) in [
            (vec!["PATH", "CANDOR_DATA"], None),
            (
                vec!["CANDOR_DATE"],
                Some("the environment sets CANDOR_DATE, which is no setting; did you mean CANDOR_DATA?"),
            ),
            (
                vec!["CANDOR_X"],
                Some(
                    "the environment sets CANDOR_X, which is no setting; \
                     the settings are CANDOR_API_RATE, CANDOR_DATA, CANDOR_DATABASE_URL, CANDOR_DATABASE_URL_FILE, \
                     CANDOR_FEEDBACK_FLOOR, CANDOR_LISTEN, CANDOR_LOCAL_SIGN_IN, CANDOR_MAIL_FROM, CANDOR_MAIL_URL, CANDOR_MAIL_URL_FILE, CANDOR_OIDC, \
                     CANDOR_PUBLIC_URL, CANDOR_TRUSTED_PROXIES",
                ),
            ),
        ] {
            let is = check(names.into_iter().map(str::to_owned)).map_err(|e| e.to_string());
            assert_eq!(is.err().as_deref(), said);
        }
    }
}
