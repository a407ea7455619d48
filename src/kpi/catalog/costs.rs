//! What selling costs, and what that brings.

macro_rules! costs {
    ($($next:tt)*) => { next_theme! { {
    /// What selling costs, and what that brings.
    Costs {
        /// What selling cost: pay, travel, tools, marketing, training and the rest, net of tax.
        /// On the day it was incurred. What no rep bears alone is shared among reps by its key, so that teams sum to the whole.
        /// Read by managers, admins, and tokens that may read expenses. 0 without expenses; null when an exchange rate is
        /// missing (see `warnings`).
        SalesCost sales_cost: MoneyKpi {
            en "Sales cost", fr "Coût commercial", formula "sales cost",
            formula_fr "coût commercial",
            about_fr "Le coût commercial engagé dans la période : rémunérations, déplacements, outils, marketing, formation et autres, hors taxes ; les coûts partagés sont répartis entre commerciaux selon leur clé. Réservé aux managers. Nul si un taux de change manque.",
            Money Lower Flow true for Managers,
            |m| cost::sales(m)
        }

        /// What of the cost of selling was paid in the period.
        /// On the day of payment, whenever it was incurred. Read by managers, admins, and tokens that may read expenses. Null
        /// when an exchange rate is missing.
        SalesCostPaid sales_cost_paid: MoneyKpi {
            en "Sales cost paid", fr "Coût commercial payé", formula "sales cost paid",
            formula_fr "coût commercial payé",
            about_fr "Le coût commercial payé dans la période, le jour du paiement, quel que soit le jour où il a été engagé. Réservé aux managers. Nul si un taux de change manque.",
            Money Lower Flow true for Managers,
            |m| Figure::money(m.sum(M::SalesCostPaid), m.sum(M::SalesCostPaidUnconverted))
        }

        /// What selling cost as a share of the revenue booked.
        /// Read by managers, admins, and tokens that may read expenses. Null without revenue, and when an exchange rate is
        /// missing.
        CostToRevenueRatio cost_to_revenue_ratio: MoneyRatioKpi {
            en "Cost to revenue", fr "Coût commercial rapporté au chiffre d'affaires", formula "sales cost / revenue",
            formula_fr "coût commercial / chiffre d'affaires",
            about_fr "Le coût commercial rapporté au chiffre d'affaires réalisé de la période. Réservé aux managers. Nul sans chiffre d'affaires.",
            Ratio Lower Quotient false for Managers,
            |m| Figure::quotient(cost::sales(m), cost::revenue(m), 1.0)
        }

        /// What selling cost for each deal won.
        /// Read by managers, admins, and tokens that may read expenses. Null when none was won.
        CostPerWin cost_per_win: QuotientKpi {
            en "Cost per win", fr "Coût par vente conclue", formula "sales cost / deals won",
            formula_fr "coût commercial / affaires gagnées",
            about_fr "Le coût commercial de la période par affaire gagnée. Réservé aux managers. Nul sans affaire gagnée.",
            Money Lower Quotient false for Managers,
            |m| Figure::average(cost::sales(m), m.sum(M::DealsWon))
        }

        /// What selling cost for each meeting held, with prospects or customers.
        /// Read by managers, admins, and tokens that may read expenses. Null when none was held.
        CostPerMeeting cost_per_meeting: QuotientKpi {
            en "Cost per meeting", fr "Coût par rendez-vous", formula "sales cost / (prospecting meetings held + customer meetings held)",
            formula_fr "coût commercial / (rendez-vous de prospection réalisés + rendez-vous clients réalisés)",
            about_fr "Le coût commercial de la période par rendez-vous réalisé, de prospection ou client. Réservé aux managers. Nul sans rendez-vous réalisé.",
            Money Lower Quotient false for Managers,
            |m| Figure::average(cost::sales(m), m.sum(M::ProspectingMeetingsHeld) + m.sum(M::CustomerMeetingsHeld))
        }

        /// The return on what selling cost: revenue less cost, by cost.
        /// Break it down by campaign, lever or source.
        /// Revenue belongs to the campaign and source of the first touch, frozen on the deal; cost to those it was spent on.
        /// Read by managers, admins, and tokens that may read expenses. −1 when nothing came back; null when nothing was spent.
        Roi roi: MoneyRatioKpi {
            en "Return on investment", fr "Retour sur investissement", formula "(revenue − sales cost) / sales cost",
            formula_fr "(chiffre d'affaires − coût commercial) / coût commercial",
            about_fr "Le chiffre d'affaires moins le coût, rapporté au coût ; par campagne, levier ou source, selon le premier contact figé sur l'affaire. Réservé aux managers. Nul si rien n'a été dépensé.",
            Ratio Higher Quotient false for Managers,
            |m| Figure::quotient(cost::revenue(m).less(&cost::sales(m)), cost::sales(m), 1.0)
        }

        /// What it cost to win a new customer, fully loaded: all that selling cost, pay included.
        /// Cost of the period by customers won for the first time in it, however long they were courted. Read by managers,
        /// admins, and tokens that may read expenses. Null when no customer was new.
        Cac cac: QuotientKpi {
            en "Customer acquisition cost", fr "Coût d'acquisition client", formula "sales cost / new customers",
            formula_fr "coût commercial / nouveaux clients",
            about_fr "Le coût commercial complet de la période, rémunérations comprises, par nouveau client. Réservé aux managers. Nul sans nouveau client.",
            Money Lower Quotient false for Managers,
            |m| Figure::average(cost::sales(m), m.sum(M::NewCustomers))
        }

        /// What marketing spent to win a new customer: media, fairs, agencies, and no pay.
        /// Read by managers, admins, and tokens that may read expenses. Null when no customer was new.
        MarketingCac marketing_cac: QuotientKpi {
            en "Marketing cost per new customer", fr "Coût marketing par nouveau client", formula "marketing cost / new customers",
            formula_fr "coût marketing / nouveaux clients",
            about_fr "Les dépenses marketing de la période par nouveau client, sans les rémunérations. Réservé aux managers. Nul sans nouveau client.",
            Money Lower Quotient false for Managers,
            |m| Figure::average(
                Figure::money(m.sum(M::MarketingCost), m.sum(M::MarketingCostUnconverted)),
                m.sum(M::NewCustomers),
            )
        }

        /// After how many months new customers have brought in what winning them cost.
        /// What their first deals bring is taken as the revenue of a year, and as margin, for no cost of goods is known. Read
        /// by managers, admins, and tokens that may read expenses. Null when new customers brought nothing.
        CacPaybackMonths cac_payback_months: MoneyRatioKpi {
            en "CAC payback", fr "Délai de retour du coût d'acquisition", formula "12 × sales cost / revenue of new customers",
            formula_fr "12 × coût commercial / chiffre d'affaires des nouveaux clients",
            about_fr "Le nombre de mois au bout desquels les nouveaux clients ont rapporté ce que leur acquisition a coûté ; leur première affaire est tenue pour le chiffre d'affaires d'une année. Réservé aux managers. Nul si les nouveaux clients n'ont rien rapporté.",
            Months Lower Quotient false for Managers,
            |m| Figure::quotient(cost::sales(m), Figure::money(m.sum(M::NewCustomerRevenue), m.sum(M::NewCustomerUnconverted)), 12.0)
        }
    }
    } $($next)* } };
}
