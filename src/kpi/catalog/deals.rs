//! Deals on their way: stages, ageing, slippage, reasons, margins.

macro_rules! deals {
    ($($next:tt)*) => { next_theme! { {
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
    } $($next)* } };
}
