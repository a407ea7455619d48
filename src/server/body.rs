//! The body of a request: read within a size, a time, and the memory that all bodies together may take.

use actix_web::{http::StatusCode, web};
use futures_util::StreamExt;
use tokio::{sync::Semaphore, time::timeout};

use super::{answer::Answer, front::busy, limits};
use crate::error::ErrorCode;

/// Reads a body. `memory` holds a permit for each byte that may be held at once; a body takes them as its bytes come, so
/// that one that is announced and never sent takes none.
pub async fn read(mut payload: web::Payload, memory: &Semaphore) -> Result<Vec<u8>, Answer> {
    let reading = async {
        let mut body = Vec::new();
        let mut held = memory.try_acquire_many(0).map_err(|_| busy())?;
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| refused(StatusCode::BAD_REQUEST, "The body could not be read."))?;
            if body.len() + chunk.len() > limits::BODY_BYTES {
                return Err(too_large());
            }
            let length = u32::try_from(chunk.len()).map_err(|_| too_large())?;
            held.merge(memory.try_acquire_many(length).map_err(|_| busy())?);
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    };
    match timeout(limits::BODY_TIME, reading).await {
        Ok(read) => read,
        Err(_elapsed) => Err(refused(StatusCode::REQUEST_TIMEOUT, "The body did not come in time.")),
    }
}

/// A body larger than one may be.
pub fn too_large() -> Answer {
    let message = format!("The body has more than {} bytes.", limits::BODY_BYTES);
    Answer::refused(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::LimitExceeded, message)
}

fn refused(status: StatusCode, message: &str) -> Answer {
    Answer::refused(status, ErrorCode::BadRequest, message)
}
