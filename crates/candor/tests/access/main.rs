//! The access decision, proved: by a table written by hand, by a page of the book that cannot drift from the rows, and by
//! a company in which nobody notices what is hidden from them.

#[path = "../kit/mod.rs"]
mod kit;

mod book;
mod company;
mod decisions;
mod table;
mod unseen;
