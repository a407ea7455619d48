//! The measures: what facts add up.

use super::Topic;

/// What the integers of a measure are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Minor units of the organization's currency.
    Money,
    /// Ten-thousandths, so that a split credit is exact.
    Count,
    /// Seconds.
    Seconds,
    /// Millionths of a whole.
    Millionths,
    /// Squares of thousands of minor units.
    Variance,
}

macro_rules! measures {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $unit:ident, $topic:ident, $en:literal, $fr:literal;)+) => {
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

            /// What it is about: when it counts, who is credited, what it can be broken down by.
            pub const fn topic(self) -> Topic {
                match self { $(Self::$name => Topic::$topic),+ }
            }

            /// What formulas call it, in English.
            pub const fn label_en(self) -> &'static str {
                match self { $(Self::$name => $en),+ }
            }

            /// What formulas call it, in French.
            pub const fn label_fr(self) -> &'static str {
                match self { $(Self::$name => $fr),+ }
            }
        }
    };
}

measures! {
    /// Deals that were opened, on the day they were.
    DealsCreated = 1, Count, Opening, "deals created", "affaires créées";
    /// What those deals were worth at first.
    PipelineCreated = 2, Money, Opening, "pipeline created", "montant des affaires créées";
    /// Deals coming into (+) and going out of (−) the open pipeline: its running sum is the number open.
    OpenDeals = 3, Count, OpenPipeline, "open deals", "affaires en cours";
    /// The same in money.
    OpenAmount = 4, Money, OpenPipeline, "open amount", "montant en cours";
    /// Open deals whose amount could not be converted for want of a rate.
    OpenUnconverted = 5, Count, OpenPipeline, "open deals without a rate", "affaires en cours sans taux de change";
    /// Open deals, on the day they are expected to close.
    ExpectedDeals = 6, Count, Expectation, "deals expected", "affaires attendues";
    /// What they are worth.
    ExpectedAmount = 7, Money, Expectation, "amount expected", "montant attendu";
    /// The same, each amount times its probability.
    ExpectedWeighted = 8, Money, Expectation, "weighted amount expected", "montant attendu pondéré";
    /// Those whose amount could not be converted.
    ExpectedUnconverted = 9, Count, Expectation, "deals expected without a rate", "affaires attendues sans taux de change";
    /// Open deals without an expected day, since they are so: a running sum.
    UndatedDeals = 10, Count, OpenPipeline, "undated deals", "affaires sans échéance";
    /// What they are worth.
    UndatedAmount = 11, Money, OpenPipeline, "undated amount", "montant sans échéance";
    /// The same, each amount times its probability.
    UndatedWeighted = 12, Money, OpenPipeline, "weighted undated amount", "montant pondéré sans échéance";
    /// What came into the open pipeline for the first time.
    PipelineEntered = 13, Money, PipelineChange, "pipeline entered", "montant entré dans le pipeline";
    /// By how much open amounts grew.
    PipelineIncreased = 14, Money, PipelineChange, "pipeline increases", "hausses du pipeline";
    /// By how much open amounts shrank.
    PipelineDecreased = 15, Money, PipelineChange, "pipeline decreases", "baisses du pipeline";
    /// What came from another rep or team.
    PipelineMovedIn = 16, Money, PipelineChange, "pipeline moved in", "montant reçu d'autrui";
    /// What went to another rep or team.
    PipelineMovedOut = 17, Money, PipelineChange, "pipeline moved out", "montant cédé à autrui";
    /// What went out of the open pipeline because it was won, at what it was worth there.
    PipelineWon = 18, Money, PipelineChange, "pipeline won", "montant du pipeline gagné";
    /// What went out because it was lost or dropped.
    PipelineLost = 19, Money, PipelineChange, "pipeline lost", "montant du pipeline perdu";
    /// Deals won, on the day of winning.
    DealsWon = 20, Count, Closing, "deals won", "affaires gagnées";
    /// What they brought.
    Revenue = 21, Money, Closing, "revenue", "chiffre d'affaires";
    /// Deals won whose amount could not be converted for want of a rate.
    RevenueUnconverted = 22, Count, Closing, "deals won without a rate", "affaires gagnées sans taux de change";
    /// Deals won for nothing, or for an amount nobody entered.
    ZeroAmountWins = 23, Count, Closing, "deals won for nothing", "affaires gagnées sans montant";
    /// How long the deals won had been worked, in seconds of local wall-clock time.
    CycleSeconds = 24, Seconds, Closing, "days worked until won", "jours jusqu'au gain";
    /// Deals won of which that is known.
    CycleDeals = 25, Count, Closing, "deals won with a known opening", "affaires gagnées dont l'ouverture est connue";
    /// Deals lost, on the day of losing.
    DealsLost = 26, Count, Loss, "deals lost", "affaires perdues";
    /// What they would have brought.
    LostAmount = 27, Money, Loss, "amount lost", "montant perdu";
    /// Deals lost whose amount could not be converted.
    LostUnconverted = 28, Count, Loss, "deals lost without a rate", "affaires perdues sans taux de change";
    /// How long the deals lost had been worked, in seconds of local wall-clock time.
    LostCycleSeconds = 29, Seconds, Loss, "days worked until lost", "jours jusqu'à la perte";
    /// Deals lost of which that is known.
    LostCycleDeals = 30, Count, Loss, "deals lost with a known opening", "affaires perdues dont l'ouverture est connue";
    /// Deals won of which a primary reason was given.
    WonWithReason = 31, Count, Closing, "deals won with a reason", "affaires gagnées avec motif";
    /// Deals lost of which a primary reason was given.
    LostWithReason = 32, Count, Loss, "deals lost with a reason", "affaires perdues avec motif";
    /// Deals created whose amount could not be converted for want of a rate.
    CreatedUnconverted = 33, Count, Opening, "deals created without a rate", "affaires créées sans taux de change";
    /// Open deals whose expected day has passed, since it has: a running sum.
    OverdueDeals = 34, Count, OpenPipeline, "overdue open deals", "affaires en cours en retard";
    /// Open deals without an amount that are not overdue, as long as they are so: a running sum.
    UnpricedDeals = 35, Count, OpenPipeline, "open deals without an amount", "affaires en cours sans montant";
    /// What the deals won come to at list prices, where all their lines have one.
    ListedAmount = 36, Money, Closing, "amount at list prices", "montant au prix catalogue";
    /// What the same deals brought.
    ListedRevenue = 37, Money, Closing, "revenue of deals with list prices", "chiffre d'affaires au prix catalogue connu";
    /// How many they are.
    ListedDeals = 38, Count, Closing, "deals won with list prices", "affaires gagnées au prix catalogue connu";
    /// What the deals won cost, where that is known of all their lines.
    CostAmount = 220, Money, Closing, "cost of what was sold", "coût des ventes";
    /// What the same deals brought.
    CostedRevenue = 221, Money, Closing, "revenue of deals with known costs", "chiffre d'affaires au coût connu";
    /// How many they are.
    CostedDeals = 222, Count, Closing, "deals won with known costs", "affaires gagnées au coût connu";
    /// Deals coming into a stage.
    StagesEntered = 223, Count, StageEntry, "stages entered", "entrées en étape";
    /// The same, when they went on from it or were won.
    StagesAdvanced = 224, Count, StageEntry, "stages completed", "étapes franchies";
    /// The same, when they were lost from it.
    StagesLost = 225, Count, StageEntry, "stages lost from", "étapes perdues";
    /// The same, when they went back from it.
    StagesBack = 226, Count, StageEntry, "stages left backwards", "retours en arrière";
    /// Stages that deals passed over, on the day they did.
    StagesPassed = 227, Count, StageEntry, "stages passed over", "étapes sautées";
    /// Deals coming into a stage, when they were closed from it without counting as a loss.
    StagesDropped = 228, Count, StageEntry, "stages dropped from", "étapes abandonnées";
    /// How long deals stayed in a stage that they left, in seconds of local wall-clock time.
    StageSeconds = 229, Seconds, StageStay, "days in stages", "jours en étape";
    /// How many such stays there were.
    StageStays = 230, Count, StageStay, "stays in stages", "passages en étape";
    /// Open deals, on the day of their next step.
    NextSteps = 231, Count, NextStep, "deals with a next step", "affaires avec une prochaine étape";
    /// Deals expected to close in the period, as was known when it began. Read from records.
    DealsDue = 232, Count, Due, "deals due", "affaires à échéance";
    /// The same, when they were not closed by its end. Read from records.
    DealsSlipped = 233, Count, Due, "deals due and not closed", "affaires à échéance non closes";
    /// How many times the expected day of these deals was put off during the period. Read from records.
    DatePushes = 234, Count, Due, "times put off", "reports d'échéance";
    /// Open deals about which nothing was done for long. Read from records.
    StalledDeals = 235, Count, Stall, "stalled deals", "affaires au point mort";
    /// How long it took reps from their first working day to their first win, on that day. Read from records.
    RampSeconds = 236, Seconds, Ramp, "days from the start to the first win", "jours de l'arrivée à la première vente";
    /// How many such reps there were. Read from records.
    RampedReps = 237, Count, Ramp, "reps who won for the first time", "commerciaux ayant vendu pour la première fois";
    /// How long deals had been in a stage that were won, on the day of winning, in seconds of local wall-clock time.
    WonStageSeconds = 238, Seconds, WonStage, "days of deals won in stages", "jours en étape des affaires gagnées";
    /// How many such stages there were.
    WonStages = 239, Count, WonStage, "stages of deals won", "étapes des affaires gagnées";
    /// Leads, on the day they were received.
    LeadsReceived = 40, Count, Receipt, "leads received", "leads reçus";
    /// Leads, on the day of the first contact.
    LeadsContacted = 41, Count, LeadWork, "leads contacted", "leads contactés";
    /// Leads, on the day they were qualified.
    LeadsQualified = 42, Count, LeadWork, "leads qualified", "leads qualifiés";
    /// Leads, on the day they were disqualified.
    LeadsDisqualified = 43, Count, LeadWork, "leads disqualified", "leads disqualifiés";
    /// Leads, on the day they became customers.
    LeadsConverted = 44, Count, LeadWork, "leads converted", "leads convertis";
    /// Leads that became customers, on the day they were received.
    ReceivedLeadsConverted = 45, Count, Receipt, "leads received that converted", "leads reçus ayant donné une affaire";
    /// Leads that were contacted, or went further, on the day they were received.
    ReceivedLeadsContacted = 46, Count, Receipt, "leads received that were contacted", "leads reçus puis contactés";
    /// Leads that were qualified, or went further, on the day they were received.
    ReceivedLeadsQualified = 47, Count, Receipt, "leads received that were qualified", "leads reçus puis qualifiés";
    /// Leads of which a deal was won, on the day they were received.
    ReceivedLeadsWon = 48, Count, Receipt, "leads received that became customers", "leads reçus devenus clients";
    /// Leads that were turned down, on the day they were received.
    ReceivedLeadsDisqualified = 49, Count, Receipt, "leads received that were disqualified", "leads reçus puis disqualifiés";
    /// Interactions that took place.
    Interactions = 50, Count, Interaction, "interactions", "interactions";
    /// Interactions that concern a deal which was won, on the day of winning.
    ActivitiesOfWins = 51, Count, WinWork, "activities of deals won", "activités des affaires gagnées";
    /// Calls that we made.
    CallsMade = 52, Count, Interaction, "calls made", "appels passés";
    /// Calls that we made and in which a meeting was agreed.
    CallsBooked = 53, Count, Interaction, "calls that led to a meeting", "appels ayant abouti à un rendez-vous";
    /// Interactions that concern no deal.
    InteractionsUnlinked = 54, Count, Interaction, "interactions without a deal", "interactions sans affaire";
    /// Meetings asked for, on the day of asking.
    MeetingsAttempted = 60, Count, Attempt, "meetings attempted", "rendez-vous tentés";
    /// Meetings asked for and agreed, on the day of asking.
    AttemptsBooked = 61, Count, Attempt, "attempts that led to a meeting", "tentatives ayant abouti à un rendez-vous";
    /// Meetings agreed, on the day of agreeing.
    MeetingsBooked = 62, Count, Attempt, "meetings booked", "rendez-vous obtenus";
    /// Prospecting meetings that took place, on the day they started.
    ProspectingMeetingsHeld = 63, Count, Meeting, "prospecting meetings held", "rendez-vous de prospection réalisés";
    /// Meetings with customers that took place, on the day they started.
    CustomerMeetingsHeld = 64, Count, Meeting, "customer meetings held", "rendez-vous clients réalisés";
    /// Meetings to which nobody came, on the day they should have started.
    MeetingsMissed = 65, Count, Meeting, "meetings missed", "rendez-vous manqués";
    /// Meetings called off, on the day they should have started.
    MeetingsCancelled = 66, Count, Meeting, "meetings cancelled", "rendez-vous annulés";
    /// Meetings agreed of which nobody noted that they were asked for, on the day of agreeing.
    BookedUnasked = 67, Count, Attempt, "meetings booked without an attempt", "rendez-vous obtenus sans tentative";
    /// Meetings agreed of which nobody noted the outcome, on the day they start.
    MeetingsUndecided = 68, Count, Meeting, "meetings without an outcome", "rendez-vous sans issue";
    /// Prospecting meetings that took place and concern a deal, on the day they started.
    HeldWithDeal = 69, Count, Meeting, "prospecting meetings held that led to a deal", "rendez-vous de prospection réalisés ayant donné une affaire";
    /// Quotes sent, revisions included.
    QuotesSent = 70, Count, Quote, "quotes sent", "devis envoyés";
    /// Quotes accepted, on the day of acceptance.
    QuotesAccepted = 71, Count, Quote, "quotes accepted", "devis acceptés";
    /// Quotes declined or expired, on that day.
    QuotesRefused = 72, Count, Quote, "quotes refused", "devis refusés";
    /// Offers, on the day their first revision was sent: all revisions are one offer.
    OffersIssued = 73, Count, Offer, "offers issued", "offres émises";
    /// Offers from which a contract was signed, on the day they were issued.
    OffersIssuedSigned = 74, Count, Offer, "offers issued that were signed", "offres émises puis signées";
    /// Offers of which the last revision sent was declined, on the day they were issued.
    OffersIssuedDeclined = 75, Count, Offer, "offers issued that were declined", "offres émises puis refusées";
    /// Offers of which the last revision sent expired, on the day they were issued.
    OffersIssuedExpired = 76, Count, Offer, "offers issued that expired", "offres émises puis expirées";
    /// What the last revision sent of an offer comes to, on the day it was issued.
    OfferedAmount = 77, Money, Offer, "amount offered", "montant offert";
    /// What was signed from an offer, on the day it was issued.
    OfferedSignedAmount = 78, Money, Offer, "amount signed from offers issued", "montant signé des offres émises";
    /// Offers of which either amount could not be converted.
    OffersUnconverted = 79, Count, Offer, "offers without a rate", "offres sans taux de change";
    /// Contracts, on the day of signature.
    ContractsSigned = 80, Count, Contract, "contracts signed", "contrats signés";
    /// What they are worth.
    ContractedAmount = 81, Money, Contract, "amount contracted", "montant des contrats signés";
    /// Contracts whose amount could not be converted.
    ContractedUnconverted = 82, Count, Contract, "contracts without a rate", "contrats sans taux de change";
    /// Surveys sent, on the day of sending.
    SurveysSent = 100, Count, SurveySending, "surveys sent", "enquêtes envoyées";
    /// Surveys that were answered at any time, on the day of sending.
    SurveysAnswered = 101, Count, SurveySending, "surveys sent that were answered", "enquêtes envoyées ayant reçu une réponse";
    /// Answers to surveys, on the day they came.
    SurveyResponses = 102, Count, SurveyAnswer, "survey responses", "réponses aux enquêtes";
    /// Those answers on a scale from 0, the worst, to 1, the best.
    SatisfactionScore = 103, Count, SurveyAnswer, "normalised scores", "notes normalisées";
    /// Those that reach the threshold of their survey.
    SatisfiedResponses = 104, Count, SurveyAnswer, "satisfied responses", "réponses satisfaites";
    /// Answers to surveys of recommendation, from 0 to 10.
    NpsResponses = 105, Count, SurveyAnswer, "recommendation responses", "réponses de recommandation";
    /// Those of 9 and 10.
    Promoters = 106, Count, SurveyAnswer, "promoters", "promoteurs";
    /// Those from 0 to 6.
    Detractors = 107, Count, SurveyAnswer, "detractors", "détracteurs";
    /// Complaints, on the day they were made.
    Complaints = 110, Count, Complaint, "complaints", "réclamations";
    /// What was paid back for them.
    ComplaintRefunds = 111, Money, Complaint, "refunds on complaints", "remboursements sur réclamations";
    /// Those refunds that could not be converted for want of a rate.
    ComplaintRefundsUnconverted = 112, Count, Complaint, "refunds on complaints without a rate", "remboursements sur réclamations sans taux de change";
    /// Complaints settled, on the day they were settled last.
    ComplaintsResolved = 113, Count, ComplaintHandling, "complaints resolved", "réclamations résolues";
    /// How long that took, in seconds of local wall-clock time.
    ResolutionSeconds = 114, Seconds, ComplaintHandling, "days until complaints were resolved", "jours jusqu'à la résolution des réclamations";
    /// Complaints settled that had been settled before, and were reopened.
    ReopenedComplaints = 115, Count, ComplaintHandling, "complaints resolved after being reopened", "réclamations résolues après réouverture";
    /// Product returns, on the day the goods came back.
    Returns = 120, Count, Return, "product returns", "retours produits";
    /// The number of units that came back.
    ReturnedUnits = 121, Count, Return, "units returned", "unités retournées";
    /// What was paid back for them.
    ReturnedValue = 122, Money, Return, "value returned", "valeur retournée";
    /// Returns whose amount could not be converted for want of a rate.
    ReturnedUnconverted = 123, Count, Return, "product returns without a rate", "retours produits sans taux de change";
    /// What ever came back of a sale, on the day of the sale.
    SoldValueReturned = 124, Money, ReturnedSale, "value ever returned of the sales", "valeur des ventes finalement retournée";
    /// The same where it could not be converted.
    SoldValueReturnedUnconverted = 125, Count, ReturnedSale, "product returns of the sales without a rate", "retours produits des ventes sans taux de change";
    /// What selling cost, on the day that it was incurred.
    SalesCost = 130, Money, Expense, "sales cost", "coût commercial";
    /// Expenses whose amount could not be converted for want of a rate.
    SalesCostUnconverted = 131, Count, Expense, "expenses without a rate", "dépenses sans taux de change";
    /// What of it went into marketing.
    MarketingCost = 132, Money, Expense, "marketing cost", "coût marketing";
    /// Marketing expenses whose amount could not be converted.
    MarketingCostUnconverted = 133, Count, Expense, "marketing expenses without a rate", "dépenses marketing sans taux de change";
    /// What deals brought that came from a campaign of marketing's, on the day of winning.
    MarketingRevenue = 134, Money, Closing, "marketing-sourced revenue", "chiffre d'affaires d'origine marketing";
    /// Such deals whose amount could not be converted.
    MarketingRevenueUnconverted = 135, Count, Closing, "marketing-sourced deals won without a rate", "affaires gagnées d'origine marketing sans taux de change";
    /// Leads, on the day that marketing handed them over to sales.
    LeadsHandedOver = 136, Count, HandOver, "leads handed over", "leads transmis";
    /// Those of them that sales accepted, on the day of the hand-over.
    HandOversAccepted = 137, Count, HandOver, "leads handed over and accepted", "leads transmis et acceptés";
    /// Those that sales rejected, on the day of the hand-over.
    HandOversRejected = 138, Count, HandOver, "leads handed over and rejected", "leads transmis et refusés";
    /// Those rejected with a reason, on the day of the hand-over.
    HandOversExplained = 139, Count, HandOver, "leads handed over and rejected with a reason", "leads transmis et refusés avec motif";
    /// Those contacted within the time that the organization sets, on the day of the hand-over.
    HandOversContactedInTime = 140, Count, HandOver, "leads handed over and contacted in time", "leads transmis et contactés à temps";
    /// What selling cost, on the day that it was paid.
    SalesCostPaid = 141, Money, Payment, "sales cost paid", "coût commercial payé";
    /// Expenses paid whose amount could not be converted.
    SalesCostPaidUnconverted = 142, Count, Payment, "expenses paid without a rate", "dépenses payées sans taux de change";
    /// Leads coming into (+) and going out of (−) the file of prospects: its running sum is the number in it.
    Prospects = 160, Count, Prospect, "prospects", "prospects";
    /// Their scores by the criteria: a running sum.
    ProspectScores = 161, Count, Prospect, "scores of prospects", "scores des prospects";
    /// Those with a score below a quarter: a running sum.
    ProspectsInFirstQuarter = 162, Count, Prospect, "prospects scored below 0.25", "prospects notés moins de 0,25";
    /// Those with a score below a half: a running sum.
    ProspectsInSecondQuarter = 163, Count, Prospect, "prospects scored from 0.25 to 0.5", "prospects notés de 0,25 à 0,5";
    /// Those with a score below three quarters: a running sum.
    ProspectsInThirdQuarter = 164, Count, Prospect, "prospects scored from 0.5 to 0.75", "prospects notés de 0,5 à 0,75";
    /// Those with a score from three quarters up: a running sum.
    ProspectsInLastQuarter = 165, Count, Prospect, "prospects scored 0.75 or more", "prospects notés 0,75 ou plus";
    /// Those that are qualified by the criteria: a running sum.
    QualifiedProspects = 166, Count, Prospect, "qualified prospects", "prospects qualifiés";
    /// What must be known of them: a running sum.
    KeyFactsRequired = 167, Count, Prospect, "required key facts", "informations clés requises";
    /// What must be known of them and is: a running sum.
    RequiredKeyFactsFilled = 168, Count, KeyFact, "required key facts filled", "informations clés requises renseignées";
    /// What else is known of them: a running sum.
    FurtherKeyFactsFilled = 169, Count, KeyFact, "further key facts filled", "autres informations clés renseignées";
    /// What is known and was found to hold lately: a running sum.
    KeyFactsFresh = 170, Count, KeyFact, "key facts verified lately", "informations clés vérifiées récemment";
    /// Leads that have a score, on the day they were received.
    ScoredLeads = 171, Count, Receipt, "leads received that have a score", "leads reçus ayant un score";
    /// The scores that they came to have first.
    FirstScores = 172, Count, Receipt, "first scores of leads received", "premiers scores des leads reçus";
    /// The scores that they have by their latest answers.
    LatestScores = 173, Count, Receipt, "latest scores of leads received", "derniers scores des leads reçus";
    /// Leads that are neither won, lost nor disqualified, on the day they were received.
    ReceivedLeadsOpen = 250, Count, Receipt, "leads received that are still open", "leads reçus encore en cours";
    /// How long leads waited for the first contact, on the day they were received.
    ResponseSeconds = 251, Seconds, Receipt, "days until the first contact", "jours jusqu'au premier contact";
    /// Leads of which that is known.
    LeadsAnswered = 252, Count, Receipt, "leads received and answered", "leads reçus ayant eu une réponse";
    /// Those of them that were contacted as soon as the organization wants it.
    LeadsAnsweredInTime = 253, Count, Receipt, "leads received and answered in time", "leads reçus ayant eu une réponse à temps";
    /// Leads that came in again, on that day.
    LeadsRecycled = 254, Count, LeadWork, "leads recycled", "leads recyclés";
    /// How long it took from the receipt of leads to the first deal won, on the day they were received.
    LeadWinSeconds = 255, Seconds, Receipt, "days from the receipt to the win", "jours de la réception au gain";
    /// Offers, on the day that a contract was signed from them.
    OffersSigned = 256, Count, Signature, "offers signed", "offres signées";
    /// How long it took from the first revision sent to that.
    SignatureSeconds = 257, Seconds, Signature, "days from the offer to the signature", "jours de l'offre à la signature";
    /// How much less than first offered was signed, as a share of the first offer.
    OfferDiscounts = 258, Count, Signature, "discounts on offers signed", "remises sur offres signées";
    /// Offers signed of which that is known.
    OffersCompared = 259, Count, Signature, "offers signed with a known discount", "offres signées dont la remise est connue";
    /// Customers who became so for the first time ever, on that day.
    NewCustomers = 90, Count, Arrival, "new customers", "nouveaux clients";
    /// What the first deal ever won with a customer brought.
    NewCustomerRevenue = 91, Money, Arrival, "revenue of new customers", "chiffre d'affaires des nouveaux clients";
    /// Customers becoming active (+) and ceasing to be so (−), and moving between those who hold them: its running sum is
    /// the number active.
    ActiveCustomers = 92, Count, Portfolio, "active customers", "clients actifs";
    /// Customers being lost (+) and coming back (−): its running sum is the number of those who were customers once.
    LostCustomers = 93, Count, Portfolio, "former customers", "anciens clients";
    /// Customers on the day on which they were lost, each time.
    ChurnEvents = 98, Count, Departure, "times a customer was lost", "pertes de clients";
    /// By how many more customers (+) or fewer (−) of those who were active when the month began are lost by a day of it than
    /// were lost on its days: who came and was lost within it was not among them, who came back is not lost, and whoever held
    /// a customer when it began answers for it. Its sum up to a day, with that of the losses, is how many of them are lost.
    MonthLossDifference = 86, Count, Portfolio, "losses of the month's first day less losses", "pertes du premier jour du mois moins pertes";
    /// The same of the quarter.
    QuarterLossDifference = 87, Count, Portfolio, "losses of the quarter's first day less losses", "pertes du premier jour du trimestre moins pertes";
    /// The same of the year.
    YearLossDifference = 88, Count, Portfolio, "losses of the year's first day less losses", "pertes du premier jour de l'année moins pertes";
    /// Lost customers who came back, on that day.
    CustomersWonBack = 94, Count, Arrival, "returns of customers", "retours de clients";
    /// What the deals brought that brought them back.
    WonBackRevenue = 95, Money, Arrival, "revenue of returns", "chiffre d'affaires des retours";
    /// Deals that did, whose amount could not be converted for want of a rate.
    WonBackUnconverted = 96, Count, Arrival, "returns without a rate", "retours sans taux de change";
    /// First deals whose amount could not be converted.
    NewCustomerUnconverted = 97, Count, Arrival, "new customers without a rate", "nouveaux clients sans taux de change";
    /// Open deals that may come, on the day they are expected to close.
    ExpectedPipelineDeals = 190, Count, Expectation, "deals expected as pipeline", "affaires attendues en pipeline";
    /// What they are worth.
    ExpectedPipeline = 191, Money, Expectation, "amount expected as pipeline", "montant attendu en pipeline";
    /// Open deals that close if things go well.
    ExpectedBestCaseDeals = 192, Count, Expectation, "deals expected at best", "affaires attendues au mieux";
    /// What they are worth.
    ExpectedBestCase = 193, Money, Expectation, "amount expected at best", "montant attendu au mieux";
    /// Open deals that will close.
    ExpectedCommitDeals = 194, Count, Expectation, "deals committed", "affaires engagées";
    /// What they are worth.
    ExpectedCommit = 195, Money, Expectation, "amount committed", "montant engagé";
    /// Open deals left out of the categories.
    ExpectedOmittedDeals = 196, Count, Expectation, "deals omitted", "affaires mises à part";
    /// What they are worth.
    ExpectedOmitted = 197, Money, Expectation, "amount omitted", "montant mis à part";
    /// The chances of open deals summed up: how many of them should be won.
    ExpectedWeightedDeals = 198, Count, Expectation, "weighted deals expected", "affaires attendues pondérées";
    /// How far what they bring may lie from what it should: a²p(1 − p) of each amount a and chance p.
    ExpectedVariance = 199, Variance, Expectation, "variance expected", "variance attendue";
}

impl Measure {
    /// The measure that counts the records of an amount that could not be converted for want of a rate; `None` where all
    /// amounts are known.
    pub const fn unconverted(self) -> Option<Self> {
        match self {
            Self::Revenue => Some(Self::RevenueUnconverted),
            Self::LostAmount => Some(Self::LostUnconverted),
            Self::PipelineCreated => Some(Self::CreatedUnconverted),
            Self::OpenAmount => Some(Self::OpenUnconverted),
            Self::ExpectedAmount | Self::ExpectedWeighted => Some(Self::ExpectedUnconverted),
            Self::NewCustomerRevenue => Some(Self::NewCustomerUnconverted),
            Self::WonBackRevenue => Some(Self::WonBackUnconverted),
            Self::ContractedAmount => Some(Self::ContractedUnconverted),
            Self::OfferedAmount | Self::OfferedSignedAmount => Some(Self::OffersUnconverted),
            Self::ReturnedValue => Some(Self::ReturnedUnconverted),
            Self::SoldValueReturned => Some(Self::SoldValueReturnedUnconverted),
            Self::ComplaintRefunds => Some(Self::ComplaintRefundsUnconverted),
            Self::SalesCost => Some(Self::SalesCostUnconverted),
            Self::SalesCostPaid => Some(Self::SalesCostPaidUnconverted),
            Self::MarketingCost => Some(Self::MarketingCostUnconverted),
            Self::MarketingRevenue => Some(Self::MarketingRevenueUnconverted),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Measure;

    #[test]
    fn labels_tell_measures_apart() {
        for (place, measure) in Measure::ALL.iter().enumerate() {
            for other in Measure::ALL.iter().skip(place + 1) {
                assert_ne!(measure.label_en(), other.label_en());
                assert_ne!(measure.label_fr(), other.label_fr());
            }
        }
    }

    #[test]
    fn a_code_leads_back_to_its_measure() {
        for measure in Measure::ALL {
            assert_eq!(Measure::from_code(measure.code()), Some(*measure));
        }
    }
}
