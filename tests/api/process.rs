//! The program as a process: started while its database is away, killed in the middle of an import.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::http_node::Answer;

/// The program, its files in a directory.
fn pilotage(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pilotage"));
    command.current_dir(directory).env_remove("DATABASE_URL").env("PILOTAGE_LOG", "warn").stdin(Stdio::null());
    command
}

/// A process that does not outlive its test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

async fn get(address: SocketAddr, path: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.ok()?;
    Some(Answer::parse(&bytes))
}

/// Waits until a path answers with a status.
async fn answers(address: SocketAddr, path: &str, status: u16) -> Answer {
    let start = Instant::now();
    loop {
        match get(address, path).await {
            Some(answer) if answer.status == status => return answer,
            other => assert!(start.elapsed() < Duration::from_secs(40), "{path}: {other:?}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Passes connections on to a server.
async fn pass_on(from: SocketAddr, to: String) {
    let listener = tokio::net::TcpListener::bind(from).await.unwrap();
    while let Ok((mut near, _)) = listener.accept().await {
        let to = to.clone();
        tokio::spawn(async move {
            let mut far = TcpStream::connect(to).await.unwrap();
            let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
        });
    }
}

#[tokio::test]
async fn a_node_that_starts_before_its_database_lives_and_waits_for_it() {
    let directory = tempfile::tempdir().unwrap();
    let (database, address) = (free_address(), free_address());
    let server = std::env::var("TEST_DATABASE_URL").unwrap_or_else(|_| "postgres://postgres@127.0.0.1/postgres".into());
    let (who, rest) = server.strip_prefix("postgres://").unwrap().split_once('@').unwrap();
    let (far, _) = rest.split_once('/').unwrap();
    let far = if far.contains(':') { far.to_owned() } else { format!("{far}:5432") };
    let name = format!("pilotage_test_{}_late", std::process::id());
    let node = pilotage(directory.path())
        .args([
            "--listen",
            &address.to_string(),
            "--database-url",
            &format!("postgres://{who}@{database}/{name}"),
            "serve",
        ])
        .spawn()
        .unwrap();
    let _node = Running(node);
    answers(address, "/healthz", 200).await;
    assert!(answers(address, "/readyz", 503).await.body.contains("starting"));
    let asked = get(address, "/graphql").await.unwrap();
    assert_eq!((asked.status, asked.code().as_str()), (503, "UNAVAILABLE"));
    if std::env::var("TEST_DATABASE_URL").is_err() {
        // There is no database to come.
        return;
    }
    let admin = sea_orm::Database::connect(&server).await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(&admin, &format!("CREATE DATABASE {name}")).await.unwrap();
    let bridge = tokio::spawn(pass_on(database, far));
    answers(address, "/readyz", 200).await;
    bridge.abort();
}

/// An export large enough to be killed in.
fn export(directory: &Path) {
    let mut deals =
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n".to_owned();
    for place in 0..6_000_u32 {
        let (agent, account) = (place % 30, place % 70);
        let (stage, closed, value) = match place % 5 {
            0 => ("Lost", format!("2017-{:02}-{:02}", 1 + place % 12, 1 + place % 28), "0".to_owned()),
            1 => ("Engaging", String::new(), String::new()),
            _ => ("Won", format!("2017-{:02}-{:02}", 1 + place % 12, 1 + place % 28), (100 + place).to_string()),
        };
        deals += &format!("D{place},Agent {agent},GTX Basic,Account {account},{stage},2016-12-01,{closed},{value}\n");
    }
    std::fs::write(directory.join("sales_pipeline.csv"), deals).unwrap();
    let mut accounts = "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n".to_owned();
    for account in 0..70 {
        accounts += &format!("Account {account},retail,1990,100.0,{},France,\n", 10 + account);
    }
    std::fs::write(directory.join("accounts.csv"), accounts).unwrap();
    let mut teams = "sales_agent,manager,regional_office\n".to_owned();
    for agent in 0..30 {
        teams += &format!("Agent {agent},Manager {},East\n", agent % 5);
    }
    std::fs::write(directory.join("sales_teams.csv"), teams).unwrap();
    std::fs::write(directory.join("products.csv"), "product,series,sales_price\nGTX Basic,GTX,550\n").unwrap();
}

fn import(directory: &Path, database: &str) -> Command {
    let mapping = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/maven.toml");
    let mut command = pilotage(directory);
    command.args(["--database-url", database, "import", "--mapping", mapping, "export"]);
    command
}

/// What the totals of a database come to.
async fn totals(database: &str) -> Vec<(i16, i64)> {
    use sea_orm::{ConnectionTrait, Statement};
    let db = sea_orm::Database::connect(database).await.unwrap();
    let sql = "SELECT measure, CAST(SUM(value) AS BIGINT) AS value FROM total_rep_day GROUP BY measure HAVING SUM(value) <> 0 ORDER BY measure";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "measure").unwrap(), row.try_get("", "value").unwrap())).collect()
}

async fn fresh(directory: &Path, name: &str) -> String {
    use sea_orm::ConnectionTrait;
    match std::env::var("TEST_DATABASE_URL") {
        Ok(server) => {
            let admin = sea_orm::Database::connect(&server).await.unwrap();
            let name = format!("pilotage_test_{}_{name}", std::process::id());
            admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
            format!("{}/{name}", server.rsplit_once('/').unwrap().0)
        }
        Err(_) => format!("sqlite://{}", directory.join(format!("{name}.sqlite")).display()),
    }
}

fn assert_done(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn an_import_that_was_killed_is_completed_by_the_same_import() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::create_dir(directory.path().join("export")).unwrap();
    export(&directory.path().join("export"));
    let whole = fresh(directory.path(), "whole").await;
    let started = Instant::now();
    assert_done(&import(directory.path(), &whole).output().unwrap());
    let took = started.elapsed();
    let expected = totals(&whole).await;
    assert!(expected.len() > 5, "{expected:?}");

    let killed = fresh(directory.path(), "killed").await;
    for part in [2, 4, 6, 8] {
        let mut child = import(directory.path(), &killed).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(took * part / 10);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_done(&import(directory.path(), &killed).output().unwrap());
    assert_eq!(totals(&killed).await, expected);
    let verify = pilotage(directory.path()).args(["--database-url", &killed, "ledger", "verify"]).output().unwrap();
    assert_done(&verify);
}

/// What a command says on its way out.
fn failure(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn c20_failures_name_the_address_and_the_way_out_and_no_secret() {
    let directory = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = failure(pilotage(directory.path()).args(["--listen", &address, "serve"]));
    assert!(said.contains(&format!("{address} is in use")) && said.contains("--listen"), "{said}");

    let nobody = free_address();
    let url = format!("postgres://joe:secret@{nobody}/sales");
    let said = failure(pilotage(directory.path()).args(["--database-url", &url, "migrate"]));
    assert!(said.contains(&format!("The database at {nobody}/sales does not answer")), "{said}");
    assert!(!said.contains("secret") && !said.contains("joe"), "{said}");

    let help = pilotage(directory.path()).args(["import", "--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let (own, settings) = (help.find("--mapping").unwrap(), help.find("--listen").unwrap());
    assert!(own < settings, "{help}");
}

#[tokio::test]
async fn c04_a_role_that_may_not_change_the_schema_serves_a_current_one() {
    use sea_orm::ConnectionTrait;
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else { return };
    let directory = tempfile::tempdir().unwrap();
    let owner = fresh(directory.path(), "least").await;
    let role = format!("pilotage_test_{}_clerk", std::process::id());
    let (base, name) = owner.rsplit_once('/').unwrap();
    let (_, host) = base.split_once('@').unwrap();
    let clerk = format!("postgres://{role}:pw@{host}/{name}");
    let admin = sea_orm::Database::connect(&server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE ROLE {role} LOGIN PASSWORD 'pw'")).await.unwrap();
    let verify = |url: &str| {
        let mut command = pilotage(directory.path());
        command.args(["--database-url", url, "ledger", "verify"]);
        command
    };
    let said = failure(&mut verify(&clerk));
    assert!(said.contains("Run `pilotage migrate` as its owner"), "{said}");
    assert_done(&pilotage(directory.path()).args(["--database-url", &owner, "migrate"]).output().unwrap());
    let db = sea_orm::Database::connect(&owner).await.unwrap();
    for grant in ["SELECT, INSERT, UPDATE, DELETE ON ALL TABLES", "USAGE, SELECT ON ALL SEQUENCES"] {
        db.execute_unprepared(&format!("GRANT {grant} IN SCHEMA public TO {role}")).await.unwrap();
    }
    assert_done(&verify(&clerk).output().unwrap());
    for statement in [format!("DROP OWNED BY {role}"), format!("DROP ROLE {role}")] {
        db.execute_unprepared(&statement).await.unwrap();
    }
}
