//! Satisfaction, complaints, returns.

macro_rules! after_sale {
    ($($next:tt)*) => { next_theme! { {
    /// Satisfaction, complaints, returns.
    AfterSale {
        /// How satisfied customers say they are, from 0 to 1, whatever the scale.
        /// The mean over all surveys. Each answer counts as its place between the worst and the best of its scale, on the day it
        /// came, credited to the rep of the interaction that is rated, otherwise to the owner of the account then. Of several
        /// answers of a customer to a survey within the period the last counts. Not computed when nobody answered. For tokens it
        /// is withheld when it is the opinion of fewer customers than the organization's `groupMinimum`.
        CustomerSatisfaction customer_satisfaction: SurveyKpi {
            en "Customer satisfaction", fr "Satisfaction client",
            about_fr "La satisfaction moyenne, de 0 à 1, toutes enquêtes confondues : chaque réponse compte selon sa place entre la pire et la meilleure note de son échelle, le jour où elle est venue, créditée au commercial de l'interaction notée, sinon au propriétaire du compte d'alors. De plusieurs réponses d'un client à une enquête dans la période, la dernière compte. Non calculé sans réponse. Pour les jetons, elle n'est pas montrée quand c'est l'avis de moins de clients que le `groupMinimum` de l'organisation.",
            Ratio Higher Quotient,
            ratio(
                statistic(Statistic::Latest(M::SatisfactionScore, M::SurveyResponses)),
                statistic(Statistic::Latest(M::SurveyResponses, M::SurveyResponses)),
            )
            .sampled()
            .opinion_of(Statistic::Customers(M::SurveyResponses))
        }

        /// Which share of the answers to surveys says that the customer is satisfied.
        /// Answers that reach the threshold of their survey, over all answers, credited as in `customerSatisfaction`; filter by
        /// `survey` to look at one. Of several answers of a customer to a survey within the period the last counts. Not computed
        /// when nobody answered.
        Csat csat: SurveyKpi {
            en "CSAT", fr "Taux de clients satisfaits",
            about_fr "La part des réponses qui atteignent le seuil de satisfaction de leur enquête, créditées comme dans `customerSatisfaction` ; filtrer par enquête pour n'en regarder qu'une. De plusieurs réponses d'un client à une enquête dans la période, la dernière compte. Non calculé sans réponse.",
            Ratio Higher Quotient,
            ratio(
                statistic(Statistic::Latest(M::SatisfiedResponses, M::SurveyResponses)),
                statistic(Statistic::Latest(M::SurveyResponses, M::SurveyResponses)),
            )
            .sampled()
            .opinion_of(Statistic::Customers(M::SurveyResponses))
        }

        /// The net promoter score, from −100 to 100: promoters less detractors.
        /// Of surveys of the kind NPS only, credited as in `customerSatisfaction`: promoters answer 9 or 10, detractors 0 to 6.
        /// Of several answers of a customer to a survey within the period the last counts. Not computed when nobody answered.
        Nps nps: NpsKpi {
            en "Net promoter score", fr "Net Promoter Score",
            about_fr "La part des promoteurs (9 ou 10) moins celle des détracteurs (0 à 6), de −100 à 100, pour les enquêtes de recommandation seulement, créditée comme dans `customerSatisfaction`. De plusieurs réponses d'un client à une enquête dans la période, la dernière compte. Non calculé sans réponse.",
            Points Higher Quotient,
            formulas::satisfaction::net_promoters()
        }

        /// Which share of the surveys sent in the period was answered, be it after the period.
        /// A cohort: the share of a recent period still grows. Not computed when none was sent.
        SurveyResponseRate survey_response_rate: RatioKpi {
            en "Survey response rate", fr "Taux de réponse aux enquêtes",
            about_fr "La part des enquêtes envoyées dans la période qui ont reçu une réponse, même plus tard : celle d'une période récente croît encore. Non calculé si aucune n'a été envoyée.",
            Ratio Higher Quotient,
            ratio(sum(M::SurveysAnswered), sum(M::SurveysSent)).sampled()
        }

        /// How many complaints were made.
        /// On the day they were made, credited to those the sale was credited to, otherwise to the owner of the account then.
        /// Break it down by REASON for the motives: each complaint counts under its primary reason, those without one under none.
        Complaints complaints: CountKpi {
            en "Complaints", fr "Réclamations",
            about_fr "Le nombre de réclamations, le jour où elles ont été faites, créditées à ceux à qui la vente l'était, sinon au propriétaire du compte d'alors. La ventilation par motif retient le motif principal ; celles sans motif y sont à part.",
            Count Lower Flow,
            count(sum(M::Complaints)).in_words("number of complaints made", "nombre de réclamations faites")
        }

        /// How many complaints there are for each active customer.
        /// By the mean of the customers active at the start and at the end. A customer may complain several times, so that it may
        /// exceed 1. Complaints are credited as the sales were, customers to those who sold to them last. While the period runs,
        /// its end is today. Not computed when nobody was active at either; `complaintsPer100Wins` tells the same by sales.
        ComplaintRate complaint_rate: RatioKpi {
            en "Complaint rate", fr "Taux de réclamation",
            about_fr "Le nombre de réclamations de la période rapporté à la moyenne des clients actifs au début et à la fin, ou aujourd'hui si elle n'est pas terminée ; un client peut réclamer plusieurs fois, le taux peut dépasser 1. Les réclamations sont créditées comme les ventes, les clients à ceux qui leur ont vendu en dernier. Non calculé si aucun client n'était actif ni au début ni à la fin ; `complaintsPer100Wins` dit la même chose par vente.",
            Ratio Lower Quotient,
            formulas::customers::complaint_rate()
        }

        /// How many complaints there are for every hundred deals won.
        /// Of the same period: a complaint may be about an older sale. Not computed when none was won.
        ComplaintsPer100Wins complaints_per100_wins: RatioKpi {
            en "Complaints per 100 wins", fr "Réclamations pour 100 ventes",
            about_fr "Le nombre de réclamations pour cent affaires gagnées dans la même période ; une réclamation peut porter sur une vente antérieure. Non calculé sans affaire gagnée.",
            PerHundred Lower Quotient,
            ratio(sum(M::Complaints), sum(M::DealsWon)).times(100).sampled()
        }

        /// How long complaints took to be resolved, of those resolved in the period.
        /// Calendar time from the day they were made to the last resolution, credited to who handles them. Not computed when none
        /// was resolved; open ones do not count.
        ComplaintResolutionDays complaint_resolution_days: DaysKpi {
            en "Complaint resolution time", fr "Délai de résolution des réclamations",
            about_fr "La durée moyenne et médiane, en jours calendaires, entre la réclamation et sa dernière résolution, pour celles résolues dans la période, créditée à qui les traite. Non calculé si aucune n'a été résolue ; celles en cours ne comptent pas.",
            Days Lower Quotient,
            duration(M::ResolutionSeconds, M::ComplaintsResolved).sampled()
        }

        /// Which share of the complaints resolved in the period had been resolved before, and came back.
        /// Credited to who handles them. Not computed when none was resolved.
        ComplaintReopenRate complaint_reopen_rate: RatioKpi {
            en "Complaints reopened", fr "Taux de réouverture des réclamations",
            about_fr "La part des réclamations résolues dans la période qui avaient déjà été résolues puis rouvertes, créditée à qui les traite. Non calculé si aucune n'a été résolue.",
            Ratio Lower Quotient,
            ratio(sum(M::ReopenedComplaints), sum(M::ComplaintsResolved)).sampled()
        }

        /// How many returns of products there were.
        /// On the day the goods came back, credited to those the sale was credited to, otherwise to the owner of the account
        /// then. Break it down by REASON for the motives.
        ProductReturns product_returns: CountKpi {
            en "Product returns", fr "Retours produits",
            about_fr "Le nombre de retours de produits, le jour du retour, crédités à ceux à qui la vente l'était, sinon au propriétaire du compte d'alors. La ventilation par motif donne les causes.",
            Count Lower Flow,
            count(sum(M::Returns)).in_words("number of returns of products", "nombre de retours de produits")
        }

        /// How many units of products came back.
        /// On the day they came back, credited as product returns are.
        UnitsReturned units_returned: CountKpi {
            en "Units returned", fr "Unités retournées",
            about_fr "Le nombre d'unités de produits retournées, le jour du retour, créditées comme les retours produits.",
            Count Lower Flow,
            count(sum(M::ReturnedUnits)).in_words(
                "sum of the quantities of the products that came back",
                "somme des quantités des produits retournés",
            )
        }

        /// The value returned in the period, as a share of the revenue of the period.
        /// What comes back may have been sold before, so that it may exceed 1. Not computed when nothing was sold, or when an
        /// exchange rate is missing (see `warnings`).
        ReturnRate return_rate: MoneyRatioKpi {
            en "Return rate", fr "Taux de retour",
            about_fr "La valeur retournée dans la période rapportée au chiffre d'affaires de la période ; elle peut porter sur des ventes antérieures et donc dépasser 1. Non calculé sans chiffre d'affaires ou si un taux de change manque.",
            Ratio Lower Quotient,
            ratio(sum(M::ReturnedValue), sum(M::Revenue))
        }

        /// Which share of the revenue of the period ever came back, be it after the period.
        /// A cohort: each return counts on the day of its sale, so that a recent period is not yet mature. Returns that name
        /// no deal do not count. Not computed when nothing was sold, or an exchange rate is missing.
        ReturnRateOfSales return_rate_of_sales: MoneyRatioKpi {
            en "Return rate of the period's sales", fr "Taux de retour des ventes de la période",
            about_fr "La part du chiffre d'affaires de la période qui a été retournée, même plus tard : chaque retour compte le jour de sa vente, si bien qu'une période récente n'est pas encore mûre. Les retours sans affaire ne comptent pas. Non calculé sans chiffre d'affaires ou si un taux de change manque.",
            Ratio Lower Quotient,
            ratio(sum(M::SoldValueReturned), sum(M::Revenue))
        }

        /// What was paid back: for goods that came back in the period, and on complaints made in it.
        /// Enter a refund once, on the return or on the complaint. Not computed when an exchange rate is missing.
        RefundAmount refund_amount: MoneyKpi {
            en "Refunds", fr "Remboursements",
            about_fr "Ce qui a été remboursé pour les produits retournés dans la période et pour les réclamations faites dans la période. Un remboursement se saisit une fois, sur le retour ou sur la réclamation. Non calculé si un taux de change manque.",
            Money Lower Flow,
            money(sum(M::ReturnedValue) + sum(M::ComplaintRefunds))
        }

        /// The revenue of the period less what was paid back for goods that came back in it.
        /// A return reduces the period it happens in, not that of the sale. Refunds on complaints are not deducted. Not
        /// computed when an exchange rate is missing.
        RevenueNetOfReturns revenue_net_of_returns: MoneyKpi {
            en "Revenue net of returns", fr "Chiffre d'affaires net des retours",
            about_fr "Le chiffre d'affaires de la période moins ce qui a été remboursé pour les produits retournés dans la période. Un retour réduit la période où il a lieu, non celle de la vente. Les remboursements sur réclamation n'en sont pas déduits. Non calculé si un taux de change manque.",
            Money Higher Flow,
            money(sum(M::Revenue) - sum(M::ReturnedValue))
        }
    }
    } $($next)* } };
}
