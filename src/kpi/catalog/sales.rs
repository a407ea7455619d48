//! What is sold: revenue, its forecast, the deals won and lost, the activity behind them.

macro_rules! sales {
    ($($next:tt)*) => { next_theme! { {
    /// What is sold: revenue, its forecast, the deals won and lost, the activity behind them.
    Sales {
        /// The revenue booked: the amounts of the deals won in the period, net of tax.
        /// Credited to those the deals were credited to on the day of winning. 0 when none was won; not computed when an
        /// exchange rate is missing (see `warnings`).
        Revenue revenue: MoneyKpi {
            en "Revenue", fr "Chiffre d'affaires réalisé",
            about_fr "Le chiffre d'affaires réalisé : le montant hors taxes des affaires gagnées dans la période, crédité à ceux à qui les affaires l'étaient le jour du gain. 0 sans affaire gagnée ; non calculé si un taux de change manque.",
            Money Higher Flow,
            money(sum(M::Revenue))
                .warn(Warning::ZeroAmount, sum(M::ZeroAmountWins))
                .in_words("sum of the amounts of the deals won", "somme des montants des affaires gagnées")
        }

        /// The revenue that the period should end with: deals won, and open deals by their probability.
        /// Open deals count on the day they are expected to close. Those whose day has passed are shown apart as overdue, those
        /// without a day as undated; neither is in the value. Method: weighted pipeline. Not computed when an exchange rate is
        /// missing.
        Forecast forecast: ForecastKpi {
            en "Forecast", fr "Prévisions de CA",
            about_fr "Le chiffre d'affaires que la période devrait atteindre : les affaires gagnées, et chaque affaire en cours pondérée par sa probabilité, au jour de clôture attendu. Les affaires dont ce jour est passé et celles sans échéance sont montrées à part, hors de la valeur. Méthode : pipeline pondéré. Non calculé si un taux de change manque.",
            Money Higher Flow,
            formulas::forecast::weighted()
        }

        /// The average amount of a deal won in the period.
        /// Computed from sums: the average of a team is not the average of its reps' averages. Not computed when no deal was
        /// won, or an exchange rate is missing.
        AverageDealValue average_deal_value: QuotientKpi {
            en "Average deal value", fr "Panier moyen par affaire",
            about_fr "Le montant moyen d'une affaire gagnée dans la période, calculé à partir des sommes : la moyenne d'une équipe n'est pas celle des moyennes de ses commerciaux. Non calculé sans affaire gagnée, ou si un taux de change manque.",
            Money Higher Quotient,
            average(sum(M::Revenue), sum(M::DealsWon)).warn(Warning::ZeroAmount, sum(M::ZeroAmountWins))
        }

        /// The average revenue of a customer who bought in the period.
        /// Customers are counted once, however many deals they signed. Not computed when nobody bought, or an exchange rate is
        /// missing.
        AverageRevenuePerCustomer average_revenue_per_customer: QuotientKpi {
            en "Average revenue per customer", fr "Panier moyen par client",
            about_fr "Le chiffre d'affaires moyen d'un client qui a acheté dans la période ; chaque client compte une fois, quel que soit le nombre de ses affaires. Non calculé si personne n'a acheté, ou si un taux de change manque.",
            Money Higher Quotient,
            average(sum(M::Revenue), statistic(Statistic::Customers(M::DealsWon)))
        }

        /// How many interactions took place: calls, e-mails, visits and the like.
        /// Credited to who did them, on the day they took place; planned ones do not count.
        InteractionCount interaction_count: CountKpi {
            en "Interactions", fr "Nombre d'interactions commerciales",
            about_fr "Le nombre d'interactions réalisées (appels, courriels, visites…), créditées à qui les a faites, le jour où elles ont eu lieu ; celles qui sont seulement prévues ne comptent pas.",
            Count Higher Flow,
            count(sum(M::Interactions))
                .in_words("number of interactions that took place", "nombre d'interactions réalisées")
        }

        /// How many interactions a rep has on a working day.
        /// Working days are the weekdays on which each rep was there, up to today while the period runs. Not computed when no
        /// rep was there.
        InteractionFrequency interaction_frequency: RatioKpi {
            en "Interactions per rep and day", fr "Fréquence des interactions commerciales",
            about_fr "Le nombre d'interactions par commercial et par jour ouvré. Les jours ouvrés sont les jours de semaine où chaque commercial était présent, jusqu'à aujourd'hui pour la période en cours. Non calculé si aucun commercial n'était présent.",
            PerDay Higher Quotient,
            ratio(sum(M::Interactions), Input::WorkingDays.into())
        }

        /// How many leads were received.
        /// On the day they arrived, credited to the first rep they were assigned to; those never assigned count for the
        /// organization only.
        LeadsReceived leads_received: CountKpi {
            en "Leads received", fr "Leads reçus",
            about_fr "Le nombre de leads reçus, le jour de leur arrivée, crédités au premier commercial à qui ils ont été attribués ; ceux qui n'ont jamais été attribués ne comptent que pour l'organisation.",
            Count Higher Flow,
            count(sum(M::LeadsReceived)).in_words("number of leads received", "nombre de leads reçus")
        }

        /// How many prospecting meetings were held.
        /// On the day they took place, credited to the host. A rescheduled meeting is one meeting.
        ProspectingMeetingsHeld prospecting_meetings_held: CountKpi {
            en "Prospecting meetings held", fr "Rendez-vous de prospection réalisés",
            about_fr "Le nombre de rendez-vous de prospection réalisés, le jour où ils ont eu lieu, crédités à l'hôte. Un rendez-vous reporté reste un seul rendez-vous.",
            Count Higher Flow,
            count(sum(M::ProspectingMeetingsHeld))
                .in_words("number of prospecting meetings held", "nombre de rendez-vous de prospection réalisés")
        }

        /// How many deals are open at the end of the period, or now while it runs.
        /// Credited to the owner at that moment, in the team of that day. A stock: months do not sum.
        OpenDeals open_deals: CountKpi {
            en "Open deals", fr "Ventes en cours",
            about_fr "Le nombre d'affaires en cours à la fin de la période, ou aujourd'hui si elle n'est pas terminée, créditées à leur propriétaire à ce moment, dans son équipe de ce jour-là. C'est un stock : les mois ne s'additionnent pas.",
            Count Higher Stock,
            count(at_end(M::OpenDeals)).in_words(
                "number of deals open at the end of the period, or today while it runs",
                "nombre d'affaires en cours à la fin de la période, ou aujourd'hui si elle n'est pas terminée",
            )
        }

        /// The total amount of the deals open at the end of the period, or now while it runs.
        /// Credited as open deals are. Deals without an amount count 0. A foreign amount is converted at the rate of the day it
        /// was entered. Not computed when an exchange rate is missing. A stock: months do not sum.
        OpenPipelineValue open_pipeline_value: MoneyKpi {
            en "Open pipeline", fr "Montant des ventes en cours",
            about_fr "Le montant des affaires en cours à la fin de la période, ou aujourd'hui si elle n'est pas terminée, crédité comme les affaires en cours. Une affaire sans montant compte 0. Un montant en devise est converti au taux du jour de saisie. Non calculé si un taux de change manque. C'est un stock : les mois ne s'additionnent pas.",
            Money Higher Stock,
            money(at_end(M::OpenAmount)).in_words(
                "sum of the amounts of the deals open at the end of the period, or today while it runs",
                "somme des montants des affaires en cours à la fin de la période, ou aujourd'hui si elle n'est pas terminée",
            )
        }

        /// How many customers were won for the first time ever.
        /// Credited as that first deal was. Customers who come back are not new.
        NewCustomers new_customers: CountKpi {
            en "New customers", fr "Nouveaux clients",
            about_fr "Le nombre de clients gagnés pour la toute première fois, crédités comme cette première affaire. Les clients reconquis ne sont pas nouveaux.",
            Count Higher Flow,
            count(sum(M::NewCustomers)).in_words(
                "number of customers won for the first time ever",
                "nombre de clients gagnés pour la toute première fois",
            )
        }

        /// How many deals were won.
        /// On the day of winning. A fraction where the credit for a deal is split.
        WonDeals won_deals: CountKpi {
            en "Deals won", fr "Ventes conclues",
            about_fr "Le nombre d'affaires gagnées, le jour du gain ; une fraction quand le crédit d'une affaire est partagé.",
            Count Higher Flow,
            count(sum(M::DealsWon)).in_words(
                "number of deals won, each with its share of the credit",
                "nombre d'affaires gagnées, chacune pour sa part de crédit",
            )
        }

        /// How many deals were lost.
        /// On the day of losing, without those lost for a reason that does not count as a loss.
        LostDeals lost_deals: CountKpi {
            en "Deals lost", fr "Affaires perdues",
            about_fr "Le nombre d'affaires perdues, le jour de la perte, sans celles dont le motif ne compte pas comme une perte.",
            Count Lower Flow,
            count(sum(M::DealsLost)).in_words(
                "number of deals lost for a reason that counts as a loss, or for none",
                "nombre d'affaires perdues pour un motif qui compte comme une perte, ou sans motif",
            )
        }

        /// How many deals were closed, won or lost.
        ClosedDeals closed_deals: CountKpi {
            en "Deals closed", fr "Affaires closes",
            about_fr "Le nombre d'affaires closes, gagnées ou perdues.",
            Count Neutral Flow,
            count(sum(M::DealsWon) + sum(M::DealsLost))
        }

        /// Which share of the deals closed in the period was won.
        /// By number; not computed when none was closed.
        WinRate win_rate: RatioKpi {
            en "Win rate", fr "Taux de transformation",
            about_fr "La part des affaires closes dans la période qui ont été gagnées, en nombre. Non calculé si aucune n'a été close.",
            Ratio Higher Quotient,
            ratio(sum(M::DealsWon), sum(M::DealsWon) + sum(M::DealsLost))
        }

        /// How long the deals won in the period took, from opening to winning.
        /// Calendar time of the organization. Deals of which the opening is unknown do not count; not computed when there is
        /// none. It says nothing of the deals lost: see `lostDealCycleDays`.
        SalesCycleDays sales_cycle_days: DaysKpi {
            en "Sales cycle", fr "Durée du cycle de vente",
            about_fr "La durée moyenne, en jours calendaires, entre l'ouverture et le gain des affaires gagnées dans la période. Les affaires dont l'ouverture est inconnue ne comptent pas ; non calculé s'il n'y en a pas d'autres. Elle ne dit rien des affaires perdues : voir `lostDealCycleDays`.",
            Days Lower Quotient,
            duration(M::CycleSeconds, M::CycleDeals)
        }

        /// How much revenue a day the open deals bring at the present pace.
        /// All factors but the open deals are of the ninety days that end with the period, or today while it runs. Not computed
        /// when one of them is not.
        SalesVelocity sales_velocity: MoneyKpi {
            en "Sales velocity", fr "Vélocité commerciale",
            about_fr "Ce que les affaires en cours rapportent par jour au rythme actuel. Tous les facteurs hors affaires en cours portent sur les quatre-vingt-dix jours qui finissent avec la période, ou aujourd'hui si elle n'est pas terminée. Non calculé si l'un d'eux ne l'est pas.",
            MoneyPerDay Higher Quotient,
            formulas::shared::sales_velocity()
        }
    }
    } $($next)* } };
}
