//! Payloads: what a mutation answers. The changed object, or why nothing changed.

use async_graphql::OutputType;

use crate::error::{Error, Result, UserError};

/// The payload of one mutation.
pub trait Payload: OutputType + Sized {
    /// The object that the mutation changes.
    type Subject;
    /// The payload of an outcome.
    fn new(subject: Option<Self::Subject>, errors: Vec<UserError>) -> Self;
}

/// Turns the outcome of an act into the answer: mistakes in the input become `errors` of the payload, everything else is
/// an error of the request. The field is null in that case, as the specification wants of a nullable field.
pub fn answer<P: Payload>(outcome: Result<P::Subject>) -> Option<Result<P>> {
    match outcome {
        Ok(subject) => Some(Ok(P::new(Some(subject), Vec::new()))),
        Err(Error::Input(errors)) => Some(Ok(P::new(None, errors))),
        Err(error) => Some(Err(error)),
    }
}

/// Declares the payload of a mutation: `payload!("dealWin", DealWinPayload, deal: Deal);`.
#[macro_export]
macro_rules! payload {
    ($mutation:literal, $name:ident, $field:ident: $subject:ty) => {
        #[doc = concat!("The result of `", $mutation, "`.")]
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            /// The record after the change; null when nothing changed.
            pub $field: Option<$subject>,
            /// Why nothing changed; empty on success.
            pub errors: Vec<$crate::error::UserError>,
        }

        impl $crate::graphql::payload::Payload for $name {
            type Subject = $subject;
            fn new(subject: Option<$subject>, errors: Vec<$crate::error::UserError>) -> Self {
                Self { $field: subject, errors }
            }
        }
    };
}
