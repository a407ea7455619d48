//! Dimensions: what sums can be broken down by.

/// What sums can be broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// The team that was credited.
    Team,
    /// The rep who was credited.
    Rep,
    /// Where the business came from, frozen at first touch.
    Source,
    /// The campaign, fixed at first touch.
    Campaign,
    /// The lever that the campaign pulls, as it is now.
    Lever,
    /// The pipeline.
    Pipeline,
    /// The stage.
    Stage,
    /// The segment of the customer as it is now.
    Segment,
    /// The industry of the customer as it is now.
    Industry,
    /// The size of the customer, by employees, as it is now.
    Size,
    /// The country of the customer as it is now.
    Country,
    /// The product sold.
    Product,
    /// The category of the product sold.
    ProductCategory,
    /// The record's own currency.
    Currency,
    /// The customer.
    Customer,
    /// The reason for the outcome, the complaint or the return.
    Reason,
    /// Whom a deal was lost to, or won against.
    Competitor,
    /// The kind or purpose of the record, as the measure says.
    Kind,
    /// Who took the initiative.
    Direction,
    /// The outcome.
    Outcome,
    /// The survey that was sent or answered.
    Survey,
}
