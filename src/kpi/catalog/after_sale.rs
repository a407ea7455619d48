//! Satisfaction, complaints, returns.

macro_rules! after_sale {
    ($($next:tt)*) => { next_theme! { {
    /// Satisfaction, complaints, returns.
    AfterSale {
        /// How satisfied customers say they are, from 0 to 1, whatever the scale.
        /// The mean over all surveys. Each answer counts as its place between the worst and the best of its scale, on the day it came, credited to the
        /// rep of the interaction that is rated, otherwise to the owner of the account then. Of several answers of a customer
        /// to a survey within the period the last counts. Null when nobody answered. For tokens it is
        /// withheld when it is the opinion of fewer customers than the organization's `groupMinimum`.
        CustomerSatisfaction customer_satisfaction: SurveyKpi {
            en "Customer satisfaction", fr "Satisfaction client", formula "normalised scores / survey responses",
            formula_fr "notes normalisées / réponses aux enquêtes",
            about_fr "La satisfaction moyenne, de 0 à 1, toutes enquêtes confondues : chaque réponse compte selon sa place entre la pire et la meilleure note de son échelle. De plusieurs réponses d'un client à une enquête dans la période, la dernière compte. Nul sans réponse.",
            Ratio Higher Quotient false,
            satisfaction::score
        }

        /// Which share of the answers to surveys says that the customer is satisfied.
        /// Answers that reach the threshold of their survey, over all answers; filter by `survey` to look at one. Of several
        /// answers of a customer to a survey within the period the last counts. Null when nobody answered.
        Csat csat: SurveyKpi {
            en "CSAT", fr "Taux de clients satisfaits", formula "satisfied responses / survey responses",
            formula_fr "réponses satisfaites / réponses aux enquêtes",
            about_fr "La part des réponses qui atteignent le seuil de satisfaction de leur enquête. De plusieurs réponses d'un client à une enquête dans la période, la dernière compte. Nul sans réponse.",
            Ratio Higher Quotient false,
            satisfaction::satisfied
        }

        /// The net promoter score, from −100 to 100: promoters less detractors.
        /// Of surveys of the kind NPS only: promoters answer 9 or 10, detractors 0 to 6. Of several answers of a customer to
        /// a survey within the period the last counts. Null when nobody answered.
        Nps nps: NpsKpi {
            en "Net promoter score", fr "Net Promoter Score", formula "(promoters − detractors) / recommendation responses × 100",
            formula_fr "(promoteurs − détracteurs) / réponses de recommandation × 100",
            about_fr "La part des promoteurs (9 ou 10) moins celle des détracteurs (0 à 6), de −100 à 100, pour les enquêtes de recommandation. De plusieurs réponses d'un client à une enquête dans la période, la dernière compte. Nul sans réponse.",
            Points Higher Quotient false,
            satisfaction::net_promoters
        }

        /// Which share of the surveys sent in the period was answered, be it after the period.
        /// A cohort: the share of a recent period still grows. Null when none was sent.
        SurveyResponseRate survey_response_rate: RatioKpi {
            en "Survey response rate", fr "Taux de réponse aux enquêtes", formula "surveys sent that were answered / surveys sent",
            formula_fr "enquêtes envoyées ayant reçu une réponse / enquêtes envoyées",
            about_fr "La part des enquêtes envoyées dans la période qui ont reçu une réponse, même plus tard. Nul si aucune n'a été envoyée.",
            Ratio Higher Quotient false,
            |m| {
                let sent = m.sum(M::SurveysSent);
                Figure::ratio(m.sum(M::SurveysAnswered), sent).sampled(sent)
            }
        }

        /// How many complaints were made.
        /// On the day they were made, credited to those the sale was credited to, otherwise to the owner of the account then.
        /// Break it down by REASON for the motives: each complaint counts under its primary reason, those without one under
        /// none.
        Complaints complaints: CountKpi {
            en "Complaints", fr "Réclamations", formula "complaints",
            formula_fr "réclamations",
            about_fr "Le nombre de réclamations, le jour où elles ont été faites, créditées à ceux à qui la vente l'était, sinon au propriétaire du compte. La ventilation par motif retient le motif principal.",
            Count Lower Flow true,
            |m| Figure::count(m.sum(M::Complaints))
        }

        /// How many complaints there are for each active customer.
        /// Of those active at the start and at the end, the mean. A customer may complain several times, so that it may exceed
        /// 1. Complaints are credited as the sales were, customers to those who sold to them last. While the period runs, its
        /// end is today. Null when nobody was active at either; `complaintsPer100Wins` tells the same by sales.
        ComplaintRate complaint_rate: RatioKpi {
            en "Complaint rate", fr "Taux de réclamation", formula "complaints / ((active customers at the start + active customers at the end) / 2)",
            formula_fr "réclamations / ((clients actifs au début + clients actifs à la fin) / 2)",
            about_fr "Le nombre de réclamations de la période rapporté à la moyenne des clients actifs au début et à la fin ; un client peut réclamer plusieurs fois, le taux peut dépasser 1. Nul si aucun client n'était actif.",
            Ratio Lower Quotient false,
            formulas::customers::complaint_rate
        }

        /// How many complaints there are for every hundred deals won.
        /// Of the same period: a complaint may be about an older sale. Null when none was won.
        ComplaintsPer100Wins complaints_per100_wins: RatioKpi {
            en "Complaints per 100 wins", fr "Réclamations pour 100 ventes", formula "complaints / deals won × 100",
            formula_fr "réclamations / affaires gagnées × 100",
            about_fr "Le nombre de réclamations pour cent affaires gagnées dans la même période. Nul sans affaire gagnée.",
            PerHundred Lower Quotient false,
            |m| {
                let (complaints, won) = (m.sum(M::Complaints), m.sum(M::DealsWon));
                Figure {
                    value: (won != 0).then(|| Value::Ratio(float(complaints) / float(won) * 100.0)),
                    ..Figure::ratio(complaints, won)
                }
                .sampled(won)
            }
        }

        /// How long complaints took to be resolved, of those resolved in the period.
        /// Calendar time from the day they were made to the last resolution, credited to who handles them. Null when none was
        /// resolved; open ones do not count.
        ComplaintResolutionDays complaint_resolution_days: DaysKpi {
            en "Complaint resolution time", fr "Délai de résolution des réclamations", formula "days until complaints were resolved / complaints resolved",
            formula_fr "jours jusqu'à la résolution des réclamations / réclamations résolues",
            about_fr "La durée moyenne et médiane, en jours calendaires, entre la réclamation et sa dernière résolution, pour celles résolues dans la période, créditée à qui les traite. Nul si aucune n'a été résolue.",
            Days Lower Quotient false,
            |m| {
                let resolved = m.sum(M::ComplaintsResolved);
                Figure {
                    value: days(m.sum(M::ResolutionSeconds), resolved),
                    median: m
                        .median(M::ResolutionSeconds, M::ComplaintsResolved)
                        .map(|seconds| Value::Days(float(seconds) / 86_400.0)),
                    denominator: Some(Value::Count(resolved)),
                    ..Figure::default()
                }
                .sampled(resolved)
            }
        }

        /// Which share of the complaints resolved in the period had been resolved before, and came back.
        /// Credited to who handles them. Null when none was resolved.
        ComplaintReopenRate complaint_reopen_rate: RatioKpi {
            en "Complaints reopened", fr "Taux de réouverture des réclamations", formula "complaints resolved after being reopened / complaints resolved",
            formula_fr "réclamations résolues après réouverture / réclamations résolues",
            about_fr "La part des réclamations résolues dans la période qui avaient déjà été résolues puis rouvertes. Nul si aucune n'a été résolue.",
            Ratio Lower Quotient false,
            |m| {
                let resolved = m.sum(M::ComplaintsResolved);
                Figure::ratio(m.sum(M::ReopenedComplaints), resolved).sampled(resolved)
            }
        }

        /// How many returns of products there were.
        /// On the day the goods came back, credited to those the sale was credited to, otherwise to the owner of the account
        /// then. Break it down by REASON for the motives.
        ProductReturns product_returns: CountKpi {
            en "Product returns", fr "Retours produits", formula "product returns",
            formula_fr "retours produits",
            about_fr "Le nombre de retours de produits, le jour du retour, crédités à ceux à qui la vente l'était, sinon au propriétaire du compte. La ventilation par motif donne les causes.",
            Count Lower Flow true,
            |m| Figure::count(m.sum(M::Returns))
        }

        /// How many units of products came back.
        UnitsReturned units_returned: CountKpi {
            en "Units returned", fr "Unités retournées", formula "units returned",
            formula_fr "unités retournées",
            about_fr "Le nombre d'unités de produits retournées, le jour du retour.",
            Count Lower Flow true,
            |m| Figure::count(m.sum(M::ReturnedUnits))
        }

        /// What came back in the period, as a share of the revenue of the period.
        /// By value; what comes back may have been sold before, so that it may exceed 1. Null when nothing was sold; null too
        /// when an exchange rate is missing (see `warnings`).
        ReturnRate return_rate: MoneyRatioKpi {
            en "Return rate", fr "Taux de retour", formula "value returned / revenue",
            formula_fr "valeur retournée / chiffre d'affaires",
            about_fr "La valeur retournée dans la période rapportée au chiffre d'affaires de la période ; elle peut porter sur des ventes antérieures. Nul sans chiffre d'affaires ou si un taux de change manque.",
            Ratio Lower Quotient false,
            |m| Figure::money_ratio(
                Figure::money(m.sum(M::ReturnedValue), m.sum(M::ReturnedUnconverted)),
                Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted)),
            )
        }

        /// Which share of the revenue of the period ever came back, be it after the period.
        /// A cohort: each return counts on the day of its sale, so that a recent period is not yet mature. Returns that name
        /// no deal do not count. Null when nothing was sold, or an exchange rate is missing.
        ReturnRateOfSales return_rate_of_sales: MoneyRatioKpi {
            en "Return rate of the period's sales", fr "Taux de retour des ventes de la période", formula "value ever returned of the sales / revenue",
            formula_fr "valeur des ventes finalement retournée / chiffre d'affaires",
            about_fr "La part du chiffre d'affaires de la période qui a été retournée, même plus tard : chaque retour compte le jour de sa vente. Nul sans chiffre d'affaires ou si un taux de change manque.",
            Ratio Lower Quotient false,
            |m| Figure::money_ratio(
                Figure::money(m.sum(M::SoldValueReturned), m.sum(M::SoldValueReturnedUnconverted)),
                Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted)),
            )
        }

        /// What was paid back: for goods that came back in the period, and on complaints made in it.
        /// Enter a refund once, on the return or on the complaint. Null when an exchange rate is missing.
        RefundAmount refund_amount: MoneyKpi {
            en "Refunds", fr "Remboursements", formula "value returned + refunds on complaints",
            formula_fr "valeur retournée + remboursements sur réclamations",
            about_fr "Ce qui a été remboursé pour les produits retournés dans la période et pour les réclamations faites dans la période. Nul si un taux de change manque.",
            Money Lower Flow true,
            |m| Figure::money_sum(
                Figure::money(m.sum(M::ReturnedValue), m.sum(M::ReturnedUnconverted)),
                1,
                Figure::money(m.sum(M::ComplaintRefunds), m.sum(M::ComplaintRefundsUnconverted)),
            )
        }

        /// The revenue of the period less what was paid back for goods that came back in it.
        /// A return reduces the period it happens in, not that of the sale. Refunds on complaints are not taken off. Null
        /// when an exchange rate is missing.
        RevenueNetOfReturns revenue_net_of_returns: MoneyKpi {
            en "Revenue net of returns", fr "Chiffre d'affaires net des retours", formula "revenue − value returned",
            formula_fr "chiffre d'affaires − valeur retournée",
            about_fr "Le chiffre d'affaires de la période moins ce qui a été remboursé pour les produits retournés dans la période. Nul si un taux de change manque.",
            Money Higher Flow true,
            |m| Figure::money_sum(
                Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted)),
                -1,
                Figure::money(m.sum(M::ReturnedValue), m.sum(M::ReturnedUnconverted)),
            )
        }
    }
    } $($next)* } };
}
