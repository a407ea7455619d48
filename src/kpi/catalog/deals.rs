//! Deals on their way: stages, ageing, slippage, reasons, margins.

macro_rules! deals {
    ($($next:tt)*) => { next_theme! { {
    /// Deals on their way: stages, ageing, slippage, reasons, margins.
    Deals {
        /// Which share of the value of the deals closed in the period was won.
        /// It tells more than the win rate where deals differ in size. Not computed when the deals closed have no amount, or an
        /// exchange rate is missing. Deals lost without an amount count 0.
        WinRateByValue win_rate_by_value: MoneyRatioKpi {
            en "Win rate by value", fr "Taux de transformation en valeur",
            about_fr "La part gagnée du montant des affaires closes dans la période ; elle en dit plus que le taux en nombre quand la taille des affaires varie. Non calculé si les affaires closes n'ont pas de montant, ou si un taux de change manque. Une affaire perdue sans montant compte 0.",
            Ratio Higher Quotient,
            formulas::shared::win_rate_by_value()
        }

        /// How many different deals were won, each counted once whoever shares the credit.
        /// A whole number for a rep too. Does not sum: a deal split between two teams counts in both.
        WonDealsTouched won_deals_touched: CountKpi {
            en "Deals won, shared ones in full", fr "Ventes conclues, même partagées",
            about_fr "Le nombre d'affaires gagnées auxquelles on a eu part, chacune comptée une fois entière, pour un commercial aussi. Ne s'additionne pas : une affaire partagée entre deux équipes compte dans les deux.",
            Count Higher Flow,
            count(statistic(Statistic::Records(M::DealsWon))).in_words(
                "number of different deals won, shared ones counted once and in full",
                "nombre d'affaires gagnées distinctes, celles partagées comptées une fois entières",
            )
        }

        /// The amount of the deal in the middle of those won in the period: half bring more.
        /// A few large deals do not move it. Not computed when none was won, and when an exchange rate is missing.
        MedianDealValue median_deal_value: MoneyKpi {
            en "Median deal value", fr "Panier médian par affaire",
            about_fr "Le montant de l'affaire médiane parmi celles gagnées dans la période : la moitié rapporte plus. Quelques grosses affaires ne la déplacent pas. Non calculé sans affaire gagnée, ou si un taux de change manque.",
            Money Higher Quotient,
            formulas::shared::median_deal_value().in_words(
                "the middle one of the amounts of the deals won in order, or the mean of the two in the middle",
                "le montant du milieu parmi ceux des affaires gagnées, dans l'ordre, ou la moyenne des deux du milieu",
            )
        }

        /// The average amount of an open deal at the end of the period.
        /// Now while the period runs. Deals without an amount count 0. Not computed when none is open, and when an exchange rate
        /// is missing.
        AverageOpenDealValue average_open_deal_value: QuotientKpi {
            en "Average open deal value", fr "Montant moyen des ventes en cours",
            about_fr "Le montant moyen d'une affaire en cours à la fin de la période, ou aujourd'hui si elle n'est pas terminée. Une affaire sans montant compte 0. Non calculé sans affaire en cours, ou si un taux de change manque.",
            Money Higher Stock,
            average(at_end(M::OpenAmount), at_end(M::OpenDeals))
        }

        /// How many deals were won for nothing, or for an amount nobody entered.
        /// They lower the average deal value.
        ZeroAmountWins zero_amount_wins: CountKpi {
            en "Deals won for nothing", fr "Ventes conclues sans montant",
            about_fr "Le nombre d'affaires gagnées pour rien, ou dont personne n'a saisi le montant ; elles font baisser le panier moyen.",
            Count Lower Flow,
            count(sum(M::ZeroAmountWins)).in_words(
                "number of deals won whose amount is 0 or missing",
                "nombre d'affaires gagnées dont le montant vaut 0 ou manque",
            )
        }

        /// How long the deals lost in the period took, from opening to losing.
        /// Beside the sales cycle of the deals won it tells how long losing takes. Not computed when there is none.
        LostDealCycleDays lost_deal_cycle_days: DaysKpi {
            en "Cycle of lost deals", fr "Durée du cycle des affaires perdues",
            about_fr "La durée moyenne, en jours calendaires, entre l'ouverture et la perte des affaires perdues dans la période : à côté du cycle des affaires gagnées, ce que prend une perte. Non calculé s'il n'y en a pas.",
            Days Lower Quotient,
            duration(M::LostCycleSeconds, M::LostCycleDeals)
        }

        /// Why deals were won: how many, and for how much, by primary reason.
        /// `reasons` gives the distribution, deals without a reason included.
        WinReasons win_reasons: ReasonsKpi {
            en "Reasons for wins", fr "Causes de gain",
            about_fr "Les affaires gagnées dans la période par motif principal, en nombre et en valeur. `reasons` donne la répartition, affaires sans motif comprises.",
            Count Higher Flow,
            count(sum(M::DealsWon)).part(money(sum(M::Revenue))).in_words(
                "number of deals won, each with its share of the credit",
                "nombre d'affaires gagnées, chacune pour sa part de crédit",
            )
        }

        /// Why deals were lost: how many, and for how much, by primary reason.
        /// `reasons` gives the distribution, deals without a reason included. Without those dropped for a reason that does not
        /// count as a loss. `breakdown` also tells competitors apart, and the stages that deals were lost from.
        LossReasons loss_reasons: ReasonsKpi {
            en "Reasons for losses", fr "Causes de perte",
            about_fr "Les affaires perdues dans la période par motif principal, en nombre et en valeur. `reasons` donne la répartition, affaires sans motif comprises. Sans celles dont le motif ne compte pas comme une perte. La ventilation distingue aussi les concurrents et les étapes où les affaires ont été perdues.",
            Count Lower Flow,
            count(sum(M::DealsLost)).part(money(sum(M::LostAmount))).in_words(
                "number of deals lost for a reason that counts as a loss, or for none",
                "nombre d'affaires perdues pour un motif qui compte comme une perte, ou sans motif",
            )
        }

        /// For which share of the deals closed in the period the primary reason was given.
        /// How far the reasons for wins and losses can be trusted. Not computed when none was closed.
        ReasonCoverage reason_coverage: RatioKpi {
            en "Reasons given", fr "Motifs renseignés",
            about_fr "La part des affaires closes dans la période dont le motif principal est renseigné : la confiance à accorder aux causes de gain et de perte. Non calculé si aucune n'a été close.",
            Ratio Higher Quotient,
            ratio(sum(M::WonWithReason) + sum(M::LostWithReason), sum(M::DealsWon) + sum(M::DealsLost))
        }

        /// The first amounts of the deals opened in the period.
        /// Later changes of their amounts do not change it. Not computed when an exchange rate is missing.
        PipelineGenerated pipeline_generated: MoneyKpi {
            en "Pipeline generated", fr "Pipeline généré",
            about_fr "Le montant initial des affaires ouvertes dans la période ; ce qu'il devient ensuite n'y change rien. Non calculé si un taux de change manque.",
            Money Higher Flow,
            money(sum(M::PipelineCreated)).in_words(
                "sum of the first amounts of the deals opened",
                "somme des montants initiaux des affaires ouvertes",
            )
        }

        /// What moved the open pipeline during the period, cause by cause.
        /// The value is the open pipeline at the end. Not computed when an exchange rate is missing.
        PipelineWaterfall pipeline_waterfall: WaterfallKpi {
            en "Pipeline waterfall", fr "Variation du pipeline",
            about_fr "Ce qui a fait varier le montant des ventes en cours du début à la fin de la période, cause par cause ; la valeur est le montant en cours à la fin. Non calculé si un taux de change manque.",
            Money Higher Stock,
            formulas::shared::waterfall()
        }

        /// Which share of the open deals is overdue or has no amount.
        /// Overdue is a deal whose expected day has passed. At the end of the period, or now while it runs. Not computed when none
        /// is open.
        DataHygiene data_hygiene: RatioKpi {
            en "Untidy open deals", fr "Ventes en cours à mettre à jour",
            about_fr "La part des affaires en cours dont l'échéance est passée ou qui n'ont pas de montant, à la fin de la période, ou aujourd'hui si elle n'est pas terminée. Non calculé sans affaire en cours.",
            Ratio Lower Stock,
            ratio(at_end(M::OverdueDeals) + at_end(M::UnpricedDeals), at_end(M::OpenDeals))
        }

        /// Which share of the entries of deals into a stage led on from it.
        /// What became of them is read to this day, so that in a recent period many are still there. A stage passed over counts as
        /// passed. Broken down by stage it is the funnel. Not computed when no deal came into a stage.
        StageConversion stage_conversion: StageConversionKpi {
            en "Stage conversion", fr "Conversion des étapes",
            about_fr "La part des entrées en étape de la période qui ont mené plus loin. Leur suite est lue à ce jour, si bien que dans une période récente beaucoup y sont encore. Une étape sautée compte comme franchie. Ventilée par étape, c'est l'entonnoir. Non calculé sans entrée en étape.",
            Ratio Higher Quotient,
            formulas::shared::stage_conversion()
        }

        /// How long deals stayed in a stage that they left in the period.
        /// Each stay by itself, whichever way it ended; stays that go on are left out. Not computed when there is none.
        TimeInStage time_in_stage: DaysKpi {
            en "Time in stage", fr "Temps passé par étape",
            about_fr "La durée moyenne, en jours calendaires, des passages en étape terminés dans la période, chacun compté à part, quelle qu'en soit l'issue ; ceux qui durent encore n'y sont pas. Non calculé s'il n'y en a pas.",
            Days Lower Quotient,
            duration(M::StageSeconds, M::StageStays)
        }

        /// Which share of the open deals has a next step ahead, today included.
        /// By the day of the next step that is entered on the deal. Not computed when none is open, and for a period that is
        /// over: ask for that one with `asOf`.
        NextStepCoverage next_step_coverage: RatioKpi {
            en "Deals with a next step", fr "Affaires avec prochaine étape",
            about_fr "La part des affaires en cours dont la prochaine étape est datée d'aujourd'hui ou plus tard, selon le jour saisi sur l'affaire. Non calculé sans affaire en cours, ou pour une période terminée : la demander avec `asOf`.",
            Ratio Higher Stock,
            formulas::shared::next_steps()
        }

        /// Which share of the deals due in the period was not closed in it.
        /// Due are the deals expected to close in it, as was known when it began, credited to their owner at that time. Not
        /// computed while the period runs, and when no deal was due. Read from the deals' histories, for exactly the period asked
        /// for: quarters are not made of months.
        SlippageRate slippage_rate: RatioKpi {
            en "Slippage rate", fr "Taux de glissement",
            about_fr "Parmi les affaires qui devaient se clore dans la période, telles qu'on les connaissait à son début et créditées à leur propriétaire d'alors, la part qui ne s'est pas close. Non calculé tant que la période court, ou sans affaire à échéance. Lu dans l'historique des affaires, pour exactement la période demandée : un trimestre n'est pas fait de ses mois.",
            Ratio Lower Quotient,
            formulas::shared::slippage()
        }

        /// How many times deals due in the period were put off during it.
        /// Of the deals that were due when the period began, credited to the owner at that time.
        PushCount push_count: CountKpi {
            en "Times put off", fr "Reports d'échéance",
            about_fr "Le nombre de fois où l'échéance des affaires qui devaient se clore dans la période, telles qu'on les connaissait à son début, a été repoussée pendant celle-ci ; crédité à leur propriétaire d'alors.",
            Count Lower Flow,
            count(sum(M::DatePushes)).in_words(
                "number of times the expected day of a deal due in the period was put off during it",
                "nombre de fois où l'échéance d'une affaire à échéance dans la période y a été repoussée",
            )
        }

        /// How many open deals nobody did anything about for long.
        /// No contact, no meeting held, no change for 30 days, or for as many as the organization's `stalledAfterDays`. As things
        /// are today; not computed for a period that is over.
        StalledDeals stalled_deals: CountKpi {
            en "Stalled deals", fr "Affaires au point mort",
            about_fr "Le nombre d'affaires en cours sans contact, rendez-vous réalisé ni changement depuis 30 jours, ou le nombre de jours réglé par l'organisation (`stalledAfterDays`), à ce jour. Non calculé pour une période terminée.",
            Count Lower Stock,
            formulas::shared::stalled_deals().in_words(
                "number of open deals without a contact, a meeting held or a change for the days that make a deal stalled",
                "nombre d'affaires en cours sans contact, rendez-vous réalisé ni changement depuis le délai réglé",
            )
        }

        /// How many open deals have been in their stage for longer than three in four deals won were.
        /// In whole days, against the third quartile of the time that deals won in the twelve months before spent in that stage,
        /// whoever won them; in a stage that none of them passed through no deal is ageing. With a `filter`, against the deals won
        /// that pass the filter. Credited to the owner. At the end of the period, or now while it runs. A stock: months do not
        /// sum.
        DealAging deal_aging: AgeingKpi {
            en "Ageing deals", fr "Affaires vieillissantes",
            about_fr "Le nombre d'affaires en cours qui sont dans leur étape depuis plus longtemps que trois affaires gagnées sur quatre : en jours entiers, au-delà du troisième quartile du temps passé dans cette étape par les affaires gagnées des douze mois précédents, quel que soit leur vendeur ; dans une étape qu'aucune n'a traversée, aucune affaire n'est vieillissante. Avec un filtre, par rapport aux affaires gagnées qui le passent. Créditées au propriétaire. À la fin de la période, ou aujourd'hui si elle n'est pas terminée. C'est un stock : les mois ne s'additionnent pas.",
            Count Lower Stock,
            ageing::formula().in_words(
                "number of open deals in their stage for more days than the third quartile of the time that the deals won in the twelve months before spent in it",
                "nombre d'affaires en cours dans leur étape depuis plus de jours que le troisième quartile du temps qu'y ont passé les affaires gagnées des douze mois précédents",
            )
        }

        /// Which share of the list prices was given away in the deals won in the period.
        /// Deals of which a line has no list price are left out, with a warning. Negative when more was asked. Not computed when
        /// there is none.
        DiscountRate discount_rate: MoneyRatioKpi {
            en "Discount rate", fr "Taux de remise",
            about_fr "La part du prix catalogue cédée dans les affaires gagnées de la période, négative quand on a vendu plus cher ; celles dont une ligne n'a pas de prix catalogue sont écartées et signalées. Non calculé s'il n'en reste pas.",
            Ratio Lower Quotient,
            ratio(sum(M::ListedAmount) - sum(M::ListedRevenue), sum(M::ListedAmount))
                .warn(Warning::MissingListPrice, sum(M::DealsWon) - sum(M::ListedDeals))
        }

        /// Which share of the revenue is left after the cost of what was sold.
        /// Deals of which a line has no known cost are left out, with a warning. Not computed when there is none.
        GrossMargin gross_margin: MoneyRatioKpi {
            en "Gross margin rate", fr "Taux de marge brute",
            about_fr "La part du chiffre d'affaires des affaires gagnées qui reste après le coût des ventes ; celles dont une ligne n'a pas de coût connu sont écartées et signalées. Non calculé s'il n'en reste pas.",
            Ratio Higher Quotient,
            ratio(sum(M::CostedRevenue) - sum(M::CostAmount), sum(M::CostedRevenue))
                .warn(Warning::MissingCost, sum(M::DealsWon) - sum(M::CostedDeals))
        }
    }
    } $($next)* } };
}
