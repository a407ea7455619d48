//! The vocabulary of the API, without business: ids, scalars, periods, pages, loaders, payloads, texts.

mod batch;
pub mod connection;
pub mod extensions;
pub mod id;
pub mod input;
pub mod json;
pub mod loaders;
pub mod node;
pub mod page;
pub mod payload;
pub mod period;
pub mod plain;
mod record_filter;
pub mod request;
pub mod scalars;

pub use batch::{Batcher, Loader, Read};
pub use loaders::Loaders;
pub use page::{Listing, Page, Paging};
pub use record_filter::RecordFilter;
pub use scalars::{Count, CurrencyCode, Date, DateTime, Days, Decimal, Money, MoneyInput, Ratio};
