//! How marketing and sales work together.

macro_rules! marketing {
    ($($next:tt)*) => { next_theme! { {
    /// How marketing and sales work together.
    Marketing {
        /// Which share of the leads handed over in the period sales accepted.
        /// Leads without an answer yet stay among those handed over. Null when none was.
        LeadAcceptanceRate lead_acceptance_rate: RatioKpi {
            en "Lead acceptance rate", fr "Taux d'acceptation des leads", formula "leads handed over and accepted / leads handed over",
            formula_fr "leads transmis et acceptés / leads transmis",
            about_fr "La part des leads transmis dans la période que les ventes ont acceptés ; ceux sans réponse restent au dénominateur. Nul si aucun n'a été transmis.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::HandOversAccepted), m.sum(M::LeadsHandedOver))
        }

        /// Which share of the rejections sales explained to marketing, by a reason or in words.
        /// Of the leads handed over in the period and rejected since. Null when none was rejected.
        LeadRejectionFeedbackRate lead_rejection_feedback_rate: RatioKpi {
            en "Rejections with feedback", fr "Refus motivés", formula "leads handed over and rejected with a reason / leads handed over and rejected",
            formula_fr "leads transmis et refusés avec motif / leads transmis et refusés",
            about_fr "La part des leads transmis dans la période et refusés depuis dont le refus est motivé. Nul si aucun n'a été refusé.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::HandOversExplained), m.sum(M::HandOversRejected))
        }

        /// Which share of the leads handed over in the period sales contacted in time.
        /// Within `handOverSlaHours` of the organization, day and night. Leads never contacted stay among those handed over.
        /// Null when none was.
        HandOverSlaCompliance hand_over_sla_compliance: RatioKpi {
            en "Hand-overs contacted in time", fr "Respect du délai de prise en charge", formula "leads handed over and contacted in time / leads handed over",
            formula_fr "leads transmis et contactés à temps / leads transmis",
            about_fr "La part des leads transmis dans la période que les ventes ont contactés dans le délai fixé par l'organisation ; ceux jamais contactés restent au dénominateur. Nul si aucun n'a été transmis.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::HandOversContactedInTime), m.sum(M::LeadsHandedOver))
        }

        /// The revenue of deals that came from a campaign of marketing's.
        /// By the campaign of the first touch, frozen on the deal. Null when an exchange rate is missing.
        MarketingSourcedRevenue marketing_sourced_revenue: MoneyKpi {
            en "Marketing-sourced revenue", fr "Chiffre d'affaires d'origine marketing", formula "marketing-sourced revenue",
            formula_fr "chiffre d'affaires d'origine marketing",
            about_fr "Le chiffre d'affaires des affaires issues d'une campagne marketing, selon le premier contact figé sur l'affaire. Nul si un taux de change manque.",
            Money Higher Flow true,
            |m| cost::marketing_sourced(m)
        }

        /// Which share of the revenue came from campaigns of marketing's.
        /// Null without revenue, and when an exchange rate is missing.
        MarketingSourcedRevenueShare marketing_sourced_revenue_share: MoneyRatioKpi {
            en "Share of marketing-sourced revenue", fr "Part du chiffre d'affaires d'origine marketing", formula "marketing-sourced revenue / revenue",
            formula_fr "chiffre d'affaires d'origine marketing / chiffre d'affaires",
            about_fr "La part du chiffre d'affaires issue de campagnes marketing. Nul sans chiffre d'affaires.",
            Ratio Higher Quotient false,
            |m| Figure::quotient(cost::marketing_sourced(m), cost::revenue(m), 1.0)
        }
    }
    } $($next)* } };
}
