//! The catalogue: one entry a KPI. Everything else – the enum, the typed fields, the list for dashboards – comes from it.
//!
//! To add a KPI over existing measures, add an entry to the section it belongs to. The first line of its text says what
//! it is; the rest when it is null and what to beware of. Sources of the formulas are named where the field has a
//! standard. A formula longer than a few lines is a function in [`crate::kpi::catalog::formulas::shared`].

#[macro_use]
pub mod entry;
pub mod formulas;
pub mod panel;

use std::sync::Arc;

use async_graphql::{Context, Enum, MergedObject, Object};

use crate::{
    error::Result,
    graphql::scalars::float,
    kpi::{
        Figure, Inputs, Statistic, Warning,
        catalog::{
            entry::{Access, Asked, Definition, Direction, Frame, Kind, Unit},
            formulas::{
                cost, customers, forecast, journey, prospects, satisfaction,
                shared::{
                    closed, days, discount_rate, duration, gross_margin, median_deal_value, stage_conversion, waterfall,
                },
                target,
            },
        },
        engine::{ageing, figure::Value},
        fields::answer::{
            AccuracyKpi, AgeingKpi, AttainmentKpi, ChurnKpi, CountKpi, DaysKpi, DelayKpi, ForecastKpi,
            KeyInformationKpi, LeadFunnelKpi, LeadQualityKpi, MoneyKpi, MoneyRatioKpi, NpsKpi, OfferRateKpi,
            ProspectQualificationKpi, QuotientKpi, RatioKpi, ReasonsKpi, ShareKpi, StageConversionKpi, SurveyKpi,
            TargetKpi, WaterfallKpi,
        },
    },
    ledger::{Measure as M, money},
};

kpis! {
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
            customers::retention
        }

        /// Which share of the customers active at the start was lost by the end.
        /// A customer is lost when its window passes without a win, its contract ends without renewal, or it leaves. The
        /// complement of retention; null when nobody was active. Beside it, the same of two other denominators in use.
        ChurnRate churn_rate: ChurnKpi {
            en "Churn rate", fr "Taux d'attrition", formula "customers lost / active customers",
            formula_fr "clients perdus / clients actifs",
            about_fr "La part des clients actifs au début de la période qui ne le sont plus à la fin : durée d'activité écoulée sans achat, contrat échu sans renouvellement, ou départ. Nul si aucun client n'était actif.",
            Ratio Lower Quotient false,
            customers::churn
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
            customers::win_back
        }

        /// Which share of the customers lost at the start was won back in the period.
        /// The win-back rate in the usual sense of the word. Null when nobody was lost.
        WinBackRateOfLost win_back_rate_of_lost: RatioKpi {
            en "Win-back rate of lost customers", fr "Taux de reconquête des clients perdus", formula "customers won back / former customers",
            formula_fr "clients reconquis / anciens clients",
            about_fr "La part des clients perdus au début de la période qui ont été reconquis depuis. Nul si aucun client n'était perdu.",
            Ratio Higher Quotient false,
            customers::win_back_of_lost
        }

        /// How many new customers came, as a share of those active at the start.
        /// Growth of the portfolio by conquest. Null when nobody was active, as in a first year; may exceed 1.
        ConquestRate conquest_rate: RatioKpi {
            en "Conquest rate", fr "Taux de conquête", formula "new customers / active customers",
            formula_fr "nouveaux clients / clients actifs",
            about_fr "Le nombre de nouveaux clients rapporté aux clients actifs au début de la période. Nul si aucun client n'était actif, comme la première année ; peut dépasser 1.",
            Ratio Higher Quotient false,
            customers::conquest
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
            |m| customers::kept_revenue(m, Statistic::FormerNow(M::Revenue))
        }

        /// Which share of the revenue of a year ago was kept, growth left out: 1 at most.
        /// As `nrr`, each customer at most with what it brought then. Null when there was no revenue, or an exchange rate is missing.
        GrossRevenueRetention grr: MoneyRatioKpi {
            en "Gross revenue retention", fr "Rétention brute du chiffre d'affaires", formula "revenue of last year's customers kept / revenue of last year's customers then",
            formula_fr "chiffre d'affaires conservé des clients de l'an dernier / chiffre d'affaires d'alors des clients de l'an dernier",
            about_fr "La même rétention sans ce que ces clients rapportent de plus qu'un an plus tôt : 1 au plus. Nul sans chiffre d'affaires d'alors, ou si un taux de change manque.",
            Ratio Higher Quotient false,
            |m| customers::kept_revenue(m, Statistic::FormerKept(M::Revenue))
        }

        /// Which share of the revenue the largest customer of the period brings.
        /// Revenue without a customer is left out. Null when there is none, or an exchange rate is missing.
        TopCustomerShare top_customer_share: ShareKpi {
            en "Share of the largest customer", fr "Part du premier client", formula "share of the largest customer",
            formula_fr "part du premier client",
            about_fr "La part du chiffre d'affaires que rapporte le premier client de la période. Nul sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient false,
            |m| customers::share(m, Statistic::TopShare(M::Revenue))
        }

        /// How concentrated the revenue is on few customers: the Herfindahl–Hirschman index.
        /// 1 when a single customer brings all of it, 0.1 when ten bring as much each. Null when there is none, or an exchange
        /// rate is missing.
        CustomerConcentration customer_concentration: ShareKpi {
            en "Customer concentration", fr "Concentration de la clientèle", formula "sum of the customers' squared shares",
            formula_fr "somme des carrés des parts des clients",
            about_fr "La concentration du chiffre d'affaires sur peu de clients (indice de Herfindahl-Hirschman) : 1 si un seul client rapporte tout, 0,1 si dix rapportent autant. Nul sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient false,
            |m| customers::share(m, Statistic::Concentration(M::Revenue))
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
            customers::lifetime_value
        }
    }

    /// The sales force: how much hangs on whom, how soon who is new sells.
    Reps {
        /// Which share of the revenue the rep with the most of it brings.
        /// By the credit on the day of winning; revenue without a rep is left out. 1 for a single rep. Null without revenue, and
        /// when an exchange rate is missing.
        TopRepShare top_rep_share: ShareKpi {
            en "Share of the top rep", fr "Part du premier commercial", formula "share of the top rep",
            formula_fr "part du premier commercial",
            about_fr "La part du chiffre d'affaires que rapporte le premier commercial de la période ; 1 pour un commercial seul. Nul sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient false,
            |m| customers::share(m, Statistic::TopRepShare(M::Revenue))
        }

        /// How much the revenue hangs on few reps: the Herfindahl–Hirschman index.
        /// 1 when a single rep brings all of it, 0.1 when ten bring as much each. Revenue without a rep is left out. Null when
        /// there is none, or an exchange rate is missing.
        RepConcentration rep_concentration: ShareKpi {
            en "Concentration on reps", fr "Concentration sur les commerciaux", formula "sum of the reps' squared shares",
            formula_fr "somme des carrés des parts des commerciaux",
            about_fr "La concentration du chiffre d'affaires sur peu de commerciaux (indice de Herfindahl-Hirschman) : 1 si un seul rapporte tout, 0,1 si dix rapportent autant. Nul sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient false,
            |m| customers::share(m, Statistic::RepConcentration(M::Revenue))
        }

        /// How long reps take from their first working day to their first win.
        /// Of the reps whose first win ever falls in the period, split ones included, on that day. Those whose start is unknown
        /// or later do not count. Read from reps as they are now. Null when there is none: with few, look at the median.
        RampDays ramp_days: DaysKpi {
            en "Days to the first win", fr "Délai de première vente", formula "days from the start to the first win / reps who won for the first time",
            formula_fr "jours de l'arrivée à la première vente / commerciaux ayant vendu pour la première fois",
            about_fr "Le temps entre l'arrivée d'un commercial et sa première affaire gagnée, pour ceux dont la première vente tombe dans la période. Ceux dont la date d'arrivée est inconnue n'y sont pas. Nul s'il n'y en a pas.",
            Days Lower Quotient false,
            |m| duration(m, M::RampSeconds, M::RampedReps)
        }
    }

    /// The way of leads, from their receipt to a customer.
    Leads {
        /// Which share of the leads received became customers, whenever they did.
        /// By the month of their receipt, credited to the first rep they were assigned to: what was received lately is still
        /// open for the most part (see `stillOpen`). A customer is who won a deal: one that is only open does not count yet.
        /// Null when no lead was received.
        LeadToCustomerRate lead_to_customer_rate: LeadFunnelKpi {
            en "Leads that became customers", fr "Conversion d'un prospect en client", formula "leads received that became customers / leads received",
            formula_fr "leads reçus devenus clients / leads reçus",
            about_fr "La part des leads reçus dans la période qui sont devenus clients (une affaire gagnée), quelle que soit la date du gain, créditée au premier commercial du lead. Un lead compte une fois. Nul sans lead reçu.",
            Ratio Higher Quotient false,
            journey::lead_funnel
        }

        /// Which share of the leads received brought a deal, whenever they did.
        /// By the month of their receipt, credited to the first rep they were assigned to. Null when no lead was received.
        LeadToDealRate lead_to_deal_rate: RatioKpi {
            en "Leads that brought a deal", fr "Transformation des leads en affaires", formula "leads received that converted / leads received",
            formula_fr "leads reçus ayant donné une affaire / leads reçus",
            about_fr "La part des leads reçus dans la période qui ont donné une affaire, quelle que soit la date. Nul sans lead reçu.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::ReceivedLeadsConverted), m.sum(M::LeadsReceived))
        }

        /// How many leads were converted in the period for each that was received in it.
        /// Two different groups of leads: the rate may exceed 1. `leadToDealRate` follows the same leads. Null when no lead was
        /// received.
        LeadConversionRate lead_conversion_rate: RatioKpi {
            en "Leads converted per lead received", fr "Taux de conversion des leads sur la période", formula "leads converted / leads received",
            formula_fr "leads convertis / leads reçus",
            about_fr "Les leads convertis dans la période rapportés aux leads reçus dans la période : deux groupes différents, le taux peut dépasser 1. Nul sans lead reçu.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::LeadsConverted), m.sum(M::LeadsReceived))
        }

        /// How many leads were contacted for the first time.
        /// On that day, credited to who worked them then.
        LeadsContacted leads_contacted: CountKpi {
            en "Leads contacted", fr "Leads contactés", formula "leads contacted",
            formula_fr "leads contactés",
            about_fr "Le nombre de leads contactés pour la première fois, crédités à qui les suivait ce jour-là.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::LeadsContacted))
        }

        /// How many leads were qualified.
        /// On that day, credited to who worked them then.
        LeadsQualified leads_qualified: CountKpi {
            en "Leads qualified", fr "Leads qualifiés", formula "leads qualified",
            formula_fr "leads qualifiés",
            about_fr "Le nombre de leads qualifiés, crédités à qui les suivait ce jour-là.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::LeadsQualified))
        }

        /// How many leads were converted into a customer with a deal.
        /// On that day, credited to who worked them then. A conversion whose deals are all deleted does not count.
        LeadsConverted leads_converted: CountKpi {
            en "Leads converted", fr "Leads convertis", formula "leads converted",
            formula_fr "leads convertis",
            about_fr "Le nombre de leads convertis en client avec une affaire, crédités à qui les suivait ce jour-là.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::LeadsConverted))
        }

        /// How many leads were turned down.
        /// On that day, credited to who worked them then. Broken down by REASON it says why.
        LeadsDisqualified leads_disqualified: CountKpi {
            en "Leads disqualified", fr "Leads disqualifiés", formula "leads disqualified",
            formula_fr "leads disqualifiés",
            about_fr "Le nombre de leads disqualifiés, crédités à qui les suivait ce jour-là ; à ventiler par motif.",
            Count Lower Flow true,
            |m| Figure::count(m.sum(M::LeadsDisqualified))
        }

        /// How many leads came in again after they had been worked.
        /// Each time counts, and none of them in `leadsReceived`. Credited to who is given the lead then.
        LeadsRecycled leads_recycled: CountKpi {
            en "Leads recycled", fr "Leads recyclés", formula "leads recycled",
            formula_fr "leads recyclés",
            about_fr "Le nombre de leads revenus après avoir été travaillés ; ils ne comptent pas dans les leads reçus.",
            Count Neutral Flow true,
            |m| Figure::count(m.sum(M::LeadsRecycled))
        }

        /// Which share of the leads received was turned down, whenever they were.
        /// Null when no lead was received. `leadsDisqualified` broken down by REASON says why.
        LeadDisqualificationRate lead_disqualification_rate: RatioKpi {
            en "Leads turned down", fr "Taux de disqualification des leads", formula "leads received that were disqualified / leads received",
            formula_fr "leads reçus puis disqualifiés / leads reçus",
            about_fr "La part des leads reçus dans la période qui ont été disqualifiés, quelle que soit la date. Nul sans lead reçu.",
            Ratio Lower Quotient false,
            |m| Figure::ratio(m.sum(M::ReceivedLeadsDisqualified), m.sum(M::LeadsReceived))
        }

        /// How long the leads received waited until we first tried to reach them.
        /// Until the first outbound interaction about them or the first contact noted, in elapsed time by day and night. Leads
        /// that were never contacted are left out: `contactedWithinSla` counts them. Null when none was contacted.
        SpeedToLead speed_to_lead: DelayKpi {
            en "Speed to lead", fr "Délai de premier contact", formula "days until the first contact / leads received and answered",
            formula_fr "jours jusqu'au premier contact / leads reçus ayant eu une réponse",
            about_fr "Le temps écoulé entre la réception des leads de la période et la première tentative de contact. Les leads jamais contactés n'y sont pas. Nul si aucun ne l'a été.",
            Days Lower Quotient false,
            |m| journey::delay(m, M::ResponseSeconds, M::LeadsAnswered)
        }

        /// Which share of the leads received was contacted as soon as the organization wants it.
        /// Within `leadResponseHours` of the receipt; leads that were never contacted count as not. Null when none was received.
        ContactedWithinSla contacted_within_sla: RatioKpi {
            en "Leads contacted in time", fr "Leads contactés dans le délai convenu", formula "leads received and answered in time / leads received",
            formula_fr "leads reçus ayant eu une réponse à temps / leads reçus",
            about_fr "La part de tous les leads reçus qui ont été contactés dans le délai fixé par l'organisation. Nul sans lead reçu.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::LeadsAnsweredInTime), m.sum(M::LeadsReceived))
        }
    }

    /// Calls and meetings, and what comes of them.
    Activity {
        /// Which share of the attempts to get a meeting led to one.
        /// On the day of asking, credited to who asked. Meetings booked without a logged attempt are left out, with a warning.
        /// Null when nobody asked.
        MeetingBookingRate meeting_booking_rate: RatioKpi {
            en "Meetings obtained per attempt", fr "Taux de prise de rendez-vous", formula "attempts that led to a meeting / meetings attempted",
            formula_fr "tentatives ayant abouti à un rendez-vous / rendez-vous tentés",
            about_fr "La part des tentatives de la période qui ont abouti à un rendez-vous, créditée à qui l'a demandé. Les rendez-vous sans tentative notée sont signalés à part. Nul sans tentative.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::AttemptsBooked), m.sum(M::MeetingsAttempted))
                .warn(Warning::UnloggedAttempt(m.sum(M::BookedUnasked)))
        }

        /// Which share of the prospects asked for a meeting agreed to one.
        /// Each prospect counts once, however often they were asked. Null when nobody was asked.
        ProspectBookingRate prospect_booking_rate: RatioKpi {
            en "Meetings obtained per prospect", fr "Taux de prise de rendez-vous par prospect", formula "prospects who agreed to a meeting / prospects asked for a meeting",
            formula_fr "prospects ayant accepté un rendez-vous / prospects sollicités pour un rendez-vous",
            about_fr "La part des prospects sollicités dans la période qui ont accepté un rendez-vous ; chacun compte une fois. Nul si personne n'a été sollicité.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.spread(Statistic::Prospects(M::AttemptsBooked)), m.spread(Statistic::Prospects(M::MeetingsAttempted)))
                .warn(Warning::UnloggedAttempt(m.sum(M::BookedUnasked)))
        }

        /// How many meetings were agreed.
        /// On the day of agreeing, credited to who set them up. A rescheduled meeting is one meeting.
        MeetingsBooked meetings_booked: CountKpi {
            en "Meetings booked", fr "Rendez-vous obtenus", formula "meetings booked",
            formula_fr "rendez-vous obtenus",
            about_fr "Le nombre de rendez-vous obtenus, le jour de l'accord, crédités à qui les a pris. Un rendez-vous reporté reste un seul rendez-vous.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::MeetingsBooked))
        }

        /// How many meetings with customers were held.
        /// On the day they took place, credited to the host.
        CustomerMeetingsHeld customer_meetings_held: CountKpi {
            en "Customer meetings held", fr "Rendez-vous clients réalisés", formula "customer meetings held",
            formula_fr "rendez-vous clients réalisés",
            about_fr "Le nombre de rendez-vous réalisés avec des clients, le jour où ils ont eu lieu, crédités à l'hôte.",
            Count Higher Flow true,
            |m| Figure::count(m.sum(M::CustomerMeetingsHeld))
        }

        /// How many meetings were called off.
        /// On the day they should have started, credited to the host.
        MeetingsCancelled meetings_cancelled: CountKpi {
            en "Meetings cancelled", fr "Rendez-vous annulés", formula "meetings cancelled",
            formula_fr "rendez-vous annulés",
            about_fr "Le nombre de rendez-vous annulés, le jour où ils auraient dû avoir lieu, crédités à l'hôte.",
            Count Lower Flow true,
            |m| Figure::count(m.sum(M::MeetingsCancelled))
        }

        /// Which share of the meetings due was held.
        /// Due are those held or missed, and those of days past of which nobody noted the outcome; not those called off. Null
        /// when none was due.
        ShowRate show_rate: RatioKpi {
            en "Show rate", fr "Taux de présence aux rendez-vous", formula "(prospecting meetings held + customer meetings held) / (prospecting meetings held + customer meetings held + meetings missed + meetings without an outcome)",
            formula_fr "(rendez-vous de prospection réalisés + rendez-vous clients réalisés) / (rendez-vous de prospection réalisés + rendez-vous clients réalisés + rendez-vous manqués + rendez-vous sans issue)",
            about_fr "La part des rendez-vous échus qui ont été réalisés ; les rendez-vous annulés n'y sont pas, les rendez-vous passés sans issue notée y sont. Nul si aucun n'était prévu.",
            Ratio Higher Quotient false,
            |m| {
                let (held, due) = journey::held_and_due(m);
                Figure::ratio(held, due)
            }
        }

        /// Which share of the meetings due was missed: nobody came.
        /// Due are those held or missed, and those of days past of which nobody noted the outcome; not those called off. Null
        /// when none was due.
        NoShowRate no_show_rate: RatioKpi {
            en "No-show rate", fr "Taux de rendez-vous manqués", formula "meetings missed / (prospecting meetings held + customer meetings held + meetings missed + meetings without an outcome)",
            formula_fr "rendez-vous manqués / (rendez-vous de prospection réalisés + rendez-vous clients réalisés + rendez-vous manqués + rendez-vous sans issue)",
            about_fr "La part des rendez-vous échus auxquels personne n'est venu ; les rendez-vous annulés n'y sont pas. Nul si aucun n'était prévu.",
            Ratio Lower Quotient false,
            |m| Figure::ratio(m.sum(M::MeetingsMissed), journey::held_and_due(m).1)
        }

        /// Which share of the calls we made led to a meeting.
        /// By what was noted of the call. Null when we made none.
        CallToMeeting call_to_meeting: RatioKpi {
            en "Calls that led to a meeting", fr "Appels transformés en rendez-vous", formula "calls that led to a meeting / calls made",
            formula_fr "appels ayant abouti à un rendez-vous / appels passés",
            about_fr "La part des appels sortants de la période dont l'issue notée est un rendez-vous. Nul sans appel.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::CallsBooked), m.sum(M::CallsMade))
        }

        /// Which share of the prospecting meetings held led to a deal, or was about one.
        /// The meetings about a lead concern its deal once it is converted. Null when none was held.
        MeetingToDeal meeting_to_deal: RatioKpi {
            en "Meetings that led to a deal", fr "Rendez-vous transformés en affaires", formula "prospecting meetings held that led to a deal / prospecting meetings held",
            formula_fr "rendez-vous de prospection réalisés ayant donné une affaire / rendez-vous de prospection réalisés",
            about_fr "La part des rendez-vous de prospection réalisés dans la période qui ont donné une affaire. Nul si aucun n'a été réalisé.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::HeldWithDeal), m.sum(M::ProspectingMeetingsHeld))
        }

        /// How many interactions there were, whenever they were, about a deal won in the period.
        /// Credited to who did them; broken down by KIND it says of which sort. Interactions of the period that concern no deal
        /// are left out, with a warning. Null when no deal was won.
        ActivitiesPerWin activities_per_win: RatioKpi {
            en "Interactions per deal won", fr "Interactions par affaire gagnée", formula "activities of deals won / deals won",
            formula_fr "activités des affaires gagnées / affaires gagnées",
            about_fr "Le nombre d'interactions, quelle que soit leur date, par affaire gagnée dans la période. Celles sans affaire sont signalées à part. Nul sans affaire gagnée.",
            PerWin Neutral Quotient false,
            |m| Figure::ratio(m.sum(M::ActivitiesOfWins), m.sum(M::DealsWon))
                .warn(Warning::UnlinkedActivity(m.sum(M::InteractionsUnlinked)))
        }

        /// How many days pass from one contact with a customer to the next.
        /// Between the days of the period on which there was one, customer by customer. Null when none was contacted twice.
        DaysBetweenContacts days_between_contacts: DaysKpi {
            en "Days between contacts", fr "Jours entre deux contacts", formula "days between contacts / pauses between contacts",
            formula_fr "jours entre contacts / intervalles entre contacts",
            about_fr "Le nombre de jours entre deux contacts avec un même client dans la période. Nul si aucun n'a été contacté deux fois.",
            Days Lower Quotient false,
            journey::pauses
        }
    }

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

    /// Deals on their way: stages, ageing, slippage, reasons, margins.
    Deals {
        /// Which share of what was at stake in the deals closed in the period was won.
        /// By value: it tells more than the win rate where deals differ in size. Null when nothing was at stake, and when an
        /// exchange rate is missing. Deals lost without an amount count 0.
        WinRateByValue win_rate_by_value: MoneyRatioKpi {
            en "Win rate by value", fr "Taux de transformation en valeur", formula "revenue / (revenue + amount lost)",
            formula_fr "chiffre d'affaires / (chiffre d'affaires + montant perdu)",
            about_fr "La part gagnée du montant des affaires closes dans la période. Nul s'il n'y avait rien en jeu ou si un taux de change manque.",
            Ratio Higher Quotient false,
            |m| {
                let (won, unconverted) = (m.sum(M::Revenue), m.sum(M::RevenueUnconverted));
                let closed = Figure::money(won + m.sum(M::LostAmount), unconverted + m.sum(M::LostUnconverted));
                Figure::money_ratio(Figure::money(won, unconverted), closed)
            }
        }

        /// How many different deals were won, each counted once whoever shares the credit.
        /// A whole number for a rep too. Does not sum: a deal split between two teams counts in both.
        WonDealsTouched won_deals_touched: CountKpi {
            en "Deals won, shared ones in full", fr "Ventes conclues, même partagées", formula "different deals won",
            formula_fr "affaires gagnées distinctes",
            about_fr "Le nombre d'affaires gagnées auxquelles on a eu part, chacune comptée une fois entière. Ne s'additionne pas entre équipes.",
            Count Higher Flow false,
            |m| Figure::count(m.spread(Statistic::Records(M::DealsWon)))
        }

        /// What the deal in the middle of those won in the period brings: half bring more.
        /// A few large deals do not move it. Null when none was won, and when an exchange rate is missing.
        MedianDealValue median_deal_value: MoneyKpi {
            en "Median deal value", fr "Panier médian par affaire", formula "median deal value",
            formula_fr "valeur médiane d'une affaire",
            about_fr "Ce que rapporte l'affaire médiane parmi celles gagnées dans la période. Nul sans affaire gagnée, ou si un taux de change manque.",
            Money Higher Quotient false,
            median_deal_value
        }

        /// What an open deal is worth on average at the end of the period.
        /// Now while the period runs. Deals without an amount count 0. Null when none is open, and when an exchange rate is missing.
        AverageOpenDealValue average_open_deal_value: QuotientKpi {
            en "Average open deal value", fr "Montant moyen des ventes en cours", formula "open amount / open deals",
            formula_fr "montant en cours / affaires en cours",
            about_fr "Le montant moyen d'une affaire en cours à la fin de la période, ou aujourd'hui si elle n'est pas terminée. Nul sans affaire en cours.",
            Money Higher Stock false,
            |m| Figure::average(Figure::money(m.balance(M::OpenAmount), m.balance(M::OpenUnconverted)), m.balance(M::OpenDeals))
        }

        /// How many deals were won for nothing, or for an amount nobody entered.
        /// They lower the average deal value.
        ZeroAmountWins zero_amount_wins: CountKpi {
            en "Deals won for nothing", fr "Ventes conclues sans montant", formula "deals won for nothing",
            formula_fr "affaires gagnées sans montant",
            about_fr "Le nombre d'affaires gagnées pour rien, ou dont personne n'a saisi le montant ; elles font baisser le panier moyen.",
            Count Lower Flow true,
            |m| Figure::count(m.sum(M::ZeroAmountWins))
        }

        /// How long the deals lost in the period had been worked, from opening to losing.
        /// Beside the sales cycle of the deals won it tells how long losing takes. Null when there is none.
        LostDealCycleDays lost_deal_cycle_days: DaysKpi {
            en "Cycle of lost deals", fr "Durée du cycle des affaires perdues", formula "days worked until lost / deals lost with a known opening",
            formula_fr "jours jusqu'à la perte / affaires perdues dont l'ouverture est connue",
            about_fr "La durée moyenne, en jours calendaires, entre l'ouverture et la perte des affaires perdues dans la période. Nul s'il n'y en a pas.",
            Days Lower Quotient false,
            |m| duration(m, M::LostCycleSeconds, M::LostCycleDeals)
        }

        /// Why deals were won: how many, and what they brought, by primary reason.
        /// `reasons` gives the distribution, deals without a reason included.
        WinReasons win_reasons: ReasonsKpi {
            en "Reasons for wins", fr "Causes de gain", formula "deals won",
            formula_fr "affaires gagnées",
            about_fr "Les affaires gagnées dans la période par motif principal, en nombre et en valeur, celles sans motif comprises.",
            Count Higher Flow true,
            |m| closed(m, M::DealsWon, M::Revenue, M::RevenueUnconverted)
        }

        /// Why deals were lost: how many, and for how much, by primary reason.
        /// `reasons` gives the distribution, deals without a reason included. Without those dropped for a reason that does not
        /// count as a loss. `breakdown` also tells competitors and the stages they were lost from apart.
        LossReasons loss_reasons: ReasonsKpi {
            en "Reasons for losses", fr "Causes de perte", formula "deals lost",
            formula_fr "affaires perdues",
            about_fr "Les affaires perdues dans la période par motif principal, en nombre et en valeur, celles sans motif comprises. Sans celles dont le motif ne compte pas comme une perte.",
            Count Lower Flow true,
            |m| closed(m, M::DealsLost, M::LostAmount, M::LostUnconverted)
        }

        /// Of which share of the deals closed in the period the primary reason was given.
        /// How far the reasons for wins and losses can be trusted. Null when none was closed.
        ReasonCoverage reason_coverage: RatioKpi {
            en "Reasons given", fr "Motifs renseignés", formula "(deals won with a reason + deals lost with a reason) / (deals won + deals lost)",
            formula_fr "(affaires gagnées avec motif + affaires perdues avec motif) / (affaires gagnées + affaires perdues)",
            about_fr "La part des affaires closes dans la période dont le motif principal est renseigné. Nul si aucune n'a été close.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(
                m.sum(M::WonWithReason) + m.sum(M::LostWithReason),
                m.sum(M::DealsWon) + m.sum(M::DealsLost),
            )
        }

        /// What the deals opened in the period were worth at first.
        /// Later changes of their amounts do not change it. Null when an exchange rate is missing.
        PipelineGenerated pipeline_generated: MoneyKpi {
            en "Pipeline generated", fr "Pipeline généré", formula "pipeline created",
            formula_fr "montant des affaires créées",
            about_fr "Le montant initial des affaires ouvertes dans la période ; ce qu'il devient ensuite n'y change rien. Nul si un taux de change manque.",
            Money Higher Flow true,
            |m| Figure::money(m.sum(M::PipelineCreated), m.sum(M::CreatedUnconverted))
        }

        /// What moved the open pipeline during the period, cause by cause.
        /// The value is the pipeline in the end. Null when an exchange rate is missing.
        PipelineWaterfall pipeline_waterfall: WaterfallKpi {
            en "Pipeline waterfall", fr "Variation du pipeline", formula "open amount + pipeline entered + pipeline increases − pipeline decreases − pipeline won − pipeline lost − pipeline moved out + pipeline moved in",
            formula_fr "montant en cours + montant entré dans le pipeline + hausses du pipeline − baisses du pipeline − montant du pipeline gagné − montant du pipeline perdu − montant cédé à autrui + montant reçu d'autrui",
            about_fr "Ce qui a fait varier le montant des ventes en cours du début à la fin de la période, cause par cause. Nul si un taux de change manque.",
            Money Higher Stock true,
            waterfall
        }

        /// Which share of the open deals is overdue or has no amount.
        /// Overdue is a deal whose expected day has passed. At the end of the period, or now while it runs. Null when none is open.
        DataHygiene data_hygiene: RatioKpi {
            en "Untidy open deals", fr "Ventes en cours à mettre à jour", formula "(overdue open deals + open deals without an amount) / open deals",
            formula_fr "(affaires en cours en retard + affaires en cours sans montant) / affaires en cours",
            about_fr "La part des affaires en cours dont l'échéance est passée ou qui n'ont pas de montant, à la fin de la période ou aujourd'hui. Nul sans affaire en cours.",
            Ratio Lower Stock false,
            |m| Figure::ratio(m.balance(M::OverdueDeals) + m.balance(M::UnpricedDeals), m.balance(M::OpenDeals))
        }

        /// Which share of the entries of deals into a stage led on from it.
        /// What became of them is read to this day, so that a late period has many that are still there. A stage passed over
        /// counts as passed. Broken down by stage it is the funnel. Null when no deal came into a stage.
        StageConversion stage_conversion: StageConversionKpi {
            en "Stage conversion", fr "Conversion des étapes", formula "(stages completed + stages passed over) / (stages entered + stages passed over)",
            formula_fr "(étapes franchies + étapes sautées) / (entrées en étape + étapes sautées)",
            about_fr "La part des entrées en étape de la période qui ont mené plus loin, à ce jour ; une étape sautée compte comme franchie. Nul sans entrée.",
            Ratio Higher Quotient false,
            stage_conversion
        }

        /// How long deals stayed in a stage that they left in the period.
        /// Each stay for itself, whichever way it ended; stays that go on are not in it. Null when there is none.
        TimeInStage time_in_stage: DaysKpi {
            en "Time in stage", fr "Temps passé par étape", formula "days in stages / stays in stages",
            formula_fr "jours en étape / passages en étape",
            about_fr "La durée moyenne, en jours calendaires, des passages en étape terminés dans la période, chacun compté à part. Nul s'il n'y en a pas.",
            Days Lower Quotient false,
            |m| duration(m, M::StageSeconds, M::StageStays)
        }

        /// Which share of the open deals has a next step ahead, today included.
        /// By the day of the next step that is entered on the deal. Null when none is open, and for a period that is over: ask
        /// that one with `asOf`.
        NextStepCoverage next_step_coverage: RatioKpi {
            en "Deals with a next step", fr "Affaires avec prochaine étape", formula "deals with a next step / open deals",
            formula_fr "affaires avec une prochaine étape / affaires en cours",
            about_fr "La part des affaires en cours dont la prochaine étape est datée d'aujourd'hui ou plus tard. Nul sans affaire en cours, ou pour une période terminée.",
            Ratio Higher Stock false,
            |m| m.ahead(M::NextSteps).map_or_else(Figure::default, |ahead| Figure::ratio(ahead, m.balance(M::OpenDeals)))
        }

        /// Which share of the deals due in the period was not closed in it.
        /// Due is what should close in it, as was known when it began. Credited to the owner when the period began. Null while the period runs, and when no deal was due. Read from the
        /// deals' histories, for the period that is asked for: quarters are not made of months.
        SlippageRate slippage_rate: RatioKpi {
            en "Slippage rate", fr "Taux de glissement", formula "deals due and not closed / deals due",
            formula_fr "affaires à échéance non closes / affaires à échéance",
            about_fr "Parmi les affaires qui devaient se clore dans la période, telles qu'on les connaissait à son début, la part qui ne s'est pas close. Nul tant que la période court, ou sans affaire à échéance.",
            Ratio Lower Quotient false,
            |m| {
                let figure = Figure::ratio(m.sum(M::DealsSlipped), m.sum(M::DealsDue));
                if m.is_over() { figure } else { Figure { value: None, numerator: None, ..figure } }
            }
        }

        /// How many times deals due in the period were put off during it.
        /// Of the deals that were due when the period began, credited to the owner at that time.
        PushCount push_count: CountKpi {
            en "Times put off", fr "Reports d'échéance", formula "times put off",
            formula_fr "reports d'échéance",
            about_fr "Le nombre de fois où l'échéance des affaires qui devaient se clore dans la période a été repoussée pendant celle-ci.",
            Count Lower Flow false,
            |m| Figure::count(m.sum(M::DatePushes))
        }

        /// How many open deals nobody did anything about for long.
        /// No contact, no meeting held, no change for 30 days, or for as many as the organization's `stalledAfterDays`. As things
        /// stand today; null for a period that is over.
        StalledDeals stalled_deals: CountKpi {
            en "Stalled deals", fr "Affaires au point mort", formula "stalled deals",
            formula_fr "affaires au point mort",
            about_fr "Le nombre d'affaires en cours sans contact, rendez-vous ni changement depuis 30 jours, ou le nombre de jours réglé par l'organisation, à ce jour. Nul pour une période terminée.",
            Count Lower Stock true,
            |m| m.present(M::StalledDeals).map_or_else(Figure::default, Figure::count)
        }

        /// How many open deals are in their stage for longer than three in four deals won were.
        /// In whole days, against the third quartile of the time that deals won in the twelve months before spent in that stage,
        /// whoever won them; in a stage that none of them passed through no deal is ageing. With a `filter` it is held against the
        /// deals that the filter lets through. Credited to the owner. At the end of the period, or now while it runs. A stock:
        /// months do not sum.
        DealAging deal_aging: AgeingKpi {
            en "Ageing deals", fr "Affaires vieillissantes", formula "ageing deals",
            formula_fr "affaires vieillissantes",
            about_fr "Le nombre d'affaires en cours qui sont dans leur étape depuis plus longtemps que trois affaires gagnées sur quatre : au-delà du troisième quartile du temps passé dans cette étape par les affaires gagnées des douze mois précédents. À la fin de la période, ou aujourd'hui si elle n'est pas terminée. C'est un stock.",
            Count Lower Stock true,
            ageing::figure
        }

        /// Which share of the list prices was given away in the deals won in the period.
        /// Deals of which a line has no list price are left out, and warned of. Negative when more was asked. Null when there is
        /// none.
        DiscountRate discount_rate: MoneyRatioKpi {
            en "Discount rate", fr "Taux de remise", formula "1 − revenue of deals with list prices / amount at list prices",
            formula_fr "1 − chiffre d'affaires au prix catalogue connu / montant au prix catalogue",
            about_fr "La part du prix catalogue cédée dans les affaires gagnées de la période ; celles dont une ligne n'a pas de prix catalogue sont écartées et signalées. Nul s'il n'y en a pas.",
            Ratio Lower Quotient false,
            discount_rate
        }

        /// Which share of the revenue is left after the cost of what was sold.
        /// Deals of which a line has no known cost are left out, and warned of. Null when there is none.
        GrossMargin gross_margin: MoneyRatioKpi {
            en "Gross margin", fr "Taux de marge brute", formula "(revenue of deals with known costs − cost of what was sold) / revenue of deals with known costs",
            formula_fr "(chiffre d'affaires au coût connu − coût des ventes) / chiffre d'affaires au coût connu",
            about_fr "La part du chiffre d'affaires des affaires gagnées qui reste après le coût des ventes ; celles dont une ligne n'a pas de coût connu sont écartées et signalées. Nul s'il n'y en a pas.",
            Ratio Higher Quotient false,
            gross_margin
        }
    }

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
            customers::complaint_rate
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

    /// How marketing and sales work together.
    Marketing {
        /// Which share of the leads handed over in the period sales accepted.
        /// Leads without an answer yet stay among those handed over. Null when none was.
        LeadAcceptanceRate lead_acceptance_rate: RatioKpi {
            en "Lead acceptance rate", fr "Taux d'acceptation des leads", formula "leads handed over and accepted / leads handed over",
            formula_fr "leads transmis et acceptés / leads transmis",
            about_fr "La part des leads transmis dans la période que les ventes ont acceptés ; ceux sans réponse restent au dénominateur. Nul si aucun n'a été transmis.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::HandOversAccepted), m.sum(M::LeadsHandedOver))
        }

        /// Which share of the rejections sales explained to marketing, by a reason or in words.
        /// Of the leads handed over in the period and rejected since. Null when none was rejected.
        LeadRejectionFeedbackRate lead_rejection_feedback_rate: RatioKpi {
            en "Rejections with feedback", fr "Refus motivés", formula "leads handed over and rejected with a reason / leads handed over and rejected",
            formula_fr "leads transmis et refusés avec motif / leads transmis et refusés",
            about_fr "La part des leads transmis dans la période et refusés depuis dont le refus est motivé. Nul si aucun n'a été refusé.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::HandOversExplained), m.sum(M::HandOversRejected))
        }

        /// Which share of the leads handed over in the period sales contacted in time.
        /// Within `handOverSlaHours` of the organization, day and night. Leads never contacted stay among those handed over.
        /// Null when none was.
        HandOverSlaCompliance hand_over_sla_compliance: RatioKpi {
            en "Hand-overs contacted in time", fr "Respect du délai de prise en charge", formula "leads handed over and contacted in time / leads handed over",
            formula_fr "leads transmis et contactés à temps / leads transmis",
            about_fr "La part des leads transmis dans la période que les ventes ont contactés dans le délai fixé par l'organisation ; ceux jamais contactés restent au dénominateur. Nul si aucun n'a été transmis.",
            Ratio Higher Quotient false,
            |m| Figure::ratio(m.sum(M::HandOversContactedInTime), m.sum(M::LeadsHandedOver))
        }

        /// The revenue of deals that came from a campaign of marketing's.
        /// By the campaign of the first touch, frozen on the deal. Null when an exchange rate is missing.
        MarketingSourcedRevenue marketing_sourced_revenue: MoneyKpi {
            en "Marketing-sourced revenue", fr "Chiffre d'affaires d'origine marketing", formula "marketing-sourced revenue",
            formula_fr "chiffre d'affaires d'origine marketing",
            about_fr "Le chiffre d'affaires des affaires issues d'une campagne marketing, selon le premier contact figé sur l'affaire. Nul si un taux de change manque.",
            Money Higher Flow true,
            |m| cost::marketing_sourced(m)
        }

        /// Which share of the revenue came from campaigns of marketing's.
        /// Null without revenue, and when an exchange rate is missing.
        MarketingSourcedRevenueShare marketing_sourced_revenue_share: MoneyRatioKpi {
            en "Share of marketing-sourced revenue", fr "Part du chiffre d'affaires d'origine marketing", formula "marketing-sourced revenue / revenue",
            formula_fr "chiffre d'affaires d'origine marketing / chiffre d'affaires",
            about_fr "La part du chiffre d'affaires issue de campagnes marketing. Nul sans chiffre d'affaires.",
            Ratio Higher Quotient false,
            |m| Figure::quotient(cost::marketing_sourced(m), cost::revenue(m), 1.0)
        }
    }

    /// How well prospects are known and qualified.
    Qualification {
        /// Which share of the prospects is qualified by the organization's own criteria.
        /// Prospects are the leads that are neither converted nor disqualified, at the end of the period or now while it runs,
        /// credited to whoever works them at that moment. Qualified are those with all mandatory criteria answered and a score
        /// from the threshold up; answers that are too old do not count. Each lead is measured by the edition that it was
        /// answered by, so that new weights change no past figure. Prospects without an answer count in the whole. Null when
        /// there is no prospect. A stock: months do not sum.
        ProspectQualification prospect_qualification: ProspectQualificationKpi {
            en "Prospect qualification", fr "Qualification du fichier prospects", formula "qualified prospects / prospects",
            formula_fr "prospects qualifiés / prospects",
            about_fr "La part des prospects (leads ni convertis ni écartés) qualifiés selon les critères de l'organisation à la fin de la période, ou aujourd'hui : critères obligatoires renseignés et score au moins égal au seuil. Chaque lead reste mesuré par la version des critères à laquelle il a répondu. Nul sans prospect.",
            Ratio Higher Stock false,
            prospects::qualification
        }

        /// Which share of what must be known of prospects is known: need, budget, who decides, by when.
        /// Which kinds are required is a setting, and today's setting is applied to all figures, past ones included. A kind
        /// counts once a prospect; words such as "n/a" do not count. At the end of the period, or now while it runs. Null when
        /// there is no prospect or nothing is required. A stock: months do not sum.
        KeyInformationCompleteness key_information_completeness: KeyInformationKpi {
            en "Key information known", fr "Information clé sur le prospect ou ses besoins", formula "required key facts filled / required key facts",
            formula_fr "informations clés requises renseignées / informations clés requises",
            about_fr "La part des informations clés requises (besoin, budget, décideur, échéance…) qui sont renseignées pour les prospects à la fin de la période, ou aujourd'hui. « n/a », « - » ou « ? » ne comptent pas. Nul sans prospect ou sans information requise.",
            Ratio Higher Stock false,
            prospects::completeness
        }

        /// How many key facts are known of prospects, required ones and others.
        /// A kind counts once a prospect. At the end of the period, or now while it runs; months do not sum.
        KeyFactsFilled key_facts_filled: CountKpi {
            en "Key facts known", fr "Informations clés renseignées", formula "required key facts filled + further key facts filled",
            formula_fr "informations clés requises renseignées + autres informations clés renseignées",
            about_fr "Le nombre d'informations clés renseignées pour les prospects, requises ou non, chaque nature comptant une fois par prospect, à la fin de la période, ou aujourd'hui.",
            Count Higher Stock true,
            prospects::known
        }

        /// Which share of what is known of prospects was found to hold lately.
        /// A key fact is fresh from each verification for as many days as the setting says, and no longer on the day after: it
        /// grows stale by itself. What was never verified since it was learned is not fresh. At the end of the period, or now
        /// while it runs. Null when nothing is known. A stock: months do not sum.
        KeyInformationFreshness key_information_freshness: RatioKpi {
            en "Key information verified lately", fr "Fraîcheur de l'information clé", formula "key facts verified lately / (required key facts filled + further key facts filled)",
            formula_fr "informations clés vérifiées récemment / (informations clés requises renseignées + autres informations clés renseignées)",
            about_fr "La part des informations clés connues qui ont été vérifiées depuis moins de jours que le réglage ne le dit, à la fin de la période, ou aujourd'hui. Une information jamais vérifiée n'est pas fraîche. Nul si rien n'est connu.",
            Ratio Higher Stock false,
            prospects::freshness
        }

        /// How good the leads received in the period are: the mean of the scores that they came to have first.
        /// A lead's first score is that of the first day on which anything was answered about it, frozen, and counts on the day
        /// the lead was received, credited to the first rep it was assigned to. `latest` gives the mean of the scores that the
        /// same leads have by now. Leads without a score are in neither. Null when none has one.
        LeadQualityScore lead_quality_score: LeadQualityKpi {
            en "Lead quality", fr "Qualité des leads", formula "first scores of leads received / leads received that have a score",
            formula_fr "premiers scores des leads reçus / leads reçus ayant un score",
            about_fr "Le score moyen des leads reçus dans la période, figé au premier jour où des critères ont été renseignés ; « latest » donne la moyenne de leurs scores actuels. Les leads sans score ne comptent pas. Nul si aucun n'en a.",
            Ratio Higher Quotient false,
            prospects::quality
        }
    }

    /// Targets held against figures, and how good forecasts were.
    Targets {
        /// Which share of its target the revenue reaches.
        /// Null without a target for exactly this subject and period, when it is 0, and when an exchange rate is missing.
        QuotaAttainment quota_attainment: TargetKpi {
            en "Quota attainment", fr "Taux d'atteinte de l'objectif", formula "revenue / target",
            formula_fr "chiffre d'affaires / objectif",
            about_fr "La part de l'objectif de chiffre d'affaires qui est atteinte. Nul sans objectif pour exactement ce périmètre et cette période, ou s'il vaut 0.",
            Ratio Higher Quotient false,
            target::attainment
        }

        /// How the revenue compares to what its target asks for by today.
        /// The target in proportion to the working days elapsed, today included. Below 1 is behind. Null without a target, and
        /// before the first working day.
        Pace pace: TargetKpi {
            en "Pace", fr "Rythme par rapport à l'objectif", formula "revenue / (target × selling days elapsed / selling days)",
            formula_fr "chiffre d'affaires / (objectif × jours de vente écoulés / jours de vente)",
            about_fr "Le chiffre d'affaires comparé à ce que l'objectif demande à ce jour, au prorata des jours ouvrés écoulés, aujourd'hui compris. En dessous de 1, on est en retard. Nul sans objectif et avant le premier jour ouvré.",
            Ratio Higher Quotient false,
            target::pace
        }

        /// What each working day left should bring so that the revenue reaches its target.
        /// 0 when it is reached. Null without a target, and when no working day is left.
        RequiredRunRate required_run_rate: MoneyKpi {
            en "Required run rate", fr "Rythme requis", formula "(target − revenue) / selling days left",
            formula_fr "(objectif − chiffre d'affaires) / jours de vente restants",
            about_fr "Ce que chaque jour ouvré restant doit rapporter pour atteindre l'objectif. 0 s'il est atteint. Nul sans objectif ou sans jour ouvré restant.",
            MoneyPerDay Lower Quotient false,
            target::required_run_rate
        }

        /// The revenue of the whole period, if it goes on as up to today.
        /// The working days left bring what those elapsed did. Needs no target. Null before the first working day of the period.
        Projected projected: MoneyKpi {
            en "Projected revenue", fr "Chiffre d'affaires projeté", formula "revenue × selling days / selling days elapsed",
            formula_fr "chiffre d'affaires × jours de vente / jours de vente écoulés",
            about_fr "Le chiffre d'affaires en fin de période si les jours ouvrés restants rapportent autant que les jours écoulés. Nul avant le premier jour ouvré.",
            Money Higher Quotient false,
            target::projected
        }

        /// How often the deals expected in the period cover what is missing to its target.
        /// Open deals in full, those overdue included, over the revenue target less what is won. Null without a target, and with the status ACHIEVED when nothing is missing.
        PipelineCoverage pipeline_coverage: TargetKpi {
            en "Pipeline coverage", fr "Couverture de l'objectif par le pipeline", formula "amount expected / (target − revenue)",
            formula_fr "montant attendu / (objectif − chiffre d'affaires)",
            about_fr "Combien de fois les affaires en cours attendues dans la période, en retard comprises, couvrent ce qui manque à l'objectif de chiffre d'affaires. Nul sans objectif, ou s'il est atteint.",
            Ratio Higher Quotient false,
            target::pipeline_coverage
        }

        /// Which share of the reps with a revenue target reach it.
        /// Of the reps who belong to the subject at the end of the period, today while it runs, and have a target above 0 for
        /// exactly this period. Null when none has. Read from objectives.
        TargetAttainmentDistribution target_attainment_distribution: AttainmentKpi {
            en "Reps at target", fr "Commerciaux à l'objectif", formula "reps at target / (reps at target + reps near target + reps below target)",
            formula_fr "commerciaux à l'objectif / (commerciaux à l'objectif + commerciaux proches de l'objectif + commerciaux sous l'objectif)",
            about_fr "La part des commerciaux ayant un objectif de chiffre d'affaires pour cette période qui l'atteignent, avec ceux qui en atteignent les quatre cinquièmes et les autres. Nul si aucun n'a d'objectif.",
            Ratio Higher Quotient false,
            target::distribution
        }

        /// How near the forecast of the first day came to what the period brought.
        /// By the weighted pipeline, won deals included, as it was known when the period began.
        /// 1 is exact; below 0 it was off by more than the revenue. Null until the period is over, and when it brought
        /// nothing. `at` gives other methods and horizons.
        ForecastAccuracy forecast_accuracy: AccuracyKpi {
            en "Forecast accuracy", fr "Fiabilité des prévisions", formula "1 − |revenue known at the start + weighted amount at the start − revenue| / revenue",
            formula_fr "1 − |chiffre d'affaires connu au début + montant pondéré au début − chiffre d'affaires| / chiffre d'affaires",
            about_fr "La proximité entre la prévision pondérée du premier jour de la période, telle qu'elle était connue alors, et le chiffre d'affaires réalisé. Nul tant que la période n'est pas terminée, ou si elle n'a rien rapporté.",
            Ratio Higher Quotient false,
            forecast::accuracy
        }

        /// By how much the forecast of the first day was above what the period brought.
        /// As a share of what it brought; by the weighted pipeline, as it was known when the period began. Below 0 when it was too low. Null as `forecastAccuracy` is.
        ForecastBias forecast_bias: AccuracyKpi {
            en "Forecast bias", fr "Biais des prévisions", formula "(revenue known at the start + weighted amount at the start − revenue) / revenue",
            formula_fr "(chiffre d'affaires connu au début + montant pondéré au début − chiffre d'affaires) / chiffre d'affaires",
            about_fr "L'écart relatif entre la prévision pondérée du premier jour de la période et le chiffre d'affaires réalisé : négatif si la prévision était trop basse. Nul dans les mêmes cas que la fiabilité.",
            Ratio Neutral Quotient false,
            forecast::bias
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_described_in_both_languages() {
        for kpi in Kpi::ALL {
            let entry = kpi.definition();
            for text in [entry.label_en, entry.label_fr, entry.formula, entry.formula_fr, entry.about_fr] {
                assert!(!text.is_empty(), "{}", entry.field);
            }
            let first = entry.description.lines().next().unwrap_or_default();
            assert!(first.trim().ends_with(['.', ':']) && first.trim().len() <= 100, "{}: {first}", entry.field);
        }
    }
}
