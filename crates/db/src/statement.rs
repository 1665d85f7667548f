//! Statements written once, and the registry that proves them on both engines.

use crate::{Conn, Db, DbError, Reads};
use sqlx::{Column, Either, Executor, SqlStr, Statement};

/// A declared statement. `lite` and `pg` are the same text unless the declaration says otherwise.
#[derive(Debug)]
pub struct Stmt {
    /// Path of the module that declares it.
    pub module: &'static str,
    /// Name of its function.
    pub name: &'static str,
    /// What it answers.
    pub answer: Answer,
    /// Text for SQLite.
    pub lite: &'static str,
    /// Text for PostgreSQL.
    pub pg: &'static str,
}

/// What a statement answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Number of rows affected.
    Exec,
    /// At most one row.
    Opt,
    /// Any number of rows.
    All,
}

/// What must be equal on both engines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Name of the function.
    pub name: &'static str,
    /// How many parameters the text has.
    pub parameters: usize,
    /// Names of the answered columns, in order; none for a statement that answers no rows.
    pub columns: Vec<String>,
}

impl Db {
    /// Prepares every statement here. A syntax error, a missing column or table is an error.
    pub async fn shapes(&self, statements: &[Stmt]) -> Result<Vec<Shape>, DbError> {
        let mut shapes = Vec::new();
        let mut tx = self.read().await?;
        for s in statements {
            // The two prepared statements have different types, hence one arm each.
            let prepared = match tx.conn() {
                Conn::Lite(c) => c.prepare(SqlStr::from_static(s.lite)).await.map(|p| describe(&p)),
                Conn::Pg(c) => c.prepare(SqlStr::from_static(s.pg)).await.map(|p| describe(&p)),
            };
            let (parameters, columns) = prepared.map_err(|source| {
                let name = s.name;
                DbError::Statement { name, source }
            })?;
            shapes.push(Shape { name: s.name, parameters, columns });
        }
        Ok(shapes)
    }
}

fn describe<S: Statement>(statement: &S) -> (usize, Vec<String>) {
    let parameters = match statement.parameters() {
        Some(Either::Left(types)) => types.len(),
        Some(Either::Right(count)) => count,
        None => 0,
    };
    (parameters, statement.columns().iter().map(|c| c.name().to_owned()).collect())
}

/// Declares typed statements: one async function each, plus the `STATEMENTS` list that the registry test walks.
///
/// ```text
/// write fn NAME(ARGUMENTS) -> exec = "SQL";        rows affected; wants a WriteTx
/// read  fn NAME(ARGUMENTS) -> opt<Row> = "SQL";    at most one row; takes either transaction
/// read  fn NAME(ARGUMENTS) -> all<Row> = { lite: "SQL", pg: "SQL" };
/// ```
///
/// Arguments bind to `$1`, `$2`, … in order, on both engines. `Row` is anything with `sqlx::FromRow`, tuples
/// included. These are free functions rather than methods because a capability cannot add inherent methods to a
/// transaction type of another crate. One invocation per module.
#[macro_export]
macro_rules! statements {
    ($( $(#[$doc:meta])* $mode:ident fn $name:ident($($arg:ident : $ty:ty),* $(,)?) -> $kind:ident $(<$row:ty>)? = $sql:tt; )*) => {
        /// Every statement of this module, for the registry test.
        pub static STATEMENTS: &[$crate::Stmt] = &[ $(
            $crate::Stmt {
                module: module_path!(),
                name: stringify!($name),
                answer: $crate::statements!(@kind $kind),
                lite: $crate::statements!(@lite $sql),
                pg: $crate::statements!(@pg $sql),
            }
        ),* ];
        $(
            $(#[$doc])*
            ///
            /// ```sql
            #[doc = $crate::statements!(@lite $sql)]
            /// ```
            #[allow(clippy::too_many_arguments, reason = "a row has as many columns as it has")]
            pub async fn $name(
                tx: $crate::statements!(@tx $mode) $(, $arg: $ty)*
            ) -> Result<$crate::statements!(@answer $kind $($row)?), $crate::DbError> {
                Ok(match $crate::Reads::conn(tx) {
                    $crate::Conn::Lite(c) => {
                        let q = $crate::statements!(@query $kind [$crate::statements!(@lite $sql)] $($row)?) $(.bind($arg))*;
                        $crate::statements!(@run $kind q c, $name, Sqlite)
                    }
                    $crate::Conn::Pg(c) => {
                        let q = $crate::statements!(@query $kind [$crate::statements!(@pg $sql)] $($row)?) $(.bind($arg))*;
                        $crate::statements!(@run $kind q c, $name, Postgres)
                    }
                })
            }
        )*
    };

    (@tx write) => { &mut $crate::WriteTx };
    (@tx read) => { &mut impl $crate::Reads };

    (@lite { lite: $lite:literal, pg: $pg:literal $(,)? }) => { $lite };
    (@lite $sql:literal) => { $sql };
    (@pg { lite: $lite:literal, pg: $pg:literal $(,)? }) => { $pg };
    (@pg $sql:literal) => { $sql };

    (@kind exec) => { $crate::Answer::Exec };
    (@kind opt) => { $crate::Answer::Opt };
    (@kind all) => { $crate::Answer::All };

    (@answer exec) => { u64 };
    (@answer opt $row:ty) => { Option<$row> };
    (@answer all $row:ty) => { Vec<$row> };

    (@query exec [$sql:expr]) => { $crate::sqlx::query($sql) };
    (@query $kind:ident [$sql:expr] $row:ty) => { $crate::sqlx::query_as::<_, $row>($sql) };

    (@run exec $q:ident $c:ident, $name:ident, $engine:ident) => {{
        let affected = $q.execute(&mut *$c).await?.rows_affected();
        $crate::__note(module_path!(), stringify!($name), $crate::Engine::$engine, None);
        affected
    }};
    (@run opt $q:ident $c:ident, $name:ident, $engine:ident) => {{
        let row = $q.fetch_optional(&mut *$c).await?;
        let rows = Some(usize::from(row.is_some()));
        $crate::__note(module_path!(), stringify!($name), $crate::Engine::$engine, rows);
        row
    }};
    (@run all $q:ident $c:ident, $name:ident, $engine:ident) => {{
        let rows = $q.fetch_all(&mut *$c).await?;
        $crate::__note(module_path!(), stringify!($name), $crate::Engine::$engine, Some(rows.len()));
        rows
    }};
}
