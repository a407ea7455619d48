//! How marketing and sales work together.

macro_rules! marketing {
    ($($next:tt)*) => { next_theme! { {
    /// How marketing and sales work together.
    Marketing {
        /// Which share of the leads handed over in the period sales accepted.
        /// Leads without an answer yet stay among those handed over. Not computed when none was.
        LeadAcceptanceRate lead_acceptance_rate: RatioKpi {
            en "Lead acceptance rate", fr "Taux d'acceptation des leads",
            about_fr "La part des leads transmis dans la période que les ventes ont acceptés ; ceux sans réponse restent au dénominateur. Non calculé si aucun n'a été transmis.",
            Ratio Higher Quotient,
            ratio(sum(M::HandOversAccepted), sum(M::LeadsHandedOver))
        }

        /// Which share of the rejections sales explained to marketing, by a reason or in words.
        /// Of the leads handed over in the period and rejected since. Not computed when none was rejected.
        LeadRejectionFeedbackRate lead_rejection_feedback_rate: RatioKpi {
            en "Rejections with feedback", fr "Refus motivés",
            about_fr "La part des leads transmis dans la période et refusés depuis dont le refus est motivé, par un motif ou en toutes lettres. Non calculé si aucun n'a été refusé.",
            Ratio Higher Quotient,
            ratio(sum(M::HandOversExplained), sum(M::HandOversRejected))
        }

        /// Which share of the leads handed over in the period sales contacted in time.
        /// Within `handOverSlaHours` of the organization, day and night. Leads never contacted stay among those handed over.
        /// Not computed when none was handed over.
        HandOverSlaCompliance hand_over_sla_compliance: RatioKpi {
            en "Hand-overs contacted in time", fr "Respect du délai de prise en charge",
            about_fr "La part des leads transmis dans la période que les ventes ont contactés dans le délai fixé par l'organisation (`handOverSlaHours`), de jour comme de nuit ; ceux jamais contactés restent au dénominateur. Non calculé si aucun n'a été transmis.",
            Ratio Higher Quotient,
            ratio(sum(M::HandOversContactedInTime), sum(M::LeadsHandedOver))
        }

        /// The revenue of the deals that came from a marketing campaign.
        /// By the campaign of the first touch, frozen on the deal; credited as revenue is. Not computed when an exchange rate is
        /// missing.
        MarketingSourcedRevenue marketing_sourced_revenue: MoneyKpi {
            en "Marketing-sourced revenue", fr "Chiffre d'affaires d'origine marketing",
            about_fr "Le chiffre d'affaires des affaires issues d'une campagne marketing, selon le premier contact figé sur l'affaire ; crédité comme le chiffre d'affaires. Non calculé si un taux de change manque.",
            Money Higher Flow,
            money(sum(M::MarketingRevenue)).in_words(
                "sum of the amounts of the deals won that came from a marketing campaign",
                "somme des montants des affaires gagnées issues d'une campagne marketing",
            )
        }

        /// Which share of the revenue came from marketing campaigns.
        /// Not computed without revenue, and when an exchange rate is missing.
        MarketingSourcedRevenueShare marketing_sourced_revenue_share: MoneyRatioKpi {
            en "Share of marketing-sourced revenue", fr "Part du chiffre d'affaires d'origine marketing",
            about_fr "La part du chiffre d'affaires issue de campagnes marketing. Non calculé sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Higher Quotient,
            ratio(sum(M::MarketingRevenue), sum(M::Revenue))
        }
    }
    } $($next)* } };
}
