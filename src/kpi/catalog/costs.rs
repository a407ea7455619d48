//! What selling costs, and what that brings.

macro_rules! costs {
    ($($next:tt)*) => { next_theme! { {
    /// What selling costs, and what that brings.
    Costs {
        /// What selling cost: pay, travel, tools, marketing, training and the rest, net of tax.
        /// On the day it was incurred. A cost that no rep bears alone is shared among reps by its key, so that teams sum to the
        /// whole. Read by managers, admins, and tokens that may read expenses. 0 without expenses; not computed when an exchange
        /// rate is missing (see `warnings`).
        SalesCost sales_cost: MoneyKpi {
            en "Sales cost", fr "Coût commercial",
            about_fr "Le coût commercial engagé dans la période, le jour de l'engagement : rémunérations, déplacements, outils, marketing, formation et autres, hors taxes ; les coûts partagés sont répartis entre commerciaux selon leur clé, si bien que les équipes s'additionnent. Réservé aux managers, aux administrateurs et aux jetons autorisés à lire les dépenses. 0 sans dépense ; non calculé si un taux de change manque.",
            Money Lower Flow for Managers,
            money(sum(M::SalesCost)).in_words(
                "sum of the amounts of the expenses incurred",
                "somme des montants des dépenses engagées",
            )
        }

        /// Which of the costs of selling were paid in the period.
        /// On the day of payment, whenever the cost was incurred. Read by managers, admins, and tokens that may read expenses. Not
        /// computed when an exchange rate is missing.
        SalesCostPaid sales_cost_paid: MoneyKpi {
            en "Sales cost paid", fr "Coût commercial payé",
            about_fr "Le coût commercial payé dans la période, le jour du paiement, quel que soit le jour où il a été engagé. Réservé aux managers, aux administrateurs et aux jetons autorisés à lire les dépenses. Non calculé si un taux de change manque.",
            Money Lower Flow for Managers,
            money(sum(M::SalesCostPaid))
                .in_words("sum of the amounts of the expenses paid", "somme des montants des dépenses payées")
        }

        /// What selling cost as a share of the revenue booked.
        /// Read by managers, admins, and tokens that may read expenses. Not computed without revenue, and when an exchange rate is
        /// missing.
        CostToRevenueRatio cost_to_revenue_ratio: MoneyRatioKpi {
            en "Cost to revenue", fr "Coût commercial rapporté au chiffre d'affaires",
            about_fr "Le coût commercial rapporté au chiffre d'affaires réalisé de la période. Réservé aux managers, aux administrateurs et aux jetons autorisés à lire les dépenses. Non calculé sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient for Managers,
            ratio(sum(M::SalesCost), sum(M::Revenue))
        }

        /// What selling cost for each deal won.
        /// Read by managers, admins, and tokens that may read expenses. Not computed when none was won, or an exchange rate is
        /// missing.
        CostPerWin cost_per_win: QuotientKpi {
            en "Cost per win", fr "Coût par vente conclue",
            about_fr "Le coût commercial de la période par affaire gagnée. Réservé aux managers, aux administrateurs et aux jetons autorisés à lire les dépenses. Non calculé sans affaire gagnée, ou si un taux de change manque.",
            Money Lower Quotient for Managers,
            average(sum(M::SalesCost), sum(M::DealsWon))
        }

        /// What selling cost for each meeting held, with prospects or customers.
        /// Read by managers, admins, and tokens that may read expenses. Not computed when none was held, or an exchange rate is
        /// missing.
        CostPerMeeting cost_per_meeting: QuotientKpi {
            en "Cost per meeting", fr "Coût par rendez-vous",
            about_fr "Le coût commercial de la période par rendez-vous réalisé, de prospection ou client. Réservé aux managers, aux administrateurs et aux jetons autorisés à lire les dépenses. Non calculé sans rendez-vous réalisé, ou si un taux de change manque.",
            Money Lower Quotient for Managers,
            average(sum(M::SalesCost), formulas::journey::meetings_held())
        }

        /// The return on what selling cost: revenue less cost, divided by cost.
        /// Break it down by campaign, lever or source: revenue belongs to the campaign and source of the first touch, frozen on
        /// the deal; cost to those it was spent on. Read by managers, admins, and tokens that may read expenses. −1 when nothing
        /// came back; not computed when nothing was spent, or an exchange rate is missing.
        Roi roi: MoneyRatioKpi {
            en "Return on investment", fr "Retour sur investissement",
            about_fr "Le chiffre d'affaires moins le coût, rapporté au coût ; à ventiler par campagne, levier ou source : le chiffre d'affaires selon le premier contact figé sur l'affaire, le coût selon ce pour quoi il a été dépensé. Réservé aux managers, aux administrateurs et aux jetons autorisés à lire les dépenses. −1 si rien n'est revenu ; non calculé si rien n'a été dépensé, ou si un taux de change manque.",
            Ratio Higher Quotient for Managers,
            ratio(sum(M::Revenue) - sum(M::SalesCost), sum(M::SalesCost))
        }

        /// What it cost to win a new customer, fully loaded: all that selling cost, pay included.
        /// Cost of the period by customers won for the first time in it, however long they were courted. Read by managers,
        /// admins, and tokens that may read expenses. Not computed when no customer was new, or an exchange rate is missing.
        Cac cac: QuotientKpi {
            en "Customer acquisition cost", fr "Coût d'acquisition client",
            about_fr "Le coût commercial complet de la période, rémunérations comprises, par client gagné pour la première fois dans la période, quelle qu'ait été la durée de la prospection. Réservé aux managers, aux administrateurs et aux jetons autorisés à lire les dépenses. Non calculé sans nouveau client, ou si un taux de change manque.",
            Money Lower Quotient for Managers,
            average(sum(M::SalesCost), sum(M::NewCustomers))
        }

        /// What marketing spent to win a new customer: media, fairs, agencies, and no pay.
        /// Read by managers, admins, and tokens that may read expenses. Not computed when no customer was new, or an exchange rate
        /// is missing.
        MarketingCac marketing_cac: QuotientKpi {
            en "Marketing cost per new customer", fr "Coût marketing par nouveau client",
            about_fr "Les dépenses marketing de la période par nouveau client : médias, salons, agences, sans les rémunérations. Réservé aux managers, aux administrateurs et aux jetons autorisés à lire les dépenses. Non calculé sans nouveau client, ou si un taux de change manque.",
            Money Lower Quotient for Managers,
            average(sum(M::MarketingCost), sum(M::NewCustomers))
        }

        /// After how many months new customers have brought in what winning them cost.
        /// The amounts of their first deals are taken as the revenue of a year, and as margin, for no cost of goods is known.
        /// Read by managers, admins, and tokens that may read expenses. Not computed when new customers brought nothing, or an
        /// exchange rate is missing.
        CacPaybackMonths cac_payback_months: MoneyRatioKpi {
            en "CAC payback", fr "Délai de retour du coût d'acquisition",
            about_fr "Le nombre de mois au bout desquels les nouveaux clients ont rapporté ce que leur acquisition a coûté ; leur première affaire est tenue pour le chiffre d'affaires d'une année, et pour de la marge, faute de coût des ventes connu. Réservé aux managers, aux administrateurs et aux jetons autorisés à lire les dépenses. Non calculé si les nouveaux clients n'ont rien rapporté, ou si un taux de change manque.",
            Months Lower Quotient for Managers,
            ratio(sum(M::SalesCost), sum(M::NewCustomerRevenue)).times(12)
        }
    }
    } $($next)* } };
}
