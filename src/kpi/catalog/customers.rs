//! The life of customers: who is active, lost and won back.

macro_rules! customers {
    ($($next:tt)*) => { next_theme! { {
    /// The life of customers: who is active, lost and won back.
    Customers {
        /// How many customers are active at the end of the period, or now while it runs.
        /// A customer is active with a contract in force, or after a purchase within the window that the settings say, and until
        /// it leaves. Credited to those who sold to the customer last. A stock: months do not sum.
        ActiveCustomers active_customers: CountKpi {
            en "Active customers", fr "Clients actifs",
            about_fr "Le nombre de clients actifs à la fin de la période, ou aujourd'hui si elle n'est pas terminée : ceux qui ont un contrat en vigueur, ou ont acheté pendant la durée d'activité réglée, et ne sont pas partis depuis. Crédités à ceux qui leur ont vendu en dernier. C'est un stock : les mois ne s'additionnent pas.",
            Count Higher Stock,
            count(at_end(M::ActiveCustomers)).in_words(
                "number of customers active at the end of the period, or today while it runs",
                "nombre de clients actifs à la fin de la période, ou aujourd'hui si elle n'est pas terminée",
            )
        }

        /// Which share of the customers active at the start is still active at the end.
        /// A customer lost and back within the period counts as retained. While the period runs, its end is today. Credited to
        /// those who held the customer at the start, whoever sells to it later. Not computed when nobody was active.
        CustomerRetentionRate customer_retention_rate: RatioKpi {
            en "Customer retention rate", fr "Taux de fidélité",
            about_fr "La part des clients actifs au début de la période qui le sont encore à la fin, ou aujourd'hui si elle n'est pas terminée. Un client perdu et revenu dans la période est conservé. Crédité à ceux qui détenaient le client au début, qui que ce soit qui lui vende ensuite. Non calculé si aucun client n'était actif.",
            Ratio Higher Quotient,
            ratio(
                of(M::ActiveCustomers, When::AtStartOnceBegun) - statistic_so_far(Statistic::Left),
                of(M::ActiveCustomers, When::AtStartOnceBegun),
            )
        }

        /// Which share of the customers active at the start was lost by the end.
        /// A customer is lost when its window passes without a win, its contract ends without renewal, or it leaves. The
        /// complement of retention, credited in the same way; not computed when nobody was active. Beside it, the same by two
        /// other denominators in use.
        ChurnRate churn_rate: ChurnKpi {
            en "Churn rate", fr "Taux d'attrition",
            about_fr "La part des clients actifs au début de la période qui ne le sont plus à la fin : durée d'activité écoulée sans achat, contrat échu sans renouvellement, ou départ. Le complément du taux de fidélité, crédité de la même façon. Non calculé si aucun client n'était actif. À côté, le même taux selon deux autres dénominateurs en usage.",
            Ratio Lower Quotient,
            formulas::customers::churn()
        }

        /// How many customers were active at the start and are not at the end.
        /// A customer who came and was lost within the period does not count. Credited to those who held the customer at the
        /// start.
        LostCustomers lost_customers: CountKpi {
            en "Customers lost", fr "Clients perdus",
            about_fr "Le nombre de clients actifs au début de la période qui ne le sont plus à la fin, crédités à ceux qui les détenaient au début. Un client venu et perdu dans la période ne compte pas.",
            Count Lower Change,
            count(statistic_so_far(Statistic::Left)).in_words(
                "number of customers active at the start and not at the end",
                "nombre de clients actifs au début et qui ne le sont plus à la fin",
            )
        }

        /// How many times a customer was lost in the period.
        /// A customer lost, back and lost again counts twice; one who came and was lost within the period counts too. For the
        /// customers of the start that are gone at the end see `lostCustomers`. `breakdown(by: REASON)` tells the reasons of
        /// `customerChurn` apart; no reason stands for customers who bought no more, whose contract ended, or who left without
        /// saying why. Credited to those who held the customer last.
        ChurnEvents churn_events: CountKpi {
            en "Churn events", fr "Départs de clients",
            about_fr "Le nombre de fois où un client a été perdu dans la période : un client perdu, revenu puis reperdu compte deux fois, et un client venu et perdu dans la période compte aussi. Pour les clients du début qui ne le sont plus à la fin, voir `lostCustomers`. La ventilation par motif distingue les raisons déclarées ; sans motif : plus d'achat, contrat échu ou départ inexpliqué. Crédité à ceux qui détenaient le client en dernier.",
            Count Lower Flow,
            count(of(M::ChurnEvents, When::SoFar))
                .in_words("number of times a customer was lost", "nombre de fois où un client a été perdu")
        }

        /// How many customers who were lost at the start came back in the period.
        /// Credited as the deal was that brought them back. A customer lost and back within the period does not count.
        WonBackCustomers won_back_customers: CountKpi {
            en "Customers won back", fr "Clients reconquis",
            about_fr "Le nombre de clients perdus au début de la période et revenus depuis, crédités comme l'affaire qui les a ramenés. Un client perdu et revenu dans la période ne compte pas.",
            Count Higher Change,
            count(statistic_so_far(Statistic::Returned(M::CustomersWonBack))).in_words(
                "number of customers lost at the start who came back",
                "nombre de clients perdus au début et revenus depuis",
            )
        }

        /// The revenue of the deals that won back customers who were lost at the start.
        /// The first deal of each only, credited as it is. 0 when none came back; not computed when an exchange rate is missing.
        WonBackRevenue won_back_revenue: MoneyKpi {
            en "Won-back revenue", fr "Chiffre d'affaires de reconquête",
            about_fr "Le chiffre d'affaires des affaires qui ont ramené des clients perdus au début de la période ; la première affaire de chacun seulement, créditée comme elle l'est. 0 si aucun n'est revenu ; non calculé si un taux de change manque.",
            Money Higher Change,
            money(statistic_so_far(Statistic::Returned(M::WonBackRevenue))).in_words(
                "sum of the amounts of the deals that brought back customers lost at the start",
                "somme des montants des affaires qui ont ramené des clients perdus au début",
            )
        }

        /// How many customers were won back, as a share of those active at the start.
        /// What winning back adds to the portfolio. Not computed when nobody was active; may exceed 1.
        WinBackRate win_back_rate: RatioKpi {
            en "Win-back rate on the portfolio", fr "Taux de reconquête sur portefeuille",
            about_fr "Le nombre de clients reconquis rapporté aux clients actifs au début de la période : ce que la reconquête ajoute au portefeuille. Non calculé si aucun client n'était actif ; peut dépasser 1.",
            Ratio Higher Quotient,
            ratio(
                statistic_so_far(Statistic::Returned(M::CustomersWonBack)),
                of(M::ActiveCustomers, When::AtStartOnceBegun),
            )
        }

        /// Which share of the customers lost at the start was won back in the period.
        /// The win-back rate in the usual sense of the word. Not computed when nobody was lost.
        WinBackRateOfLost win_back_rate_of_lost: RatioKpi {
            en "Win-back rate of lost customers", fr "Taux de reconquête des clients perdus",
            about_fr "La part des clients perdus au début de la période qui ont été reconquis depuis : le taux de reconquête au sens usuel. Non calculé si aucun client n'était perdu.",
            Ratio Higher Quotient,
            ratio(
                statistic_so_far(Statistic::Returned(M::CustomersWonBack)),
                of(M::LostCustomers, When::AtStartOnceBegun),
            )
        }

        /// How many new customers came, as a share of those active at the start.
        /// Growth of the portfolio by new customers. Not computed when nobody was active, as in a first year; may exceed 1.
        ConquestRate conquest_rate: RatioKpi {
            en "Conquest rate", fr "Taux de conquête",
            about_fr "Le nombre de nouveaux clients rapporté aux clients actifs au début de la période : la croissance du portefeuille par de nouveaux clients. Non calculé si aucun client n'était actif, comme la première année ; peut dépasser 1.",
            Ratio Higher Quotient,
            ratio(sum(M::NewCustomers), of(M::ActiveCustomers, When::AtStartOnceBegun))
        }

        /// The revenue of the first deals ever won with customers.
        /// Credited as the deals are, on the day of winning. Not computed when an exchange rate is missing.
        NewCustomerRevenue new_customer_revenue: MoneyKpi {
            en "Revenue of new customers", fr "Chiffre d'affaires des nouveaux clients",
            about_fr "Le chiffre d'affaires des toutes premières affaires gagnées avec des clients, crédité comme ces affaires, le jour du gain. Non calculé si un taux de change manque.",
            Money Higher Flow,
            money(sum(M::NewCustomerRevenue)).in_words(
                "sum of the amounts of the first deals ever won with customers",
                "somme des montants des toutes premières affaires gagnées avec des clients",
            )
        }

        /// Which share of the customers who bought in the period bought more than once.
        /// Not computed when nobody bought.
        RepeatPurchaseRate repeat_purchase_rate: RatioKpi {
            en "Repeat purchase rate", fr "Taux de réachat",
            about_fr "La part des clients ayant acheté dans la période qui y ont acheté plusieurs fois. Non calculé si personne n'a acheté.",
            Ratio Higher Quotient,
            ratio(
                statistic(Statistic::RepeatCustomers(M::DealsWon)),
                statistic(Statistic::Customers(M::DealsWon)),
            )
        }

        /// Which share of their revenue of a year ago the same customers bring now.
        /// Of those who bought on the same days of the year before; new customers do not count. Above 1 when those who stayed
        /// buy more than the others took away. While the period runs, its days so far are compared. Not computed when there was
        /// no revenue, or an exchange rate is missing.
        NetRevenueRetention nrr: MoneyRatioKpi {
            en "Net revenue retention", fr "Rétention nette du chiffre d'affaires",
            about_fr "Ce que rapportent dans la période les clients des mêmes jours un an plus tôt, rapporté à ce qu'ils rapportaient alors ; les nouveaux clients ne comptent pas. Au-dessus de 1 quand ceux qui sont restés achètent plus que les autres n'ont emporté. Pour la période en cours, les jours écoulés sont comparés. Non calculé sans chiffre d'affaires d'alors, ou si un taux de change manque.",
            Ratio Higher Quotient,
            formulas::customers::net_retention()
        }

        /// Which share of the revenue of a year ago was kept, growth left out: 1 at most.
        /// As `nrr`, each customer at most with its revenue of then. Not computed when there was no revenue, or an exchange rate
        /// is missing.
        GrossRevenueRetention grr: MoneyRatioKpi {
            en "Gross revenue retention", fr "Rétention brute du chiffre d'affaires",
            about_fr "La part du chiffre d'affaires d'il y a un an qui a été conservée, sans la croissance : comme `nrr`, chaque client comptant au plus pour son chiffre d'affaires d'alors ; 1 au plus. Non calculé sans chiffre d'affaires d'alors, ou si un taux de change manque.",
            Ratio Higher Quotient,
            formulas::customers::gross_retention()
        }

        /// Which share of the revenue the largest customer of the period brings.
        /// Revenue without a customer is left out. Not computed when there is none, or an exchange rate is missing.
        TopCustomerShare top_customer_share: ShareKpi {
            en "Share of the largest customer", fr "Part du premier client",
            about_fr "La part du chiffre d'affaires que rapporte le premier client de la période. Le chiffre d'affaires sans client n'y est pas. Non calculé sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient,
            formulas::customers::top_customer_share().in_words(
                "revenue of the customer with the most of it / revenue of all customers",
                "chiffre d'affaires du premier client / chiffre d'affaires de tous les clients",
            )
        }

        /// How concentrated the revenue is on few customers: the Herfindahl–Hirschman index.
        /// 1 when a single customer brings all of it, 0.1 when ten bring as much each. Revenue without a customer is left out.
        /// Not computed when there is none, or an exchange rate is missing.
        CustomerConcentration customer_concentration: ShareKpi {
            en "Customer concentration", fr "Concentration de la clientèle",
            about_fr "La concentration du chiffre d'affaires sur peu de clients (indice de Herfindahl-Hirschman) : 1 si un seul client rapporte tout, 0,1 si dix rapportent autant. Le chiffre d'affaires sans client n'y est pas. Non calculé sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient,
            formulas::customers::customer_concentration().in_words(
                "sum over the customers of (revenue of the customer / revenue of all customers)²",
                "somme sur les clients de (chiffre d'affaires du client / chiffre d'affaires de tous les clients)²",
            )
        }

        /// The gross margin that a customer brings as long as it stays: its lifetime value.
        /// The gross margin of an active customer in the period, divided by the churn rate of the same period. Active are the
        /// mean of start and end; the margin of the deals of known cost is taken as that of all, with a warning of the others.
        /// Not computed when no customer was lost, nobody was active, the cost of no deal is known, or an exchange rate is
        /// missing.
        LifetimeValue ltv: MoneyKpi {
            en "Customer lifetime value", fr "Valeur vie client",
            about_fr "La marge brute qu'un client actif rapporte dans la période, divisée par le taux d'attrition de la même période : ce qu'un client rapporte tant qu'il reste. Les clients actifs sont la moyenne du début et de la fin ; la marge des affaires au coût connu vaut pour toutes, les autres sont signalées. Non calculé si aucun client n'a été perdu ou n'était actif, si aucun coût n'est connu ou si un taux de change manque.",
            Money Higher Quotient,
            formulas::customers::lifetime_value()
        }
    }
    } $($next)* } };
}
