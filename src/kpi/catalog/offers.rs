//! Quotes and the contracts signed from them.

macro_rules! offers {
    ($($next:tt)*) => { next_theme! { {
    /// Quotes and the contracts signed from them.
    Offers {
        /// Which share of the offers issued was signed, whenever they were: by number and by value.
        /// All revisions of a quote are one offer, issued when the first was sent and credited to its author. A contract without
        /// a quote is not counted. Not computed when no offer was issued.
        QuoteToContractRate quote_to_contract_rate: OfferRateKpi {
            en "Offers signed", fr "Efficacité entre devis et contrats signés",
            about_fr "La part des offres émises dans la période dont un contrat a été signé, en nombre et en valeur, quelle que soit la date de signature. Toutes les versions d'un devis sont une seule offre, émise à l'envoi de la première et créditée à son auteur. Un contrat sans devis ne compte pas. Non calculé sans offre émise.",
            Ratio Higher Quotient,
            formulas::journey::offers()
        }

        /// How many offers were signed in the period for each that was issued in it.
        /// Two different groups of offers: the rate may exceed 1. Not computed when no offer was issued.
        QuoteToContractPeriodRate quote_to_contract_period_rate: RatioKpi {
            en "Offers signed per offer issued", fr "Contrats signés par devis émis sur la période",
            about_fr "Les offres signées dans la période rapportées aux offres émises dans la période : deux groupes différents, le taux peut dépasser 1. Non calculé sans offre émise.",
            Ratio Higher Quotient,
            ratio(sum(M::OffersSigned), sum(M::OffersIssued))
        }

        /// How many offers were issued.
        /// On the day that their first revision was sent, credited to its author. All revisions of a quote are one offer.
        QuotesIssued quotes_issued: CountKpi {
            en "Offers issued", fr "Devis émis",
            about_fr "Le nombre d'offres émises, le jour d'envoi de leur première version, créditées à son auteur ; toutes les versions d'un devis sont une seule offre.",
            Count Higher Flow,
            count(sum(M::OffersIssued)).in_words(
                "number of quotes whose first revision was sent",
                "nombre de devis dont la première version a été envoyée",
            )
        }

        /// How long the offers signed in the period took from the first revision sent to the signature.
        /// Not computed when none was signed.
        QuoteToSignatureDays quote_to_signature_days: DaysKpi {
            en "Days from offer to signature", fr "Délai de signature des devis",
            about_fr "Le temps entre l'envoi de la première version et la signature, pour les offres signées dans la période. Non calculé si aucune ne l'a été.",
            Days Lower Quotient,
            duration(M::SignatureSeconds, M::OffersSigned)
        }

        /// How much less was signed than first offered, on average, over the offers signed in the period.
        /// The mean of each offer's discount; below 0 where more was signed. Not computed when none was signed, or no amount is
        /// known.
        QuoteDiscountRate quote_discount_rate: RatioKpi {
            en "Discount from first offer to signature", fr "Remise entre première offre et signature",
            about_fr "La remise moyenne entre la première version envoyée et le montant signé, pour les offres signées dans la période : la moyenne des remises de chaque offre, négative quand on a signé plus. Non calculé si aucune n'a été signée, ou si aucun montant n'est connu.",
            Ratio Lower Quotient,
            ratio(sum(M::OfferDiscounts), sum(M::OffersCompared))
        }

        /// The amount contracted: what the contracts signed in the period come to, net of tax.
        /// On the day of signature, at the rate of that day, credited to the owner of the contract. 0 when none was signed; not
        /// computed when an exchange rate is missing (see `warnings`).
        ContractedRevenue contracted_revenue: MoneyKpi {
            en "Revenue contracted", fr "Chiffre d'affaires signé",
            about_fr "Le montant hors taxes des contrats signés dans la période, le jour de la signature et au taux de ce jour, crédité au propriétaire du contrat. 0 sans contrat signé ; non calculé si un taux de change manque.",
            Money Higher Flow,
            money(sum(M::ContractedAmount))
                .in_words("sum of the amounts of the contracts signed", "somme des montants des contrats signés")
        }

        /// How many contracts were signed.
        /// On the day of signature, credited to the owner of the contract; renewals are contracts too.
        ContractsSigned contracts_signed: CountKpi {
            en "Contracts signed", fr "Contrats signés",
            about_fr "Le nombre de contrats signés dans la période, le jour de la signature, renouvellements compris, crédités au propriétaire du contrat.",
            Count Higher Flow,
            count(sum(M::ContractsSigned)).in_words(
                "number of contracts signed, renewals included",
                "nombre de contrats signés, renouvellements compris",
            )
        }
    }
    } $($next)* } };
}
