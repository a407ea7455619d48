//! Quotes and the contracts signed from them.

macro_rules! offers {
    ($($next:tt)*) => { next_theme! { {
    /// Quotes and the contracts signed from them.
    Offers {
        /// Which share of the offers issued was signed, whenever they were: by number and by value.
        /// All revisions of a quote are one offer, issued when the first was sent and credited to its author. A contract without
        /// a quote is not counted. Null when no offer was issued.
        QuoteToContractRate quote_to_contract_rate: OfferRateKpi {
            en "Offers signed", fr "Efficacité entre devis et contrats signés", formula "offers issued that were signed / offers issued",
            formula_fr "offres émises puis signées / offres émises",
            about_fr "La part des offres émises dans la période (toutes versions d'un devis comptant pour une) dont un contrat a été signé, en nombre et en valeur, quelle que soit la date de signature. Nul sans offre émise.",
            Ratio Higher Quotient false,
            journey::offers
        }

        /// How many offers were signed in the period for each that was issued in it.
        /// Two different groups of offers: the rate may exceed 1. Null when no offer was issued.
        QuoteToContractPeriodRate quote_to_contract_period_rate: RatioKpi {
            en "Offers signed per offer issued", fr "Contrats signés par devis émis sur la période", formula "offers signed / offers issued",
            formula_fr "offres signées / offres émises",
            about_fr "Les offres signées dans la période rapportées aux offres émises dans la période : deux groupes différents, le taux peut dépasser 1. Nul sans offre émise.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::OffersSigned), m.sum(M::OffersIssued))
        }

        /// How many offers were issued.
        /// On the day that their first revision was sent, credited to its author.
        QuotesIssued quotes_issued: CountKpi {
            en "Offers issued", fr "Devis émis", formula "offers issued",
            formula_fr "offres émises",
            about_fr "Le nombre d'offres émises, le jour d'envoi de leur première version ; toutes les versions comptent pour une.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::OffersIssued))
        }

        /// How long the offers signed in the period took from the first revision sent to the signature.
        /// Null when none was signed.
        QuoteToSignatureDays quote_to_signature_days: DaysKpi {
            en "Days from offer to signature", fr "Délai de signature des devis", formula "days from the offer to the signature / offers signed",
            formula_fr "jours de l'offre à la signature / offres signées",
            about_fr "Le temps entre l'envoi de la première version et la signature, pour les offres signées dans la période. Nul si aucune ne l'a été.",
            Days Lower Quotient false,
            |m| journey::delay(m, M::SignatureSeconds, M::OffersSigned)
        }

        /// How much less was signed than first offered, on average, over the offers signed in the period.
        /// The mean of each offer's discount; below 0 where more was signed. Null when none was signed, or no amount is known.
        QuoteDiscountRate quote_discount_rate: RatioKpi {
            en "Discount from first offer to signature", fr "Remise entre première offre et signature", formula "discounts on offers signed / offers signed with a known discount",
            formula_fr "remises sur offres signées / offres signées dont la remise est connue",
            about_fr "La remise moyenne entre la première version envoyée et le montant signé, pour les offres signées dans la période. Nul si aucune ne l'a été.",
            Ratio Lower Quotient false,
            |m| Figure::ratio(m.sum(M::OfferDiscounts), m.sum(M::OffersCompared))
        }

        /// The amount contracted: what the contracts signed in the period come to, net of tax.
        /// On the day of signature, at the rate of that day, credited to the owner of the contract. 0 when none was signed; null
        /// when an exchange rate is missing (see `warnings`).
        ContractedRevenue contracted_revenue: MoneyKpi {
            en "Revenue contracted", fr "Chiffre d'affaires signé", formula "amount contracted",
            formula_fr "montant des contrats signés",
            about_fr "Le montant hors taxes des contrats signés dans la période, crédité au propriétaire du contrat. 0 sans contrat signé ; nul si un taux de change manque.",
            Money Higher Flow true,
            |m| Figure::money(m.sum(M::ContractedAmount), m.sum(M::ContractedUnconverted))
        }

        /// How many contracts were signed.
        /// On the day of signature, credited to the owner of the contract; renewals are contracts too.
        ContractsSigned contracts_signed: CountKpi {
            en "Contracts signed", fr "Contrats signés", formula "contracts signed",
            formula_fr "contrats signés",
            about_fr "Le nombre de contrats signés dans la période, renouvellements compris, crédités au propriétaire du contrat.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::ContractsSigned))
        }
    }
    } $($next)* } };
}
