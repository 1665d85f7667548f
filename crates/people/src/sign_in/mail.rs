//! Letters go out by SMTP, to the one server that the operator named.

use lettre::address::AddressError;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::net::IpAddr;
use std::time::{Duration, SystemTime};
use url::Url;

/// How long one step of a conversation with the server may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long all of it may take. The library bounds connecting alone, so a server that falls silent later would be
/// waited for without end.
const WHOLE: Duration = Duration::from_mins(2);

/// The server that takes letters, and who they are from.
#[derive(Clone)]
pub struct MailSettings {
    host: String,
    port: u16,
    tls: Security,
    user: Option<(String, String)>,
    from: Mailbox,
    whole: Duration,
}

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Security {
    /// From the first byte on.
    Whole,
    /// After STARTTLS, or nothing is sent.
    Demanded,
    /// After STARTTLS, where the server offers it.
    Offered,
    /// Not at all.
    None,
}

/// The settings of mail cannot be used. The address is not repeated: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadMail {
    /// No address of an SMTP server.
    #[error(
        "CANDOR_MAIL_URL is no address of a mail server; write it as smtps://USER:PASSWORD@HOST or smtp://HOST:PORT, \
         with %40 for an @ in the user"
    )]
    Url,
    /// Another word after `tls=`.
    #[error("CANDOR_MAIL_URL says tls= something else than required, opportunistic or none")]
    Tls,
    /// A password that anybody on the way could read.
    #[error(
        "CANDOR_MAIL_URL would send its password in the clear; write smtps://, or ?tls=required at the end of smtp://"
    )]
    Clear,
    /// Nobody to write as.
    #[error("CANDOR_MAIL_FROM must say who letters are from, as in: Candor <candor@example.org>")]
    From,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let user = self.user.as_ref().map(|_| "…");
        let server = f.debug_struct("MailSettings").field("host", &self.host).field("port", &self.port).finish();
        server.and_then(|()| write!(f, " {:?} {user:?} {} {:?}", self.tls, self.from, self.whole))
    }
}

impl MailSettings {
    /// From `smtp://` or `smtps://`, and the address letters are from.
    pub fn parse(url: &str, from: &str) -> Result<Self, BadMail> {
        let url = Url::parse(url.trim()).map_err(|_| BadMail::Url)?;
        let host = url.host_str().filter(|it| !it.is_empty()).ok_or(BadMail::Url)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(BadMail::Url);
        }
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(Cow::into_owned);
        let user = match (url.username(), url.password()) {
            ("", None) => None,
            (name, password) => {
                let password = decoded(password.unwrap_or_default()).map_err(|_| BadMail::Url)?;
                Some((decoded(name).map_err(|_| BadMail::Url)?, password))
            }
        };
        // Of a scheme that is not one of the web, an address of version 4 is taken for a name.
        let near = host == "localhost" || host.parse().is_ok_and(|it: IpAddr| it.is_loopback());
        let mut asked = None;
        for (name, value) in url.query_pairs() {
            match (name.as_ref(), value.as_ref()) {
                ("tls", "required") => asked = Some(Security::Demanded),
                ("tls", "opportunistic") => asked = Some(Security::Offered),
                ("tls", "none") => asked = Some(Security::None),
                ("tls", _) => return Err(BadMail::Tls),
                _ => return Err(BadMail::Url),
            }
        }
        let (tls, port) = match (url.scheme(), asked) {
            ("smtps", None) => (Security::Whole, 465),
            ("smtp", Some(tls)) => (tls, 25),
            ("smtp", None) if near => (Security::None, 25),
            ("smtp", None) if user.is_some() => (Security::Demanded, 587),
            ("smtp", None) => (Security::Offered, 25),
            _ => return Err(BadMail::Url),
        };
        if user.is_some() && !near && matches!(tls, Security::Offered | Security::None) {
            return Err(BadMail::Clear);
        }
        let from = from.trim().parse().map_err(|_: AddressError| BadMail::From)?;
        Ok(Self { host, port: url.port().unwrap_or(port), tls, user, from, whole: WHOLE })
    }

    /// The same with another bound for a whole conversation, for tests that do not wait so long.
    #[cfg(any(test, feature = "testing"))]
    #[must_use]
    pub fn within(self, whole: Duration) -> Self {
        Self { whole, ..self }
    }
}

/// A letter, as text and as HTML.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// Why a letter was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address of the person is none that mail knows.
    #[error("this is not an address that mail knows")]
    Address(#[source] AddressError),
    /// The letter could not be put together.
    #[error("the letter could not be written")]
    Letter(#[source] lettre::error::Error),
    /// The server.
    #[error("the mail server {host}:{port} did not take it: {}", chain(.source))]
    Server {
        /// Name of the server.
        host: String,
        /// Its port.
        port: u16,
        /// What it said.
        source: lettre::transport::smtp::Error,
    },
    /// The server began to talk, or only to listen, and did not come to an end.
    #[error("the mail server {host}:{port} did not finish in time")]
    Slow {
        /// Name of the server.
        host: String,
        /// Its port.
        port: u16,
    },
}

fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        // Some errors tell their cause themselves.
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        next = cause.source();
    }
    text
}

impl MailError {
    /// What may be logged: no address, which a server likes to repeat.
    pub(crate) fn logged(&self) -> String {
        match self {
            Self::Address(_) => "the address is none that mail knows".to_owned(),
            Self::Letter(_) => "the letter could not be written".to_owned(),
            Self::Slow { host, port } => format!("{host}:{port} did not finish in time"),
            Self::Server { host, port, source } => match source.status() {
                Some(code) => format!("{host}:{port} answered {code}"),
                None if source.is_timeout() => format!("{host}:{port} did not answer in time"),
                None if source.is_tls() => format!("{host}:{port} cannot be trusted: its certificate"),
                None => format!("{host}:{port} cannot be reached"),
            },
        }
    }
}

/// Says that no person wrote this, so that nobody's holiday answers.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Sends letters.
#[derive(Clone)]
pub(crate) struct Mailer {
    settings: MailSettings,
}

impl Mailer {
    pub(crate) fn new(settings: MailSettings) -> Self {
        Self { settings }
    }

    /// Hands a letter to the server; after `Ok` it is the server's to deliver. `id` is the same each time the same
    /// letter is sent, so that a second copy can be known as one.
    pub(crate) async fn send(&self, to: &str, letter: &Letter, id: &str, at: SystemTime) -> Result<(), MailError> {
        let from = &self.settings.from;
        let message = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to.parse().map_err(MailError::Address)?))
            .subject(letter.subject.clone())
            .date(at)
            .message_id(Some(format!("<{id}@{}>", from.email.domain())))
            .header(AutoSubmitted)
            .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))
            .map_err(MailError::Letter)?;
        let refused = |source| {
            let MailSettings { host, port, .. } = &self.settings;
            MailError::Server { host: host.clone(), port: *port, source }
        };
        let transport = self.transport().map_err(refused)?;
        let Ok(answered) = tokio::time::timeout(self.settings.whole, transport.send(message)).await else {
            let MailSettings { host, port, .. } = &self.settings;
            return Err(MailError::Slow { host: host.clone(), port: *port });
        };
        answered.map(drop).map_err(refused)
    }

    fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
        let MailSettings { host, port, tls, user, .. } = &self.settings;
        let parameters = || TlsParameters::new(host.clone());
        let tls = match tls {
            Security::Whole => Tls::Wrapper(parameters()?),
            Security::Demanded => Tls::Required(parameters()?),
            Security::Offered => Tls::Opportunistic(parameters()?),
            Security::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host.clone())
            .port(*port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some((name, password)) = user {
            builder = builder.credentials(Credentials::new(name.clone(), password.clone()));
        }
        Ok(builder.build())
    }
}

#[cfg(test)]
mod tests {
    use super::{BadMail, MailSettings, Security};

    const FROM: &str = "Candor <candor@saltmarsh.example>";

    #[test]
    fn addresses_of_servers() {
        use Security::{Demanded, None as Bare, Offered, Whole};
        let cases = [
            ("smtps://ida:pw1@mail.example", Ok(("mail.example", 465, Whole))),
            ("smtps://mail.example:4650", Ok(("mail.example", 4650, Whole))),
            ("smtp://mail.example", Ok(("mail.example", 25, Offered))),
            ("smtp://ida:pw1@mail.example", Ok(("mail.example", 587, Demanded))),
            ("smtp://ida:pw1@mail.example?tls=required", Ok(("mail.example", 25, Demanded))),
            ("smtp://127.0.0.1:2525", Ok(("127.0.0.1", 2525, Bare))),
            ("smtp://ida:pw1@localhost:2525", Ok(("localhost", 2525, Bare))),
            ("smtp://mail.example?tls=none", Ok(("mail.example", 25, Bare))),
            ("smtp://ida:pw1@mail.example?tls=none", Err(BadMail::Clear)),
            ("smtp://ida:pw1@mail.example?tls=opportunistic", Err(BadMail::Clear)),
            ("smtp://mail.example?tls=perhaps", Err(BadMail::Tls)),
            ("smtps://mail.example?tls=none", Err(BadMail::Url)),
            ("http://mail.example", Err(BadMail::Url)),
            ("mail.example", Err(BadMail::Url)),
            ("smtp://mail.example/box", Err(BadMail::Url)),
            ("", Err(BadMail::Url)),
        ];
        for (url, expect) in cases {
            let is = MailSettings::parse(url, FROM);
            assert!(!format!("{is:?}").contains("pw1"), "{is:?}");
            let is = is.map(|it| (it.host, it.port, it.tls));
            assert_eq!(
                is.as_ref().map(|(host, port, tls)| (host.as_str(), *port, *tls)).map_err(|e| *e),
                expect,
                "{url}"
            );
        }
        let parsed = MailSettings::parse("smtps://ida%40saltmarsh.example:p%2Fw@mail.example", FROM).unwrap();
        assert_eq!(parsed.user, Some(("ida@saltmarsh.example".to_owned(), "p/w".to_owned())));
        for bad in ["", "Candor", "Candor <candor>"] {
            assert_eq!(MailSettings::parse("smtp://localhost", bad).unwrap_err(), BadMail::From);
        }
    }
}
