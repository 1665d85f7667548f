//! What opening PostgreSQL says when it cannot: every case names what to do, and none tells the password.

use db::{Db, DbError};
use std::error::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const PASSWORD: &str = "s3cret-Passw0rd";

/// A server that refuses whoever comes, as PostgreSQL does. Answers its port.
async fn refusing(code: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (mut line, _) = listener.accept().await.unwrap();
            let mut hello = [0; 8];
            if line.read_exact(&mut hello).await.is_err() {
                continue;
            }
            // Whoever asks for encryption first is told that there is none, and perhaps goes away.
            if hello == [0, 0, 0, 8, 4, 210, 22, 47] {
                line.write_all(b"N").await.unwrap();
                if line.read_exact(&mut hello).await.is_err() {
                    continue;
                }
            }
            let mut said = Vec::new();
            for field in ["SFATAL", "VFATAL", &format!("C{code}"), "Mrefused"] {
                said.extend(field.as_bytes());
                said.push(0);
            }
            said.push(0);
            let mut frame = vec![b'E'];
            frame.extend(u32::try_from(said.len() + 4).unwrap().to_be_bytes());
            frame.extend(said);
            line.write_all(&frame).await.unwrap();
            let _ = line.shutdown().await;
        }
    });
    port
}

/// Everything an error says, with all that it stands on.
fn all(error: &dyn Error) -> String {
    format!("{error} {error:?} {}", error.source().map(all).unwrap_or_default())
}

async fn check(url: &str, expected: fn(&DbError) -> bool, told: &[&str]) {
    for error in [Db::connect(url).await.unwrap_err(), Db::attach(url).await.unwrap_err()] {
        assert!(expected(&error), "{error:?}");
        for part in told {
            assert!(error.to_string().contains(part), "{error} lacks {part}");
        }
        assert!(!all(&error).contains(PASSWORD), "{}", all(&error));
    }
}

#[tokio::test]
async fn a_wrong_password_is_not_told() {
    for code in ["28P01", "28000"] {
        let port = refusing(code).await;
        let url = format!("postgres://ida:{PASSWORD}@127.0.0.1:{port}/candor");
        let place = format!("candor on 127.0.0.1:{port}");
        check(&url, |e| matches!(e, DbError::NoEntry { .. }), &["the user ida", &place, "check user and password"])
            .await;
    }
}

#[tokio::test]
async fn a_missing_database_is_named() {
    let port = refusing("3D000").await;
    let url = format!("postgres://ida:{PASSWORD}@127.0.0.1:{port}/candor");
    let place = format!("candor on 127.0.0.1:{port}");
    check(&url, |e| matches!(e, DbError::NoDatabase { .. }), &[&place, "CREATE DATABASE"]).await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named() {
    // Bound and dropped: nobody listens there now.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgresql://ida:{PASSWORD}@127.0.0.1:{port}");
    let place = format!("ida on 127.0.0.1:{port}");
    check(&url, |e| matches!(e, DbError::NoServer { .. }), &[&place, "check that it runs"]).await;
    let starting = refusing("57P03").await;
    let url = format!("postgres://ida:{PASSWORD}@127.0.0.1:{starting}/candor");
    check(&url, |e| matches!(e, DbError::NoServer { .. }), &["no PostgreSQL server answers"]).await;
}

#[tokio::test]
async fn a_server_without_encryption_is_named() {
    let port = refusing("XX000").await;
    let url = format!("postgres://ida:{PASSWORD}@127.0.0.1:{port}/candor?sslmode=require");
    check(&url, |e| matches!(e, DbError::NoTls { .. }), &["sslmode"]).await;
}

#[tokio::test]
async fn addresses_that_cannot_be_read() {
    for rest in ["127.0.0.1:port/candor", "127.0.0.1/candor?sslmode=perhaps", "[::1/candor"] {
        let url = format!("postgres://ida:{PASSWORD}@{rest}");
        check(&url, |e| matches!(e, DbError::Address(_)), &["postgres://USER@HOST/NAME"]).await;
    }
}
