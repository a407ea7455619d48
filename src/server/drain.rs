//! Stopping without failing anybody.

use std::time::Duration;

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServerHandle, ServiceRequest, ServiceResponse},
    http::header::{CONNECTION, HeaderValue},
    middleware::Next,
    web,
};
use tokio::signal::unix::{SignalKind, signal};

use super::health::Health;

/// Waits for a signal to stop, and stops: not ready at once, then no new connections, then done when the last answer is
/// out.
pub async fn on_signal(server: ServerHandle, health: web::Data<Health>, notice: Duration) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be heard: only a kill will stop this process");
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {
            tracing::info!("stopping: no longer ready");
            health.drain();
            tokio::time::sleep(notice).await;
        }
        _ = interrupt.recv() => health.drain(),
    }
    tracing::info!("stopping: finishing what is under way");
    server.stop(true).await;
}

/// Tells clients of a node that is stopping not to send their next request here.
pub async fn say_goodbye<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let draining = request.app_data::<web::Data<Health>>().is_some_and(|health| health.is_draining());
    let mut response = next.call(request).await?;
    if draining {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response)
}
