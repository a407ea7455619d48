//! The way of leads, from their receipt to a customer.

macro_rules! leads {
    ($($next:tt)*) => { next_theme! { {
    /// The way of leads, from their receipt to a customer.
    Leads {
        /// Which share of the leads received became customers, whenever they did.
        /// By the month of their receipt, credited to the first rep they were assigned to: what was received lately is still
        /// open for the most part (see `stillOpen`). A customer is who won a deal: one that is only open does not count yet.
        /// Null when no lead was received.
        LeadToCustomerRate lead_to_customer_rate: LeadFunnelKpi {
            en "Leads that became customers", fr "Conversion d'un prospect en client", formula "leads received that became customers / leads received",
            formula_fr "leads reçus devenus clients / leads reçus",
            about_fr "La part des leads reçus dans la période qui sont devenus clients (une affaire gagnée), quelle que soit la date du gain, créditée au premier commercial du lead. Un lead compte une fois. Nul sans lead reçu.",
            Ratio Higher Quotient false,
            journey::lead_funnel
        }

        /// Which share of the leads received brought a deal, whenever they did.
        /// By the month of their receipt, credited to the first rep they were assigned to. Null when no lead was received.
        LeadToDealRate lead_to_deal_rate: RatioKpi {
            en "Leads that brought a deal", fr "Transformation des leads en affaires", formula "leads received that converted / leads received",
            formula_fr "leads reçus ayant donné une affaire / leads reçus",
            about_fr "La part des leads reçus dans la période qui ont donné une affaire, quelle que soit la date. Nul sans lead reçu.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::ReceivedLeadsConverted), m.sum(M::LeadsReceived))
        }

        /// How many leads were converted in the period for each that was received in it.
        /// Two different groups of leads: the rate may exceed 1. `leadToDealRate` follows the same leads. Null when no lead was
        /// received.
        LeadConversionRate lead_conversion_rate: RatioKpi {
            en "Leads converted per lead received", fr "Taux de conversion des leads sur la période", formula "leads converted / leads received",
            formula_fr "leads convertis / leads reçus",
            about_fr "Les leads convertis dans la période rapportés aux leads reçus dans la période : deux groupes différents, le taux peut dépasser 1. Nul sans lead reçu.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::LeadsConverted), m.sum(M::LeadsReceived))
        }

        /// How many leads were contacted for the first time.
        /// On that day, credited to who worked them then.
        LeadsContacted leads_contacted: CountKpi {
            en "Leads contacted", fr "Leads contactés", formula "leads contacted",
            formula_fr "leads contactés",
            about_fr "Le nombre de leads contactés pour la première fois, crédités à qui les suivait ce jour-là.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::LeadsContacted))
        }

        /// How many leads were qualified.
        /// On that day, credited to who worked them then.
        LeadsQualified leads_qualified: CountKpi {
            en "Leads qualified", fr "Leads qualifiés", formula "leads qualified",
            formula_fr "leads qualifiés",
            about_fr "Le nombre de leads qualifiés, crédités à qui les suivait ce jour-là.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::LeadsQualified))
        }

        /// How many leads were converted into a customer with a deal.
        /// On that day, credited to who worked them then. A conversion whose deals are all deleted does not count.
        LeadsConverted leads_converted: CountKpi {
            en "Leads converted", fr "Leads convertis", formula "leads converted",
            formula_fr "leads convertis",
            about_fr "Le nombre de leads convertis en client avec une affaire, crédités à qui les suivait ce jour-là.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::LeadsConverted))
        }

        /// How many leads were turned down.
        /// On that day, credited to who worked them then. Broken down by REASON it says why.
        LeadsDisqualified leads_disqualified: CountKpi {
            en "Leads disqualified", fr "Leads disqualifiés", formula "leads disqualified",
            formula_fr "leads disqualifiés",
            about_fr "Le nombre de leads disqualifiés, crédités à qui les suivait ce jour-là ; à ventiler par motif.",
            Count Lower Flow true,
            |m| Figure::count(m.sum(M::LeadsDisqualified))
        }

        /// How many leads came in again after they had been worked.
        /// Each time counts, and none of them in `leadsReceived`. Credited to who is given the lead then.
        LeadsRecycled leads_recycled: CountKpi {
            en "Leads recycled", fr "Leads recyclés", formula "leads recycled",
            formula_fr "leads recyclés",
            about_fr "Le nombre de leads revenus après avoir été travaillés ; ils ne comptent pas dans les leads reçus.",
            Count Neutral Flow true,
            |m| Figure::count(m.sum(M::LeadsRecycled))
        }

        /// Which share of the leads received was turned down, whenever they were.
        /// Null when no lead was received. `leadsDisqualified` broken down by REASON says why.
        LeadDisqualificationRate lead_disqualification_rate: RatioKpi {
            en "Leads turned down", fr "Taux de disqualification des leads", formula "leads received that were disqualified / leads received",
            formula_fr "leads reçus puis disqualifiés / leads reçus",
            about_fr "La part des leads reçus dans la période qui ont été disqualifiés, quelle que soit la date. Nul sans lead reçu.",
            Ratio Lower Quotient false,
            |m| Figure::ratio(m.sum(M::ReceivedLeadsDisqualified), m.sum(M::LeadsReceived))
        }

        /// How long the leads received waited until we first tried to reach them.
        /// Until the first outbound interaction about them or the first contact noted, in elapsed time by day and night. Leads
        /// that were never contacted are left out: `contactedWithinSla` counts them. Null when none was contacted.
        SpeedToLead speed_to_lead: DelayKpi {
            en "Speed to lead", fr "Délai de premier contact", formula "days until the first contact / leads received and answered",
            formula_fr "jours jusqu'au premier contact / leads reçus ayant eu une réponse",
            about_fr "Le temps écoulé entre la réception des leads de la période et la première tentative de contact. Les leads jamais contactés n'y sont pas. Nul si aucun ne l'a été.",
            Days Lower Quotient false,
            |m| journey::delay(m, M::ResponseSeconds, M::LeadsAnswered)
        }

        /// Which share of the leads received was contacted as soon as the organization wants it.
        /// Within `leadResponseHours` of the receipt; leads that were never contacted count as not. Null when none was received.
        ContactedWithinSla contacted_within_sla: RatioKpi {
            en "Leads contacted in time", fr "Leads contactés dans le délai convenu", formula "leads received and answered in time / leads received",
            formula_fr "leads reçus ayant eu une réponse à temps / leads reçus",
            about_fr "La part de tous les leads reçus qui ont été contactés dans le délai fixé par l'organisation. Nul sans lead reçu.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::LeadsAnsweredInTime), m.sum(M::LeadsReceived))
        }
    }
    } $($next)* } };
}
