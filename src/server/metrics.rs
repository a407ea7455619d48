//! What the node counts, for Prometheus.

use std::{sync::OnceLock, time::Duration};

use actix_web::{HttpResponse, http::header::CONTENT_TYPE};
use async_graphql::parser::types::OperationType;
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use super::answer::Answer;

const REQUESTS: &str = "pilotage_requests_total";
const SECONDS: &str = "pilotage_request_seconds";
const IN_FLIGHT: &str = "pilotage_requests_in_flight";
const ERRORS: &str = "pilotage_errors_total";

const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// The recorder of this process: there can be one only.
static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins counting.
pub fn install() {
    RECORDER.get_or_init(|| {
        let recorder = PrometheusBuilder::new().set_buckets(&BUCKETS).and_then(PrometheusBuilder::install_recorder);
        describe_counter!(REQUESTS, "GraphQL requests, by kind of operation and outcome.");
        describe_histogram!(SECONDS, "Time from a request's head to its answer, in seconds.");
        describe_gauge!(IN_FLIGHT, "GraphQL requests being answered.");
        describe_counter!(ERRORS, "Errors in answers, by code.");
        recorder.inspect_err(|cause| tracing::warn!(%cause, "no metrics")).ok()
    });
}

/// Answers a request to `/metrics`.
pub async fn metrics() -> HttpResponse {
    match RECORDER.get() {
        Some(Some(recorder)) => {
            recorder.run_upkeep();
            HttpResponse::Ok().insert_header((CONTENT_TYPE, "text/plain; version=0.0.4")).body(recorder.render())
        }
        _ => HttpResponse::NotFound().finish(),
    }
}

/// The label of an operation's kind.
pub fn kind(operation: OperationType) -> &'static str {
    match operation {
        OperationType::Query => "query",
        OperationType::Mutation => "mutation",
        OperationType::Subscription => "subscription",
    }
}

/// Counts an answer.
pub fn answered(kind: &'static str, answer: &Answer, took: Duration) {
    counter!(REQUESTS, "operation" => kind, "outcome" => answer.outcome()).increment(1);
    histogram!(SECONDS, "operation" => kind).record(took.as_secs_f64());
    for code in answer.codes() {
        counter!(ERRORS, "code" => code.to_owned()).increment(1);
    }
    let (outcome, code) = (answer.outcome(), answer.codes().next());
    tracing::info!(operation = kind, outcome, code, milliseconds = took.as_secs_f64() * 1e3, "answered");
}

/// A request being answered.
pub struct InFlight(());

impl InFlight {
    /// Counts it until it is dropped.
    pub fn enter() -> Self {
        gauge!(IN_FLIGHT).increment(1);
        Self(())
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        gauge!(IN_FLIGHT).decrement(1);
    }
}
