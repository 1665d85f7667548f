//! What a cell asks for.

/// What a cell, or a row, asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Put<T> {
    /// Nothing: the column is not there, or the cell is empty.
    #[default]
    Keep,
    /// Remove what is known.
    Clear,
    /// Write this.
    To(T),
}

impl<T> Put<T> {
    /// The value it writes.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::To(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// The same for another value; one that cannot be had leaves what is known.
    pub fn and_then<U>(self, other: impl FnOnce(T) -> Option<U>) -> Put<U> {
        match self {
            Self::Keep => Put::Keep,
            Self::Clear => Put::Clear,
            Self::To(value) => other(value).map_or(Put::Keep, Put::To),
        }
    }
}

impl<T: Clone> Put<T> {
    /// What is known after it.
    pub fn over(&self, known: Option<T>) -> Option<T> {
        match self {
            Self::Keep => known,
            Self::Clear => None,
            Self::To(value) => Some(value.clone()),
        }
    }
}
