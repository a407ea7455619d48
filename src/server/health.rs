//! Whether the node lives, and whether it should get requests.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use actix_web::{HttpResponse, web};
use tokio::{sync::Mutex, time::timeout};

use crate::database::Database;

/// How long an answer of the database is believed.
const BELIEVED: Duration = Duration::from_secs(1);
/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is known of the node's state.
pub struct Health {
    database: Database,
    opened: AtomicBool,
    draining: AtomicBool,
    last: Mutex<Option<(Instant, bool)>>,
}

impl Health {
    /// The state of a node over a database.
    pub fn new(database: Database) -> Self {
        Self { database, opened: AtomicBool::new(true), draining: AtomicBool::new(false), last: Mutex::new(None) }
    }

    /// Says whether what the node serves is there to be served.
    pub fn open(&self, is_open: bool) {
        self.opened.store(is_open, Ordering::Release);
    }

    /// Whether it is.
    pub fn is_open(&self) -> bool {
        self.opened.load(Ordering::Acquire)
    }

    /// Asks for no more requests.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Release);
    }

    /// Whether the node is about to stop.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }

    async fn has_database(&self) -> bool {
        // Held while asking, so that many questions at once make one.
        let mut last = self.last.lock().await;
        if let Some((at, answer)) = *last
            && at.elapsed() < BELIEVED
        {
            return answer;
        }
        let asked = async { self.database.ping().await.is_ok() && self.database.is_migrated().await.unwrap_or(false) };
        let answer = timeout(PATIENCE, asked).await.unwrap_or(false);
        *last = Some((Instant::now(), answer));
        answer
    }
}

/// Answers `/healthz`: the process turns. It asks nobody, so that a database's fault restarts no node.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
}

/// Answers `/readyz`: the database answers, its schema is as this program expects it, and the node is not stopping.
pub async fn readyz(health: web::Data<Health>) -> HttpResponse {
    let status = match health.is_draining() {
        true => "draining",
        false if !health.is_open() => "starting",
        false if health.has_database().await => {
            return HttpResponse::Ok().json(serde_json::json!({ "status": "ready" }));
        }
        false => "no database",
    };
    HttpResponse::ServiceUnavailable().insert_header(("retry-after", "1")).json(serde_json::json!({ "status": status }))
}
