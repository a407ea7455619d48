//! The way of leads, from their receipt to a customer.

macro_rules! leads {
    ($($next:tt)*) => { next_theme! { {
    /// The way of leads, from their receipt to a customer.
    Leads {
        /// Which share of the leads received became customers, whenever they did.
        /// By the month of their receipt, credited to the first rep they were assigned to: most leads received lately are still
        /// open (see `stillOpen`). A lead becomes a customer when a deal of it is won; an open deal does not count yet. A lead
        /// counts once. Not computed when no lead was received.
        LeadToCustomerRate lead_to_customer_rate: LeadFunnelKpi {
            en "Leads that became customers", fr "Conversion d'un prospect en client",
            about_fr "La part des leads reçus dans la période qui sont devenus clients, quelle que soit la date, créditée au premier commercial à qui ils ont été attribués : la plupart des leads reçus récemment sont encore en cours (voir `stillOpen`). Un lead devient client quand une de ses affaires est gagnée ; une affaire en cours ne compte pas encore. Un lead compte une fois. Non calculé sans lead reçu.",
            Ratio Higher Quotient,
            formulas::journey::lead_funnel()
        }

        /// Which share of the leads received brought a deal, whenever they did.
        /// By the month of their receipt, credited to the first rep they were assigned to. Not computed when no lead was received.
        LeadToDealRate lead_to_deal_rate: RatioKpi {
            en "Leads that brought a deal", fr "Transformation des leads en affaires",
            about_fr "La part des leads reçus dans la période qui ont donné une affaire, quelle que soit la date, créditée au premier commercial à qui ils ont été attribués. Non calculé sans lead reçu.",
            Ratio Higher Quotient,
            ratio(sum(M::ReceivedLeadsConverted), sum(M::LeadsReceived))
        }

        /// How many leads were converted in the period for each that was received in it.
        /// Two different groups of leads: the rate may exceed 1. `leadToDealRate` follows the same leads. Not computed when no
        /// lead was received.
        LeadConversionRate lead_conversion_rate: RatioKpi {
            en "Leads converted per lead received", fr "Taux de conversion des leads sur la période",
            about_fr "Les leads convertis dans la période rapportés aux leads reçus dans la période : deux groupes différents, le taux peut dépasser 1. `leadToDealRate` suit les mêmes leads. Non calculé sans lead reçu.",
            Ratio Higher Quotient,
            ratio(sum(M::LeadsConverted), sum(M::LeadsReceived))
        }

        /// How many leads were contacted for the first time.
        /// On that day, credited to who worked them then.
        LeadsContacted leads_contacted: CountKpi {
            en "Leads contacted", fr "Leads contactés",
            about_fr "Le nombre de leads contactés pour la première fois, ce jour-là, crédités à qui les suivait alors.",
            Count Higher Flow,
            count(sum(M::LeadsContacted)).in_words(
                "number of leads contacted for the first time",
                "nombre de leads contactés pour la première fois",
            )
        }

        /// How many leads were qualified.
        /// On that day, credited to who worked them then.
        LeadsQualified leads_qualified: CountKpi {
            en "Leads qualified", fr "Leads qualifiés",
            about_fr "Le nombre de leads qualifiés, ce jour-là, crédités à qui les suivait alors.",
            Count Higher Flow,
            count(sum(M::LeadsQualified)).in_words("number of leads qualified", "nombre de leads qualifiés")
        }

        /// How many leads were converted into a customer with a deal.
        /// On that day, credited to who worked them then. A conversion whose deals are all deleted does not count.
        LeadsConverted leads_converted: CountKpi {
            en "Leads converted", fr "Leads convertis",
            about_fr "Le nombre de leads convertis en client avec une affaire, ce jour-là, crédités à qui les suivait alors. Une conversion dont toutes les affaires sont supprimées ne compte pas.",
            Count Higher Flow,
            count(sum(M::LeadsConverted)).in_words(
                "number of leads converted into a customer with a deal",
                "nombre de leads convertis en client avec une affaire",
            )
        }

        /// How many leads were turned down.
        /// On that day, credited to who worked them then. `breakdown(by: REASON)` says why.
        LeadsDisqualified leads_disqualified: CountKpi {
            en "Leads disqualified", fr "Leads disqualifiés",
            about_fr "Le nombre de leads disqualifiés, ce jour-là, crédités à qui les suivait alors. La ventilation par motif dit pourquoi.",
            Count Lower Flow,
            count(sum(M::LeadsDisqualified)).in_words("number of leads disqualified", "nombre de leads disqualifiés")
        }

        /// How many leads came in again after they had been worked.
        /// Each time counts, and none of them in `leadsReceived`. Credited to who is given the lead then.
        LeadsRecycled leads_recycled: CountKpi {
            en "Leads recycled", fr "Leads recyclés",
            about_fr "Le nombre de leads revenus après avoir été travaillés, chaque fois comptant, sans compter dans les leads reçus ; crédités à qui le lead est alors confié.",
            Count Neutral Flow,
            count(sum(M::LeadsRecycled)).in_words(
                "number of times a lead came in again after it had been worked",
                "nombre de fois où un lead est revenu après avoir été travaillé",
            )
        }

        /// Which share of the leads received was turned down, whenever they were.
        /// Not computed when no lead was received. `leadsDisqualified` broken down by REASON says why.
        LeadDisqualificationRate lead_disqualification_rate: RatioKpi {
            en "Leads turned down", fr "Taux de disqualification des leads",
            about_fr "La part des leads reçus dans la période qui ont été disqualifiés, quelle que soit la date. Non calculé sans lead reçu. `leadsDisqualified` ventilé par motif dit pourquoi.",
            Ratio Lower Quotient,
            ratio(sum(M::ReceivedLeadsDisqualified), sum(M::LeadsReceived))
        }

        /// How long the leads received waited until we first tried to reach them.
        /// Until the first outbound interaction about them or the first contact noted, in elapsed time by day and night. Leads
        /// that were never contacted are left out: `contactedWithinSla` counts them. Not computed when none was contacted.
        SpeedToLead speed_to_lead: DelayKpi {
            en "Speed to lead", fr "Délai de premier contact",
            about_fr "Le temps écoulé, de jour comme de nuit, entre la réception des leads de la période et la première tentative de contact : la première interaction sortante à leur sujet ou le premier contact noté. Les leads jamais contactés n'y sont pas : `contactedWithinSla` les compte. Non calculé si aucun n'a été contacté.",
            Days Lower Quotient,
            duration(M::ResponseSeconds, M::LeadsAnswered)
        }

        /// Which share of the leads received was contacted as soon as the organization wants it.
        /// Within `leadResponseHours` of the receipt; leads never contacted count as not contacted in time. Not computed when
        /// none was received.
        ContactedWithinSla contacted_within_sla: RatioKpi {
            en "Leads contacted in time", fr "Leads contactés dans le délai convenu",
            about_fr "La part des leads reçus qui ont été contactés dans le délai fixé par l'organisation (`leadResponseHours`) ; ceux jamais contactés comptent comme hors délai. Non calculé sans lead reçu.",
            Ratio Higher Quotient,
            ratio(sum(M::LeadsAnsweredInTime), sum(M::LeadsReceived))
        }
    }
    } $($next)* } };
}
