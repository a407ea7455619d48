//! What is sold: revenue, its forecast, the deals won and lost, the activity behind them.

macro_rules! sales {
    ($($next:tt)*) => { next_theme! { {
    /// What is sold: revenue, its forecast, the deals won and lost, the activity behind them.
    Sales {
        /// The revenue booked: what the deals won in the period bring, net of tax.
        /// Credited to those the deals were credited to on the day of winning. 0 when none was won; null when an exchange rate
        /// is missing (see `warnings`).
        Revenue revenue: MoneyKpi {
            en "Revenue", fr "Chiffre d'affaires réalisé", formula "revenue",
            formula_fr "chiffre d'affaires",
            about_fr "Le chiffre d'affaires des affaires gagnées dans la période, hors taxes, crédité à ceux à qui les affaires l'étaient le jour du gain. 0 sans affaire gagnée ; nul si un taux de change manque.",
            Money Higher Flow true,
            |m| Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted)).warn(Warning::ZeroAmount(m.sum(M::ZeroAmountWins)))
        }

        /// The revenue that the period should end with: what is won, and what is open times its chance.
        /// Open deals count on the day they are expected to close. Those whose day has passed are shown apart as overdue, those
        /// without a day as undated; neither is in the value. Method: weighted pipeline.
        Forecast forecast: ForecastKpi {
            en "Forecast", fr "Prévisions de CA", formula "revenue + weighted amount expected",
            formula_fr "chiffre d'affaires + montant attendu pondéré",
            about_fr "Le chiffre d'affaires que la période devrait atteindre : ce qui est gagné et ce qui est en cours, pondéré par sa probabilité, selon la date de clôture attendue. Le montant en retard et le montant sans échéance sont montrés à part.",
            Money Higher Flow true,
            |m| {
                let won = Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted));
                let weighted = Figure::money(m.still_expected(M::ExpectedWeighted), m.still_expected(M::ExpectedUnconverted));
                let value = match (won.value, weighted.value) {
                    (Some(Value::Money(won)), Some(Value::Money(weighted))) => Some(Value::Money(won + weighted)),
                    _ => None,
                };
                let parts = vec![
                    won.value,
                    weighted.value,
                    Some(Value::Money(m.still_expected(M::ExpectedAmount))),
                    Some(Value::Money(m.overdue(M::ExpectedAmount))),
                    Some(Value::Money(m.balance(M::UndatedAmount))),
                    Some(Value::Count(m.still_expected(M::ExpectedDeals))),
                ];
                Figure { value, parts, warnings: [won.warnings, weighted.warnings].concat(), ..Figure::default() }
            }
        }

        /// What a deal won in the period brings on average.
        /// Recomputed from sums: the average of a team is not the average of its reps' averages. Null when none was won.
        AverageDealValue average_deal_value: QuotientKpi {
            en "Average deal value", fr "Panier moyen par affaire", formula "revenue / deals won",
            formula_fr "chiffre d'affaires / affaires gagnées",
            about_fr "Ce que rapporte en moyenne une affaire gagnée dans la période, recalculé à partir des sommes. Nul sans affaire gagnée.",
            Money Higher Quotient false,
            |m| Figure::average(Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted)), m.sum(M::DealsWon))
                .warn(Warning::ZeroAmount(m.sum(M::ZeroAmountWins)))
        }

        /// What a customer who bought in the period brings on average.
        /// Null when nobody bought. Customers are counted once, however many deals they signed.
        AverageRevenuePerCustomer average_revenue_per_customer: QuotientKpi {
            en "Average revenue per customer", fr "Panier moyen par client", formula "revenue / customers with deals won",
            formula_fr "chiffre d'affaires / clients avec affaires gagnées",
            about_fr "Ce que rapporte en moyenne un client qui a acheté dans la période ; chaque client compte une fois. Nul si personne n'a acheté.",
            Money Higher Quotient false,
            |m| Figure::average(Figure::money(m.sum(M::Revenue), m.sum(M::RevenueUnconverted)), m.spread(Statistic::Customers(M::DealsWon)))
        }

        /// How many interactions took place: calls, e-mails, visits and the like.
        /// Credited to who did them, on the day they took place; planned ones do not count.
        InteractionCount interaction_count: CountKpi {
            en "Interactions", fr "Nombre d'interactions commerciales", formula "interactions",
            formula_fr "interactions",
            about_fr "Le nombre d'interactions réalisées (appels, courriels, visites…), créditées à qui les a faites, le jour où elles ont eu lieu.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::Interactions))
        }

        /// How many interactions a rep has on a working day.
        /// Working days are the weekdays on which each rep was there, up to today while the period runs. Null when nobody was.
        InteractionFrequency interaction_frequency: RatioKpi {
            en "Interactions per rep and day", fr "Fréquence des interactions commerciales", formula "interactions / working days",
            formula_fr "interactions / jours ouvrés",
            about_fr "Le nombre d'interactions par commercial et par jour ouvré, jusqu'à aujourd'hui pour la période en cours. Nul si personne n'était présent.",
            PerDay Higher Quotient false,
            |m| Figure::ratio(m.sum(M::Interactions), m.working_days())
        }

        /// How many leads were received.
        /// On the day they arrived, credited to the first rep they were assigned to; those never assigned count for the
        /// organization only.
        LeadsReceived leads_received: CountKpi {
            en "Leads received", fr "Leads reçus", formula "leads received",
            formula_fr "leads reçus",
            about_fr "Le nombre de leads reçus, le jour de leur arrivée, crédités au premier commercial à qui ils ont été attribués.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::LeadsReceived))
        }

        /// How many prospecting meetings were held.
        /// On the day they took place, credited to the host. A rescheduled meeting is one meeting.
        ProspectingMeetingsHeld prospecting_meetings_held: CountKpi {
            en "Prospecting meetings held", fr "Rendez-vous de prospection réalisés", formula "prospecting meetings held",
            formula_fr "rendez-vous de prospection réalisés",
            about_fr "Le nombre de rendez-vous de prospection réalisés, le jour où ils ont eu lieu, crédités à l'hôte. Un rendez-vous reporté reste un seul rendez-vous.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::ProspectingMeetingsHeld))
        }

        /// How many deals are open at the end of the period, or now while it runs.
        /// Credited to the owner at that moment, in the team of that day. A stock: months do not sum.
        OpenDeals open_deals: CountKpi {
            en "Open deals", fr "Ventes en cours", formula "open deals",
            formula_fr "affaires en cours",
            about_fr "Le nombre d'affaires en cours à la fin de la période, ou aujourd'hui si elle n'est pas terminée. C'est un stock : les mois ne s'additionnent pas.",
            Count Higher Stock true,
            |m| Figure::count(m.balance(M::OpenDeals))
        }

        /// What the open deals are worth at the end of the period, or now while it runs.
        /// Deals without an amount count 0. A foreign amount is worth what the rate of the day it was entered said. Null when
        /// an exchange rate is missing.
        OpenPipelineValue open_pipeline_value: MoneyKpi {
            en "Open pipeline", fr "Montant des ventes en cours", formula "open amount",
            formula_fr "montant en cours",
            about_fr "Le montant des affaires en cours à la fin de la période, ou aujourd'hui si elle n'est pas terminée, converti au taux du jour de saisie. Nul si un taux de change manque.",
            Money Higher Stock true,
            |m| Figure::money(m.balance(M::OpenAmount), m.balance(M::OpenUnconverted))
        }

        /// How many customers were won for the first time ever.
        /// Credited as that first deal was. Customers who come back are not new.
        NewCustomers new_customers: CountKpi {
            en "New customers", fr "Nouveaux clients", formula "new customers",
            formula_fr "nouveaux clients",
            about_fr "Le nombre de clients gagnés pour la toute première fois. Les clients reconquis ne sont pas nouveaux.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::NewCustomers))
        }

        /// How many deals were won.
        /// On the day of winning. A fraction where the credit for a deal is split.
        WonDeals won_deals: CountKpi {
            en "Deals won", fr "Ventes conclues", formula "deals won",
            formula_fr "affaires gagnées",
            about_fr "Le nombre d'affaires gagnées, le jour du gain ; une fraction quand le crédit d'une affaire est partagé.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::DealsWon))
        }

        /// How many deals were lost.
        /// On the day of losing, without those lost for a reason that does not count as a loss.
        LostDeals lost_deals: CountKpi {
            en "Deals lost", fr "Affaires perdues", formula "deals lost",
            formula_fr "affaires perdues",
            about_fr "Le nombre d'affaires perdues, le jour de la perte, sans celles dont le motif ne compte pas comme une perte.",
            Count Lower Flow true,
            |m| Figure::count(m.sum(M::DealsLost))
        }

        /// How many deals were closed, won or lost.
        ClosedDeals closed_deals: CountKpi {
            en "Deals closed", fr "Affaires closes", formula "deals won + deals lost",
            formula_fr "affaires gagnées + affaires perdues",
            about_fr "Le nombre d'affaires closes, gagnées ou perdues.",
            Count Neutral Flow true,
            |m| Figure::count(m.sum(M::DealsWon) + m.sum(M::DealsLost))
        }

        /// Which share of the deals closed in the period was won.
        /// By number; null when none was closed.
        WinRate win_rate: RatioKpi {
            en "Win rate", fr "Taux de transformation", formula "deals won / (deals won + deals lost)",
            formula_fr "affaires gagnées / (affaires gagnées + affaires perdues)",
            about_fr "La part des affaires closes dans la période qui ont été gagnées, en nombre. Nul si aucune n'a été close.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::DealsWon), m.sum(M::DealsWon) + m.sum(M::DealsLost))
        }

        /// How long the deals won in the period had been worked, from opening to winning.
        /// Calendar time of the organization. Deals of which the opening is unknown do not count; null when there is none.
        /// Only deals won are looked at, so that it says nothing of how long losing takes.
        SalesCycleDays sales_cycle_days: DaysKpi {
            en "Sales cycle", fr "Durée du cycle de vente", formula "days worked until won / deals won with a known opening",
            formula_fr "jours jusqu'au gain / affaires gagnées dont l'ouverture est connue",
            about_fr "La durée moyenne, en jours calendaires, entre l'ouverture et le gain des affaires gagnées dans la période. Nul s'il n'y en a pas.",
            Days Lower Quotient false,
            |m| Figure {
                value: days(m.sum(M::CycleSeconds), m.sum(M::CycleDeals)),
                median: m.median(M::CycleSeconds, M::CycleDeals).map(|seconds| Value::Days(float(seconds) / 86_400.0)),
                denominator: Some(Value::Count(m.sum(M::CycleDeals))),
                ..Figure::default()
            }
        }

        /// What the open deals bring a day at the present pace.
        /// All four parts over the ninety days that end with the period, or today while it runs. Null when one of them is.
        SalesVelocity sales_velocity: MoneyKpi {
            en "Sales velocity", fr "Vélocité commerciale", formula "open deals × deals won / (deals won + deals lost) × revenue / deals won / (days worked until won / deals won with a known opening)",
            formula_fr "affaires en cours × affaires gagnées / (affaires gagnées + affaires perdues) × chiffre d'affaires / affaires gagnées / (jours jusqu'au gain / affaires gagnées dont l'ouverture est connue)",
            about_fr "Ce que les affaires en cours rapportent par jour au rythme actuel, sur les quatre-vingt-dix jours qui finissent avec la période. Nul si l'un des facteurs manque.",
            MoneyPerDay Higher Quotient false,
            |m| {
                let won = m.trailing(M::DealsWon, 90);
                let closed = won + m.trailing(M::DealsLost, 90);
                let revenue = Figure::money(m.trailing(M::Revenue, 90), m.trailing(M::RevenueUnconverted, 90));
                let cycle = days(m.trailing(M::CycleSeconds, 90), m.trailing(M::CycleDeals, 90));
                let open = m.balance(M::OpenDeals);
                let value = match (revenue.value, cycle) {
                    (Some(Value::Money(revenue)), Some(Value::Days(cycle))) if closed != 0 && cycle > 0.0 => {
                        // open × (won / closed) × (revenue / won) / cycle, without the won that cancel out.
                        money::rounded(float(open) / float(closed) * float(revenue) / cycle).map(Value::Money)
                    }
                    _ => None,
                };
                Figure { value, warnings: revenue.warnings, ..Figure::default() }
            }
        }
    }
    } $($next)* } };
}
