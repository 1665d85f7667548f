//! Sign-in by other servers: one that behaves badly in every way, and one that is certified to behave well.

mod again;
mod certified;
mod company;
mod fake;
mod hostile;
mod logout;
mod meeting;
mod trouble;
