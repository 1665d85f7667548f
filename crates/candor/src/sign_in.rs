//! How people sign in: what the operator says about mail, proxies and local sign-in.

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use people::sign_in::mail::MailSettings;
use people::sign_in::{Local, Settings, proxies};
use std::fmt;
use std::path::PathBuf;

/// An address that may hold a password, so it is never printed.
#[derive(Clone)]
pub(crate) struct Hidden(String);

impl From<String> for Hidden {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(…)")
    }
}

/// The mail server.
#[derive(Debug, Args)]
pub(crate) struct MailArgs {
    /// Mail server for sign-in links, `smtps://USER:PASSWORD@HOST` or `smtp://HOST:PORT`; without it no mail is sent. A
    /// flag can be read by everybody on the machine: better set the variable.
    #[arg(long = "mail-url", id = "mail_url", env = "CANDOR_MAIL_URL", hide_env_values = true, value_name = "URL")]
    url: Option<Hidden>,
    /// File that holds this address alone.
    #[arg(long = "mail-url-file", id = "mail_url_file", env = "CANDOR_MAIL_URL_FILE", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Who letters are from, as in `Candor <candor@example.org>`.
    #[arg(long = "mail-from", id = "mail_from", env = "CANDOR_MAIL_FROM", value_name = "ADDRESS")]
    from: Option<String>,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    /// Switched on.
    On,
    /// Switched off.
    Off,
}

/// All of sign-in.
#[derive(Debug, Args)]
pub(crate) struct SignInArgs {
    #[command(flatten)]
    mail: MailArgs,
    /// Whether people may sign in by mail link, password and passkey. `off` leaves other servers that know them, and
    /// `candor login-link`.
    #[arg(long, env = "CANDOR_LOCAL_SIGN_IN", value_name = "on|off", default_value = "on")]
    local_sign_in: Switch,
    /// Networks of the proxies in front, such as `127.0.0.1,10.0.0.0/8`: what they say about where requests come from
    /// counts.
    #[arg(
        long,
        env = "CANDOR_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        default_value = "",
        hide_default_value = true
    )]
    trusted_proxies: String,
}

impl MailArgs {
    /// What was chosen. Nothing is connected yet.
    pub fn choose(self) -> anyhow::Result<Option<MailSettings>> {
        let given = self.url.filter(|url| !url.0.trim().is_empty());
        let file = self.file.filter(|path| !path.as_os_str().is_empty());
        let url = match (given, file) {
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => {
                bail!("the mail server is named twice: keep either CANDOR_MAIL_URL or CANDOR_MAIL_URL_FILE")
            }
            (Some(url), None) => url.0,
            (None, Some(path)) => std::fs::read_to_string(&path)
                .with_context(|| format!("the address of the mail server cannot be read from {}", path.display()))?,
        };
        Ok(Some(MailSettings::parse(&url, &self.from.unwrap_or_default())?))
    }
}

impl SignInArgs {
    /// What was chosen.
    pub fn choose(self) -> anyhow::Result<Settings> {
        let local = match self.local_sign_in {
            Switch::On => Local::On,
            Switch::Off => Local::Off,
        };
        Ok(Settings { local, mail: self.mail.choose()?, proxies: proxies(&self.trusted_proxies)? })
    }
}

#[cfg(test)]
mod tests {
    use super::{Hidden, MailArgs, SignInArgs, Switch};
    use people::sign_in::Local;
    use std::path::Path;

    fn mail(url: Option<&str>, file: Option<&Path>, from: Option<&str>) -> MailArgs {
        let url = url.map(|it| Hidden(it.to_owned()));
        MailArgs { url, file: file.map(Path::to_owned), from: from.map(str::to_owned) }
    }

    #[test]
    fn what_is_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("url");
        std::fs::write(&file, "smtps://ida:pw1@mail.example\n").unwrap();
        let from = Some("Candor <candor@saltmarsh.example>");
        assert!(mail(None, None, from).choose().unwrap().is_none());
        assert!(mail(Some(""), Some(Path::new("")), None).choose().unwrap().is_none());
        for chosen in [mail(Some("smtps://ida:pw1@mail.example"), None, from), mail(None, Some(&file), from)] {
            assert!(!format!("{chosen:?}").contains("pw1"));
            assert!(!format!("{:?}", chosen.choose().unwrap().unwrap()).contains("pw1"));
        }
        let missing = folder.path().join("nothing");
        for (refused, said) in [
            (mail(Some("smtp://a"), Some(&file), from), "named twice"),
            (mail(None, Some(&missing), from), "cannot be read from"),
            (mail(Some("mail.example"), None, from), "smtps://"),
            (mail(Some("smtps://ida:pw1@mail.example"), None, None), "CANDOR_MAIL_FROM"),
        ] {
            let refused = format!("{:#}", refused.choose().unwrap_err());
            assert!(refused.contains(said) && !refused.contains("pw1"), "{refused}");
        }
        let all = |switch, proxies: &str| {
            let trusted_proxies = proxies.to_owned();
            SignInArgs { mail: mail(None, None, None), local_sign_in: switch, trusted_proxies }.choose()
        };
        assert_eq!(all(Switch::Off, "").unwrap().local, Local::Off);
        assert_eq!(all(Switch::On, "10.0.0.0/8").unwrap().proxies.len(), 1);
        assert!(all(Switch::On, "proxy").unwrap_err().to_string().contains("10.0.0.0/8"));
    }
}
