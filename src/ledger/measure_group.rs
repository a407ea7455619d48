//! Topics: what the measures are about. Which day a measure counts on, who is credited with it and what it can be broken
//! down by is said here once, for the ledger, for explanations and for the catalogue alike.

use super::Dimension as D;

/// What a measure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// A deal that is opened.
    Opening,
    /// Deals that are open.
    OpenPipeline,
    /// Open deals on the day they should close.
    Expectation,
    /// What changes the open pipeline, and why.
    PipelineChange,
    /// A deal that comes into a stage, and what becomes of it there.
    StageEntry,
    /// A deal that leaves a stage.
    StageStay,
    /// The stages that a deal went through that is won.
    WonStage,
    /// What is to be done next about a deal.
    NextStep,
    /// Deals that should close in a period. Read from records.
    Due,
    /// Open deals about which nothing is done. Read from records.
    Stall,
    /// The first win of a rep. Read from records.
    Ramp,
    /// A deal that is won or lost.
    Closing,
    /// A deal that is lost.
    Loss,
    /// A lead that is received.
    Receipt,
    /// What is done with a lead.
    LeadWork,
    /// An interaction.
    Interaction,
    /// Asking for a meeting, and agreeing on one.
    Attempt,
    /// What becomes of a meeting.
    Meeting,
    /// A quote.
    Quote,
    /// An offer with all its revisions.
    Offer,
    /// The signature of an offer.
    Signature,
    /// What was done for a deal that was won.
    WinWork,
    /// A contract.
    Contract,
    /// A survey that is sent.
    SurveySending,
    /// An answer to a survey.
    SurveyAnswer,
    /// A complaint that is made.
    Complaint,
    /// What is done about a complaint.
    ComplaintHandling,
    /// Goods that come back.
    Return,
    /// What comes back of a sale.
    ReturnedSale,
    /// A cost that is incurred.
    Expense,
    /// A cost that is paid.
    Payment,
    /// A lead that marketing hands over to sales.
    HandOver,
    /// Leads that are neither converted nor disqualified.
    Prospect,
    /// What is known of them.
    KeyFact,
    /// A customer who comes, for the first time or again.
    Arrival,
    /// The customers that are active, and those that are lost.
    Portfolio,
    /// A customer who is lost.
    Departure,
}

/// What is known of a topic, in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The day that it counts on.
    pub day_en: &'static str,
    /// The same in French.
    pub day_fr: &'static str,
    /// Who is credited.
    pub credit_en: &'static str,
    /// The same in French.
    pub credit_fr: &'static str,
    /// What it can be broken down by, beside teams and reps.
    pub dimensions: &'static [D],
}

/// What complaints and returns can be broken down by.
const AFTER_SALE: &[D] = &[
    D::Reason,
    D::Product,
    D::ProductCategory,
    D::Source,
    D::Pipeline,
    D::Segment,
    D::Industry,
    D::Size,
    D::Country,
    D::Customer,
];

impl Topic {
    /// Whether its reasons are those of complaints and returns, which explain no outcome of a deal.
    pub const fn is_after_sale(self) -> bool {
        matches!(self, Self::Complaint | Self::ComplaintHandling | Self::Return | Self::ReturnedSale)
    }

    /// Whether its measures are read from records as they are, for no fact states them.
    pub const fn is_read_from_records(self) -> bool {
        matches!(self, Self::Due | Self::Stall | Self::Ramp)
    }

    /// What is known of it.
    pub const fn rule(self) -> Rule {
        match self {
            Self::Opening => Rule {
                day_en: "the day the deal was opened",
                day_fr: "le jour d'ouverture de l'affaire",
                credit_en: "the owner at opening, in the team of that day",
                credit_fr: "le propriétaire à l'ouverture, dans son équipe de ce jour",
                dimensions: &[
                    D::Source,
                    D::Campaign,
                    D::Lever,
                    D::Pipeline,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Currency,
                    D::Customer,
                ],
            },
            Self::OpenPipeline => Rule {
                day_en: "every day from opening to closing",
                day_fr: "chaque jour de l'ouverture à la clôture",
                credit_en: "the owner on that day, in the team of that day",
                credit_fr: "le propriétaire ce jour-là, dans son équipe de ce jour",
                dimensions: &[
                    D::Source,
                    D::Campaign,
                    D::Lever,
                    D::Pipeline,
                    D::Stage,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Currency,
                    D::Customer,
                ],
            },
            Self::Expectation => Rule {
                day_en: "the day the deal is expected to close",
                day_fr: "le jour de clôture attendu",
                credit_en: "the owner of the deal",
                credit_fr: "le propriétaire de l'affaire",
                dimensions: &[
                    D::Source,
                    D::Campaign,
                    D::Lever,
                    D::Pipeline,
                    D::Stage,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Currency,
                    D::Customer,
                ],
            },
            Self::PipelineChange => Rule {
                day_en: "the day on which the open pipeline changed",
                day_fr: "le jour où le pipeline a changé",
                credit_en: "the owner on that day, in the team of that day",
                credit_fr: "le propriétaire ce jour-là, dans son équipe de ce jour",
                dimensions: &[
                    D::Source,
                    D::Campaign,
                    D::Pipeline,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Customer,
                ],
            },
            Self::StageEntry => Rule {
                day_en: "the day the deal came into the stage, or passed over it",
                day_fr: "le jour d'entrée dans l'étape, ou de son saut",
                credit_en: "the owner on that day, in the team of that day",
                credit_fr: "le propriétaire ce jour-là, dans son équipe de ce jour",
                dimensions: &[
                    D::Source,
                    D::Campaign,
                    D::Pipeline,
                    D::Stage,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Customer,
                ],
            },
            Self::StageStay => Rule {
                day_en: "the day the deal left the stage",
                day_fr: "le jour de sortie de l'étape",
                credit_en: "the owner when it was left, in the team of that day",
                credit_fr: "le propriétaire à la sortie, dans son équipe de ce jour",
                dimensions: &[
                    D::Source,
                    D::Campaign,
                    D::Pipeline,
                    D::Stage,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Customer,
                ],
            },
            Self::WonStage => Rule {
                day_en: "the day the deal was won",
                day_fr: "le jour du gain de l'affaire",
                credit_en: "the owner when it was won, in the team of that day",
                credit_fr: "le propriétaire au gain, dans son équipe de ce jour",
                dimensions: &[
                    D::Source,
                    D::Campaign,
                    D::Pipeline,
                    D::Stage,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Customer,
                ],
            },
            Self::Ramp => Rule {
                day_en: "the day of the rep's first win ever",
                day_fr: "le jour de la toute première vente du commercial",
                credit_en: "the rep, in the team of that day",
                credit_fr: "le commercial, dans son équipe de ce jour",
                dimensions: &[],
            },
            Self::NextStep => Rule {
                day_en: "the day of the next step",
                day_fr: "le jour de la prochaine étape",
                credit_en: "the owner of the deal",
                credit_fr: "le propriétaire de l'affaire",
                dimensions: &[
                    D::Source,
                    D::Campaign,
                    D::Pipeline,
                    D::Stage,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Customer,
                ],
            },
            Self::Due => Rule {
                day_en: "the period in which the deal should close, as was known when it began",
                day_fr: "la période où l'affaire devait se clore, telle qu'on la connaissait à son début",
                credit_en: "the owner when the period began, in the team of that day",
                credit_fr: "le propriétaire au début de la période, dans son équipe de ce jour",
                dimensions: &[
                    D::Source,
                    D::Pipeline,
                    D::Stage,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Currency,
                    D::Customer,
                ],
            },
            Self::Stall => Rule {
                day_en: "today",
                day_fr: "aujourd'hui",
                credit_en: "the owner, in the team of today",
                credit_fr: "le propriétaire, dans son équipe d'aujourd'hui",
                dimensions: &[
                    D::Source,
                    D::Pipeline,
                    D::Stage,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Currency,
                    D::Customer,
                ],
            },
            Self::Loss => Rule {
                day_en: "the day the deal was lost",
                day_fr: "le jour de la perte de l'affaire",
                credit_en: "those the deal was credited to when it was lost, in proportion, in their team of that day",
                credit_fr: "les commerciaux crédités à la perte, à proportion, dans leur équipe de ce jour",
                dimensions: &[
                    D::Source,
                    D::Campaign,
                    D::Pipeline,
                    D::Stage,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Reason,
                    D::Competitor,
                    D::Customer,
                ],
            },
            Self::Closing => Rule {
                day_en: "the day the deal was closed",
                day_fr: "le jour de clôture de l'affaire",
                credit_en: "those the deal was credited to when it was closed, in proportion, in their team of that day",
                credit_fr: "les commerciaux crédités à la clôture, à proportion, dans leur équipe de ce jour",
                dimensions: &[
                    D::Source,
                    D::Campaign,
                    D::Lever,
                    D::Pipeline,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Reason,
                    D::Competitor,
                    D::Customer,
                ],
            },
            Self::Receipt => Rule {
                day_en: "the day the lead was received",
                day_fr: "le jour de réception du lead",
                credit_en: "the first rep the lead was assigned to; nobody while it is unassigned",
                credit_fr: "le premier commercial à qui le lead a été attribué ; personne tant qu'il ne l'est pas",
                dimensions: &[D::Source, D::Campaign, D::Lever, D::Reason],
            },
            Self::LeadWork => Rule {
                day_en: "the day it was done",
                day_fr: "le jour de l'acte",
                credit_en: "the rep who worked the lead then, in the team of that day",
                credit_fr: "le commercial qui suivait alors le lead, dans son équipe de ce jour",
                dimensions: &[D::Source, D::Campaign, D::Lever, D::Reason],
            },
            Self::Interaction => Rule {
                day_en: "the day it took place",
                day_fr: "le jour où elle a eu lieu",
                credit_en: "the rep who performed it",
                credit_fr: "le commercial qui l'a réalisée",
                dimensions: &[
                    D::Kind,
                    D::Direction,
                    D::Outcome,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Customer,
                ],
            },
            Self::Attempt => Rule {
                day_en: "the day it was asked for or agreed",
                day_fr: "le jour de la demande ou de l'accord",
                credit_en: "the rep who set the meeting up",
                credit_fr: "le commercial qui a pris le rendez-vous",
                dimensions: &[D::Kind, D::Segment, D::Industry, D::Size, D::Country, D::Customer],
            },
            Self::Meeting => Rule {
                day_en: "the day the meeting starts",
                day_fr: "le jour du rendez-vous",
                credit_en: "the host",
                credit_fr: "l'hôte du rendez-vous",
                dimensions: &[D::Kind, D::Segment, D::Industry, D::Size, D::Country, D::Customer],
            },
            Self::Quote => Rule {
                day_en: "the day the quote was sent or answered",
                day_fr: "le jour d'envoi ou de réponse du devis",
                credit_en: "the author of the quote",
                credit_fr: "l'auteur du devis",
                dimensions: &[D::Segment, D::Industry, D::Size, D::Country, D::Customer],
            },
            Self::Offer => Rule {
                day_en: "the day the first revision of the offer was sent",
                day_fr: "le jour d'envoi de la première version de l'offre",
                credit_en: "the author of that revision",
                credit_fr: "l'auteur de cette version",
                dimensions: &[D::Segment, D::Industry, D::Size, D::Country, D::Currency, D::Customer],
            },
            Self::Signature => Rule {
                day_en: "the day a contract was signed from the offer",
                day_fr: "le jour de signature d'un contrat issu de l'offre",
                credit_en: "the author of the first revision sent",
                credit_fr: "l'auteur de la première version envoyée",
                dimensions: &[D::Segment, D::Industry, D::Size, D::Country, D::Customer],
            },
            Self::WinWork => Rule {
                day_en: "the day the deal was won",
                day_fr: "le jour du gain de l'affaire",
                credit_en: "the rep who performed it",
                credit_fr: "le commercial qui l'a réalisée",
                dimensions: &[
                    D::Kind,
                    D::Direction,
                    D::Outcome,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Customer,
                ],
            },
            Self::Contract => Rule {
                day_en: "the day the contract was signed",
                day_fr: "le jour de signature du contrat",
                credit_en: "the owner of the contract",
                credit_fr: "le propriétaire du contrat",
                dimensions: &[D::Segment, D::Industry, D::Size, D::Country, D::Currency, D::Customer],
            },
            Self::SurveySending => Rule {
                day_en: "the day the survey was sent",
                day_fr: "le jour d'envoi de l'enquête",
                credit_en: "the rep of the interaction that is rated, otherwise the owner of the account when it was sent",
                credit_fr: "le commercial de l'interaction évaluée, sinon le propriétaire du compte à l'envoi",
                dimensions: &[D::Survey, D::Segment, D::Industry, D::Size, D::Country, D::Customer],
            },
            Self::SurveyAnswer => Rule {
                day_en: "the day the answer came; of several answers of a customer to a survey in the period, the last",
                day_fr: "le jour de la réponse ; de plusieurs réponses d'un client à une enquête dans la période, la dernière",
                credit_en: "the rep of the interaction that is rated, otherwise the owner of the account when the answer came",
                credit_fr: "le commercial de l'interaction évaluée, sinon le propriétaire du compte à la réponse",
                dimensions: &[D::Survey, D::Segment, D::Industry, D::Size, D::Country, D::Customer],
            },
            Self::Complaint => Rule {
                day_en: "the day the complaint was made",
                day_fr: "le jour de la réclamation",
                credit_en: "those the sale was credited to, in proportion, in their team of the day of the sale; without a \
                            sale the owner of the account when the complaint was made",
                credit_fr: "les commerciaux crédités de la vente, à proportion, dans leur équipe du jour de la vente ; sans \
                            vente, le propriétaire du compte au jour de la réclamation",
                dimensions: AFTER_SALE,
            },
            Self::ComplaintHandling => Rule {
                day_en: "the day the complaint was resolved",
                day_fr: "le jour de résolution de la réclamation",
                credit_en: "the rep who handles the complaint",
                credit_fr: "le commercial chargé de la réclamation",
                dimensions: AFTER_SALE,
            },
            Self::Return => Rule {
                day_en: "the day the goods came back",
                day_fr: "le jour du retour",
                credit_en: "those the sale was credited to, in proportion, in their team of the day of the sale; without a \
                            sale the owner of the account when the goods came back",
                credit_fr: "les commerciaux crédités de la vente, à proportion, dans leur équipe du jour de la vente ; sans \
                            vente, le propriétaire du compte au jour du retour",
                dimensions: AFTER_SALE,
            },
            Self::ReturnedSale => Rule {
                day_en: "the day of the sale that the goods come from",
                day_fr: "le jour de la vente dont proviennent les produits",
                credit_en: "those the sale was credited to, in proportion, in their team of the day of the sale",
                credit_fr: "les commerciaux crédités de la vente, à proportion, dans leur équipe du jour de la vente",
                dimensions: AFTER_SALE,
            },
            Self::Expense => Rule {
                day_en: "the day the cost was incurred",
                day_fr: "le jour où le coût a été engagé",
                credit_en: "the rep who bears it; a shared cost is divided among reps by its key, as decided when it was recorded",
                credit_fr: "le commercial qui le supporte ; un coût partagé est réparti entre commerciaux selon sa clé, telle qu'appliquée à l'enregistrement",
                dimensions: &[D::Source, D::Campaign, D::Lever, D::Kind, D::Currency],
            },
            Self::Payment => Rule {
                day_en: "the day the cost was paid",
                day_fr: "le jour du paiement",
                credit_en: "the rep who bears it; a shared cost is divided among reps by its key",
                credit_fr: "le commercial qui le supporte ; un coût partagé est réparti entre commerciaux selon sa clé",
                dimensions: &[D::Source, D::Campaign, D::Lever, D::Kind, D::Currency],
            },
            Self::HandOver => Rule {
                day_en: "the day the lead was handed over to sales",
                day_fr: "le jour où le lead a été transmis aux ventes",
                credit_en: "the first rep who had the lead after its hand-over; nobody while it is unassigned",
                credit_fr: "le premier commercial à avoir eu le lead après sa transmission ; personne tant qu'il n'est pas attribué",
                dimensions: &[D::Source, D::Campaign, D::Lever],
            },
            Self::Prospect => Rule {
                day_en: "every day from receipt until the lead is converted or disqualified",
                day_fr: "chaque jour de la réception du lead à sa conversion ou à son rejet",
                credit_en: "the rep who works the lead on that day, in the team of that day",
                credit_fr: "le commercial en charge du lead ce jour-là, dans son équipe de ce jour",
                dimensions: &[D::Source, D::Campaign],
            },
            Self::KeyFact => Rule {
                day_en: "every day from receipt until the lead is converted or disqualified",
                day_fr: "chaque jour de la réception du lead à sa conversion ou à son rejet",
                credit_en: "the rep who works the lead on that day, in the team of that day",
                credit_fr: "le commercial en charge du lead ce jour-là, dans son équipe de ce jour",
                dimensions: &[D::Source, D::Campaign, D::Kind],
            },
            Self::Arrival => Rule {
                day_en: "the day of the win, or the first day of the contract, that brought the customer in",
                day_fr: "le jour du gain, ou le premier jour du contrat, qui a amené le client",
                credit_en: "those the deal was credited to when it was won, in proportion, or the owner of the contract, in \
                            their team of that day",
                credit_fr: "les commerciaux crédités du gain, à proportion, ou le propriétaire du contrat, dans leur équipe \
                            de ce jour",
                dimensions: &[
                    D::Source,
                    D::Campaign,
                    D::Pipeline,
                    D::Segment,
                    D::Industry,
                    D::Size,
                    D::Country,
                    D::Customer,
                ],
            },
            // Whoever sold last holds the customer, whole and alone: so every customer is counted once, the parts of
            // teams sum to the whole, and accounts without an owner are held by somebody too.
            Self::Portfolio => Rule {
                day_en: "every day from the win or contract that makes the customer active until it is lost",
                day_fr: "chaque jour depuis le gain ou le contrat qui rend le client actif jusqu'à sa perte",
                credit_en: "those credited with the customer's latest win, in proportion, or the owner of its latest \
                            contract, in their team of each day; who holds it at the start of a period answers for losing it",
                credit_fr: "les commerciaux crédités du dernier gain du client, à proportion, ou le propriétaire de son \
                            dernier contrat, dans leur équipe de chaque jour ; qui le détient en début de période répond \
                            de sa perte",
                dimensions: &[D::Segment, D::Industry, D::Size, D::Country, D::Customer],
            },
            Self::Departure => Rule {
                day_en: "the day the customer was lost: said to have left, or the first one that no win or contract covers",
                day_fr: "le jour de la perte du client : son départ déclaré, ou le premier jour que ni gain ni contrat ne \
                         couvre",
                credit_en: "those who held the customer when it was lost, in their team of that day",
                credit_fr: "ceux qui détenaient le client au moment de sa perte, dans leur équipe de ce jour",
                dimensions: &[D::Reason, D::Segment, D::Industry, D::Size, D::Country, D::Customer],
            },
        }
    }
}
