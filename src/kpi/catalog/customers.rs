//! The life of customers: who is active, lost and won back.

macro_rules! customers {
    ($($next:tt)*) => { next_theme! { {
    /// The life of customers: who is active, lost and won back.
    Customers {
        /// How many customers are active at the end of the period, or now while it runs.
        /// Active is who has a contract in force, or bought within the window that the settings say, and has not left since.
        /// Credited to those who sold to the customer last. A stock: months do not sum.
        ActiveCustomers active_customers: CountKpi {
            en "Active customers", fr "Clients actifs", formula "active customers",
            formula_fr "clients actifs",
            about_fr "Le nombre de clients actifs à la fin de la période, ou aujourd'hui si elle n'est pas terminée : ceux qui ont un contrat en vigueur, ou ont acheté pendant la durée d'activité réglée, et ne sont pas partis depuis. Crédités à ceux qui leur ont vendu en dernier. C'est un stock : les mois ne s'additionnent pas.",
            Count Higher Stock true,
            |m| Figure::count(m.balance(M::ActiveCustomers))
        }

        /// Which share of the customers active at the start is still active at the end.
        /// Who was lost and came back within the period was retained. While it runs, its end is today; null when nobody was
        /// active. Credited to those who held the customer at the start, whoever sells to it later.
        CustomerRetentionRate customer_retention_rate: RatioKpi {
            en "Customer retention rate", fr "Taux de fidélité", formula "(active customers − customers lost) / active customers",
            formula_fr "(clients actifs − clients perdus) / clients actifs",
            about_fr "La part des clients actifs au début de la période qui le sont encore à la fin. Un client perdu et revenu dans la période est conservé. Nul si aucun client n'était actif.",
            Ratio Higher Quotient false,
            formulas::customers::retention
        }

        /// Which share of the customers active at the start was lost by the end.
        /// A customer is lost when its window passes without a win, its contract ends without renewal, or it leaves. The
        /// complement of retention; null when nobody was active. Beside it, the same of two other denominators in use.
        ChurnRate churn_rate: ChurnKpi {
            en "Churn rate", fr "Taux d'attrition", formula "customers lost / active customers",
            formula_fr "clients perdus / clients actifs",
            about_fr "La part des clients actifs au début de la période qui ne le sont plus à la fin : durée d'activité écoulée sans achat, contrat échu sans renouvellement, ou départ. Nul si aucun client n'était actif.",
            Ratio Lower Quotient false,
            formulas::customers::churn
        }

        /// How many customers were active at the start and are not at the end.
        /// Who came and was lost within it is not among them. Credited to those who held the customer at the start.
        LostCustomers lost_customers: CountKpi {
            en "Customers lost", fr "Clients perdus", formula "customers lost",
            formula_fr "clients perdus",
            about_fr "Le nombre de clients actifs au début de la période qui ne le sont plus à la fin, crédités à ceux qui les détenaient au début.",
            Count Lower Change true,
            |m| Figure::count(m.spread_so_far(Statistic::Left))
        }

        /// How many times a customer was lost in the period.
        /// Who was lost, came back and was lost again counts twice, and so does who came and was lost within the period: for
        /// the customers of the start that are gone at the end see `lostCustomers`. `breakdown(by: REASON)` tells the reasons
        /// of `customerChurn` apart; no reason stands for those who simply bought no more, whose contract ended, or who left
        /// without saying why. Credited to those who held the customer last.
        ChurnEvents churn_events: CountKpi {
            en "Churn events", fr "Départs de clients", formula "times a customer was lost",
            formula_fr "pertes de clients",
            about_fr "Le nombre de fois où un client a été perdu dans la période, chaque perte comptant. La ventilation par motif distingue les raisons déclarées ; sans motif : plus d'achat, contrat échu ou départ inexpliqué.",
            Count Lower Flow true,
            |m| Figure::count(m.sum_so_far(M::ChurnEvents))
        }

        /// How many customers who were lost at the start came back in the period.
        /// Credited as the deal was that brought them back. Who was lost and came back within the period was never away.
        WonBackCustomers won_back_customers: CountKpi {
            en "Customers won back", fr "Clients reconquis", formula "customers won back",
            formula_fr "clients reconquis",
            about_fr "Le nombre de clients perdus au début de la période et revenus depuis, crédités comme l'affaire qui les a ramenés.",
            Count Higher Change true,
            |m| Figure::count(m.spread_so_far(Statistic::Returned(M::CustomersWonBack)))
        }

        /// What the deals brought that won customers back who were lost at the start.
        /// The first deal of each only. 0 when none came back; null when an exchange rate is missing.
        WonBackRevenue won_back_revenue: MoneyKpi {
            en "Won-back revenue", fr "Chiffre d'affaires de reconquête", formula "revenue of customers won back",
            formula_fr "chiffre d'affaires des clients reconquis",
            about_fr "Le chiffre d'affaires des affaires qui ont ramené des clients perdus au début de la période ; la première affaire de chacun seulement.",
            Money Higher Change true,
            |m| Figure::money(
                m.spread_so_far(Statistic::Returned(M::WonBackRevenue)),
                m.spread_so_far(Statistic::Returned(M::WonBackUnconverted)),
            )
        }

        /// How many customers were won back, as a share of those active at the start.
        /// What reconquest adds to the portfolio. Null when nobody was active; may exceed 1.
        WinBackRate win_back_rate: RatioKpi {
            en "Win-back rate on the portfolio", fr "Taux de reconquête sur portefeuille", formula "customers won back / active customers",
            formula_fr "clients reconquis / clients actifs",
            about_fr "Le nombre de clients reconquis rapporté aux clients actifs au début de la période. Nul si aucun client n'était actif ; peut dépasser 1.",
            Ratio Higher Quotient false,
            formulas::customers::win_back
        }

        /// Which share of the customers lost at the start was won back in the period.
        /// The win-back rate in the usual sense of the word. Null when nobody was lost.
        WinBackRateOfLost win_back_rate_of_lost: RatioKpi {
            en "Win-back rate of lost customers", fr "Taux de reconquête des clients perdus", formula "customers won back / former customers",
            formula_fr "clients reconquis / anciens clients",
            about_fr "La part des clients perdus au début de la période qui ont été reconquis depuis. Nul si aucun client n'était perdu.",
            Ratio Higher Quotient false,
            formulas::customers::win_back_of_lost
        }

        /// How many new customers came, as a share of those active at the start.
        /// Growth of the portfolio by conquest. Null when nobody was active, as in a first year; may exceed 1.
        ConquestRate conquest_rate: RatioKpi {
            en "Conquest rate", fr "Taux de conquête", formula "new customers / active customers",
            formula_fr "nouveaux clients / clients actifs",
            about_fr "Le nombre de nouveaux clients rapporté aux clients actifs au début de la période. Nul si aucun client n'était actif, comme la première année ; peut dépasser 1.",
            Ratio Higher Quotient false,
            formulas::customers::conquest
        }

        /// What the first deals ever won with customers bring.
        /// Credited as the deals are, on the day of winning. Null when an exchange rate is missing.
        NewCustomerRevenue new_customer_revenue: MoneyKpi {
            en "Revenue of new customers", fr "Chiffre d'affaires des nouveaux clients", formula "revenue of new customers",
            formula_fr "chiffre d'affaires des nouveaux clients",
            about_fr "Ce que rapportent les toutes premières affaires gagnées avec des clients, créditées comme ces affaires. Nul si un taux de change manque.",
            Money Higher Flow true,
            |m| Figure::money(m.sum(M::NewCustomerRevenue), m.sum(M::NewCustomerUnconverted))
        }

        /// Which share of the customers who bought in the period bought more than once.
        /// Null when nobody bought.
        RepeatPurchaseRate repeat_purchase_rate: RatioKpi {
            en "Repeat purchase rate", fr "Taux de réachat", formula "customers with several deals won / customers with deals won",
            formula_fr "clients avec plusieurs affaires gagnées / clients avec affaires gagnées",
            about_fr "La part des clients ayant acheté dans la période qui y ont acheté plusieurs fois. Nul si personne n'a acheté.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.spread(Statistic::RepeatCustomers(M::DealsWon)), m.spread(Statistic::Customers(M::DealsWon)))
        }

        /// Which share of the revenue of a year ago the same customers bring now.
        /// Those who bought on the same days of the year before. Above 1 when those who stayed buy more than the others took away; new customers do not count. While the period runs,
        /// its days so far are compared. Null when there was no revenue, or an exchange rate is missing.
        NetRevenueRetention nrr: MoneyRatioKpi {
            en "Net revenue retention", fr "Rétention nette du chiffre d'affaires", formula "revenue of last year's customers now / revenue of last year's customers then",
            formula_fr "chiffre d'affaires actuel des clients de l'an dernier / chiffre d'affaires d'alors des clients de l'an dernier",
            about_fr "Ce que rapportent dans la période les clients des mêmes jours un an plus tôt, rapporté à ce qu'ils rapportaient alors. Nul sans chiffre d'affaires d'alors, ou si un taux de change manque.",
            Ratio Higher Quotient false,
            |m| formulas::customers::kept_revenue(m, Statistic::FormerNow(M::Revenue))
        }

        /// Which share of the revenue of a year ago was kept, growth left out: 1 at most.
        /// As `nrr`, each customer at most with what it brought then. Null when there was no revenue, or an exchange rate is missing.
        GrossRevenueRetention grr: MoneyRatioKpi {
            en "Gross revenue retention", fr "Rétention brute du chiffre d'affaires", formula "revenue of last year's customers kept / revenue of last year's customers then",
            formula_fr "chiffre d'affaires conservé des clients de l'an dernier / chiffre d'affaires d'alors des clients de l'an dernier",
            about_fr "La même rétention sans ce que ces clients rapportent de plus qu'un an plus tôt : 1 au plus. Nul sans chiffre d'affaires d'alors, ou si un taux de change manque.",
            Ratio Higher Quotient false,
            |m| formulas::customers::kept_revenue(m, Statistic::FormerKept(M::Revenue))
        }

        /// Which share of the revenue the largest customer of the period brings.
        /// Revenue without a customer is left out. Null when there is none, or an exchange rate is missing.
        TopCustomerShare top_customer_share: ShareKpi {
            en "Share of the largest customer", fr "Part du premier client", formula "share of the largest customer",
            formula_fr "part du premier client",
            about_fr "La part du chiffre d'affaires que rapporte le premier client de la période. Nul sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient false,
            |m| formulas::customers::share(m, Statistic::TopShare(M::Revenue))
        }

        /// How concentrated the revenue is on few customers: the Herfindahl–Hirschman index.
        /// 1 when a single customer brings all of it, 0.1 when ten bring as much each. Null when there is none, or an exchange
        /// rate is missing.
        CustomerConcentration customer_concentration: ShareKpi {
            en "Customer concentration", fr "Concentration de la clientèle", formula "sum of the customers' squared shares",
            formula_fr "somme des carrés des parts des clients",
            about_fr "La concentration du chiffre d'affaires sur peu de clients (indice de Herfindahl-Hirschman) : 1 si un seul client rapporte tout, 0,1 si dix rapportent autant. Nul sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient false,
            |m| formulas::customers::share(m, Statistic::Concentration(M::Revenue))
        }

        /// What a customer brings as long as it stays, costs of goods deducted: its lifetime value.
        /// The gross margin that an active customer brings in the period, by the churn rate of the same period: what it brings a
        /// month by the rate a month is the same. Active are the mean of start and end; the margin of the deals of known cost is
        /// taken as that of all, with a warning of the others. Null when no customer was lost, nobody was active, the cost of no
        /// deal is known, and when an exchange rate is missing.
        LifetimeValue ltv: MoneyKpi {
            en "Customer lifetime value", fr "Valeur vie client", formula "revenue × (revenue of deals with known costs − cost of what was sold) / revenue of deals with known costs / ((active customers at the start + active customers at the end) / 2) / (customers lost / active customers at the start)",
            formula_fr "chiffre d'affaires × (chiffre d'affaires au coût connu − coût des ventes) / chiffre d'affaires au coût connu / ((clients actifs au début + clients actifs à la fin) / 2) / (clients perdus / clients actifs au début)",
            about_fr "La marge brute qu'un client actif rapporte dans la période, divisée par le taux d'attrition de la même période : ce qu'un client rapporte tant qu'il reste. La marge des affaires au coût connu vaut pour toutes ; les autres sont signalées. Nul si aucun client n'a été perdu ou n'était actif, si aucun coût n'est connu ou si un taux de change manque.",
            Money Higher Quotient false,
            formulas::customers::lifetime_value
        }
    }
    } $($next)* } };
}
