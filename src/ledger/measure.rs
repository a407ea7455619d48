//! The measures: what facts add up.

/// What the integers of a measure are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Minor units of the organization's currency.
    Money,
    /// Ten-thousandths, so that a split credit is exact.
    Count,
    /// Seconds.
    Seconds,
}

macro_rules! measures {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $unit:ident;)+) => {
        /// An additive measure. Its code is stored in facts and totals and is never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Measure {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Measure {
            /// Every measure.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code in the database.
            pub const fn code(self) -> i16 {
                match self { $(Self::$name => $code),+ }
            }

            /// The measure of a code.
            pub const fn from_code(code: i16) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }

            /// What its integers are.
            pub const fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit),+ }
            }
        }
    };
}

measures! {
    /// Deals that were opened, on the day they were.
    DealsCreated = 1, Count;
    /// What those deals were worth at first.
    PipelineCreated = 2, Money;
    /// Deals coming into (+) and going out of (−) the open pipeline: its running sum is the number open.
    OpenDeals = 3, Count;
    /// The same in money.
    OpenAmount = 4, Money;
    /// Open deals whose amount could not be converted for want of a rate.
    OpenUnconverted = 5, Count;
    /// Open deals, on the day they are expected to close.
    ExpectedDeals = 6, Count;
    /// What they are worth.
    ExpectedAmount = 7, Money;
    /// The same, each amount times its probability.
    ExpectedWeighted = 8, Money;
    /// Those whose amount could not be converted.
    ExpectedUnconverted = 9, Count;
    /// Open deals without an expected day, since they are so: a running sum.
    UndatedDeals = 10, Count;
    /// What they are worth.
    UndatedAmount = 11, Money;
    /// The same, each amount times its probability.
    UndatedWeighted = 12, Money;
    /// Deals won, on the day of winning.
    DealsWon = 20, Count;
    /// What they brought.
    Revenue = 21, Money;
    /// Deals won whose amount could not be converted for want of a rate.
    RevenueUnconverted = 22, Count;
    /// Deals won for nothing, or for an amount nobody entered.
    ZeroAmountWins = 23, Count;
    /// How long the deals won had been worked, in seconds of local wall-clock time.
    CycleSeconds = 24, Seconds;
    /// Deals won of which that is known.
    CycleDeals = 25, Count;
    /// Deals lost, on the day of losing.
    DealsLost = 26, Count;
    /// What they would have brought.
    LostAmount = 27, Money;
    /// Deals lost whose amount could not be converted.
    LostUnconverted = 28, Count;
    /// Leads, on the day they were received.
    LeadsReceived = 40, Count;
    /// Leads, on the day of the first contact.
    LeadsContacted = 41, Count;
    /// Leads, on the day they were qualified.
    LeadsQualified = 42, Count;
    /// Leads, on the day they were disqualified.
    LeadsDisqualified = 43, Count;
    /// Leads, on the day they became customers.
    LeadsConverted = 44, Count;
    /// Leads that became customers, on the day they were received.
    ReceivedLeadsConverted = 45, Count;
    /// Interactions that took place.
    Interactions = 50, Count;
    /// Meetings asked for, on the day of asking.
    MeetingsAttempted = 60, Count;
    /// Meetings asked for and agreed, on the day of asking.
    AttemptsBooked = 61, Count;
    /// Meetings agreed, on the day of agreeing.
    MeetingsBooked = 62, Count;
    /// Prospecting meetings that took place, on the day they started.
    ProspectingMeetingsHeld = 63, Count;
    /// Meetings with customers that took place, on the day they started.
    CustomerMeetingsHeld = 64, Count;
    /// Meetings to which nobody came, on the day they should have started.
    MeetingsMissed = 65, Count;
    /// Meetings called off, on the day they should have started.
    MeetingsCancelled = 66, Count;
    /// Quotes sent, revisions included.
    QuotesSent = 70, Count;
    /// Quotes accepted, on the day of acceptance.
    QuotesAccepted = 71, Count;
    /// Quotes declined or expired, on that day.
    QuotesRefused = 72, Count;
    /// Contracts, on the day of signature.
    ContractsSigned = 80, Count;
    /// What they are worth.
    ContractedAmount = 81, Money;
    /// Contracts whose amount could not be converted.
    ContractedUnconverted = 82, Count;
    /// Customers won for the first time ever, on that day.
    NewCustomers = 90, Count;
    /// What that first deal brought.
    NewCustomerRevenue = 91, Money;
}

#[cfg(test)]
mod tests {
    use super::Measure;

    #[test]
    fn a_code_leads_back_to_its_measure() {
        for measure in Measure::ALL {
            assert_eq!(Measure::from_code(measure.code()), Some(*measure));
        }
    }
}
