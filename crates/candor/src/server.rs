//! One running server, in this process.

use crate::app::App;
use crate::closer::Closer;
use crate::database::{Database, OpenError};
use crate::folder::{self, Folder, FolderError};
use crate::hours::Hours;
use crate::leavers::Leavers;
use crate::postman::Postman;
use crate::sealer::Sealer;
use crate::{licenses, openapi, probes, problems, reference};
use axum::http::Method;
use axum::serve::ListenerExt;
use axum::{Router, middleware};
use chat::Chats;
use db::{Ambient, Db};
use feedback::Feedback;
use people::People;
use people::access::{FieldRow, Row};
use people::front::{Front, USUAL_RATE};
use people::oidc::{NoClient, ProviderSettings, Providers};
use people::routes::{Endpoint, Routes};
use people::sign_in::NoWay;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;
use stories::Stories;
use tokio::net::{TcpListener, TcpSocket};
use tokio_util::sync::CancellationToken;
use web::{Site, SiteConfig};

/// Connections that may wait to be accepted: a room knocks all at once.
const BACKLOG: u32 = 4096;
/// Time to finish what was begun, after being asked to stop.
const FINISH: Duration = Duration::from_secs(4);

/// What a server needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Folder of all data.
    pub data: PathBuf,
    /// Its database.
    pub database: Database,
    /// Address to listen on; port 0 takes any free one.
    pub listen: String,
    /// Address that people type; without it the one listened on.
    pub public_url: Option<String>,
    /// A line above every page.
    pub banner: Option<String>,
    /// How people sign in.
    pub sign_in: people::sign_in::Settings,
    /// Other servers that sign people in.
    pub providers: Vec<ProviderSettings>,
    /// Requests per minute that a token of the API may make.
    pub api_rate: u32,
    /// Writers in the smallest batch of confidential feedback.
    pub feedback_floor: u32,
}

impl Settings {
    /// A server for this machine alone, on any free port.
    pub fn local(data: impl Into<PathBuf>) -> Self {
        let (database, listen) = (Database::InFolder, "127.0.0.1:0".to_owned());
        let sign_in = people::sign_in::Settings::default();
        Self {
            data: data.into(),
            database,
            listen,
            public_url: None,
            banner: None,
            sign_in,
            providers: Vec::new(),
            api_rate: USUAL_RATE,
            feedback_floor: feedback::FLOOR,
        }
    }
}

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Another program listens there.
    #[error("port {} on {} is in use by another program; name another address", .0.port(), .0.ip())]
    PortInUse(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {listen}; write it as IP:PORT, for example 127.0.0.1:8080")]
    Listen {
        /// As it was given.
        listen: String,
        /// Why not.
        source: io::Error,
    },
    /// The public address is none.
    #[error("{0} is no public address; write it as https://candor.example.org")]
    PublicUrl(String),
    /// The database.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Nobody could sign in.
    #[error(transparent)]
    NoWay(#[from] NoWay),
    /// Other servers are set up, and none can be asked.
    #[error(transparent)]
    NoClient(#[from] NoClient),
}

/// A server that answers.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Who is who.
    pub people: People,
    /// The chats.
    pub chats: Chats,
    /// Feedback.
    pub feedback: Feedback,
    /// Its data folder, held until the end.
    pub folder: Folder,
    db: Db,
    site: Site,
    sealer: Sealer,
    leavers: Leavers,
    postman: Postman,
    closer: Closer,
    hours: Hours,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<io::Result<()>>,
}

/// Starts a server; it answers as soon as this returns.
pub async fn start(settings: Settings, ambient: Ambient) -> Result<Running, StartError> {
    let folder = Folder::take(&settings.data)?;
    let listener = listen(&settings.listen)?;
    let addr = listener.local_addr().map_err(|source| StartError::Listen { listen: settings.listen, source })?;
    let public_url = match settings.public_url {
        Some(url) => public(&url)?,
        None => format!("http://{}", reachable(addr)),
    };
    let db = settings.database.open(&folder, &ambient).await?;
    let site = Site::new(SiteConfig { name: "Candor".to_owned(), public_url, banner: settings.banner });
    let people = People::new(db.clone(), ambient.clone(), site.clone())
        .with_sign_in(settings.sign_in)
        .with_providers(Providers::new(settings.providers)?);
    people.check_ways()?;
    let chats = Chats::new(db.clone(), ambient.clone(), site.clone(), people.clone());
    let feedback = Feedback::new(db.clone(), ambient, site.clone(), people.clone()).with_floor(settings.feedback_floor);
    let people = people.with_holding(chat::own::holding(&chats)).with_holding(feedback::own::holding(&feedback));
    folder.write(folder::ADDRESS, site.public_url())?;
    let data = folder.path().to_owned();
    let app = App { db: db.clone(), data, site: site.clone(), people: people.clone() };
    let rules = openapi::endpoints().map(|it| ((it.method.clone(), it.path), openapi::needed(&it)));
    let front = Front::new(people.clone(), rules, settings.api_rate);
    let router = router(app, chats.clone(), feedback.clone(), front);
    let sealer = Sealer::start(db.clone(), folder.path().to_owned());
    let leavers = Leavers::start(people.clone());
    let postman = Postman::start(people.clone());
    let closer = Closer::start(chats.hub.clone());
    let hours = Hours::start(feedback.clone());
    let stop = CancellationToken::new();
    let stopped = stop.clone().cancelled_owned();
    let listener = listener.tap_io(|stream| {
        // A frame is one small packet: waiting to fill a larger one only delays it.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "nodelay");
        }
    });
    // Handlers learn where a request comes from, to count tries; nothing of it is stored.
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let task = tokio::spawn(async move { axum::serve(listener, service).with_graceful_shutdown(stopped).await });
    Ok(Running { addr, people, chats, feedback, folder, db, site, sealer, leavers, postman, closer, hours, stop, task })
}

impl Running {
    /// The address on this machine, for programs.
    pub fn local_url(&self) -> String {
        format!("http://{}", reachable(self.addr))
    }

    /// The site, for links that people open.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Stops: accepts nobody, says goodbye to every phone, writes what was taken, closes the database.
    pub async fn shutdown(self) {
        self.stop.cancel();
        let finish = async {
            self.closer.finish().await;
            self.chats.hub.stop().await;
            match self.task.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "serving"),
                Err(error) => tracing::warn!(%error, "serving"),
            }
            self.hours.finish().await;
            self.leavers.finish().await;
            self.postman.finish().await;
            self.sealer.finish().await;
            self.db.close().await;
        };
        if tokio::time::timeout(FINISH, finish).await.is_err() {
            tracing::warn!("stopped before every request was answered");
        }
    }
}

/// Every endpoint that is served, for the test that no one lacks a row of the access matrix.
pub fn endpoints() -> Vec<Endpoint> {
    let (_, mut endpoints) = own_routes().finish();
    endpoints.extend(chat::routes().1);
    endpoints.extend(feedback::routes().finish().1);
    endpoints.extend(stories::ENDPOINTS.iter().map(|(method, path, object, action)| Endpoint {
        method: Method::from_bytes(method.as_bytes()).expect("the list names methods of HTTP"),
        path,
        object,
        action,
    }));
    endpoints
}

/// All rows of the access matrix.
pub fn rows() -> Vec<Row> {
    let people = [people::pages::ROWS, people::pages::OWN_ROWS].concat();
    [&people, chat::access::ROWS, feedback::access::ROWS, probes::ROWS, reference::ROWS].concat()
}

/// All rows of the matrix of fields.
pub fn fields() -> Vec<FieldRow> {
    people::access::FIELDS.to_vec()
}

fn own_routes() -> Routes<App> {
    probes::routes()
        .merge(licenses::routes())
        .merge(reference::routes())
        .merge(problems::routes())
        .merge(people::pages::routes())
        .merge(people::api::routes())
}

fn router(app: App, chats: Chats, feedback: Feedback, front: Front) -> Router {
    web::assets::register::<crate::Files>("candor");
    chat::register_assets();
    feedback::register_assets();
    people::register_assets();
    let site = app.site.clone();
    let stories = Stories { db: app.db.clone(), site: app.site.clone() };
    let own = own_routes().finish().0.with_state(app);
    let chat = chat::routes().0.with_state(chats);
    let feedback = feedback::routes().finish().0.with_state(feedback);
    let recaps = stories::router().with_state(stories);
    let all = own.merge(chat).merge(feedback).merge(recaps).merge(web::assets::router());
    web::shell(&site, all.layer(middleware::from_fn_with_state(front, people::front::pass)))
}

fn listen(address: &str) -> Result<TcpListener, StartError> {
    let fail = |source| StartError::Listen { listen: address.to_owned(), source };
    let addr = address
        .to_socket_addrs()
        .map_err(fail)?
        .next()
        .ok_or_else(|| fail(io::Error::from(io::ErrorKind::AddrNotAvailable)))?;
    let open = || {
        let socket = if addr.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        // A restart must not wait for connections of the server before.
        socket.set_reuseaddr(true)?;
        socket.bind(addr)?;
        socket.listen(BACKLOG)
    };
    open().map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => StartError::PortInUse(addr),
        _ => fail(error),
    })
}

/// An address that a program on this machine can call.
fn reachable(mut addr: SocketAddr) -> SocketAddr {
    if addr.ip().is_unspecified() {
        addr.set_ip(match addr {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    addr
}

fn public(url: &str) -> Result<String, StartError> {
    let trimmed = url.trim().trim_end_matches('/');
    let host = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains([' ', '?', '#', '@', '/']) => Ok(trimmed.to_owned()),
        _ => Err(StartError::PublicUrl(url.to_owned())),
    }
}

#[cfg(test)]
mod tests;
