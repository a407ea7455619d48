//! Targets held against figures, and how good forecasts were.

macro_rules! targets {
    ($($next:tt)*) => { next_theme! { {
    /// Targets held against figures, and how good forecasts were.
    Targets {
        /// Which share of its target the revenue reaches.
        /// Not computed without a target for exactly this subject and period, when it is 0, and when an exchange rate is missing.
        QuotaAttainment quota_attainment: TargetKpi {
            en "Quota attainment", fr "Taux d'atteinte de l'objectif",
            about_fr "La part de l'objectif de chiffre d'affaires qui est atteinte. Non calculé sans objectif pour exactement ce périmètre et cette période, s'il vaut 0, ou si un taux de change manque.",
            Ratio Higher Quotient,
            formulas::target::attainment()
        }

        /// How the revenue compares to what its target asks for by today.
        /// The target in proportion to the working days elapsed, today included. Below 1 is behind. Not computed without a target,
        /// and before the first working day.
        Pace pace: TargetKpi {
            en "Pace", fr "Rythme par rapport à l'objectif",
            about_fr "Le chiffre d'affaires comparé à ce que l'objectif demande à ce jour, au prorata des jours ouvrés écoulés, aujourd'hui compris. En dessous de 1, on est en retard. Non calculé sans objectif et avant le premier jour ouvré.",
            Ratio Higher Quotient,
            formulas::target::pace()
        }

        /// What each working day left should bring so that the revenue reaches its target.
        /// 0 when it is reached. Not computed without a target, and when no working day is left.
        RequiredRunRate required_run_rate: MoneyKpi {
            en "Required run rate", fr "Rythme requis",
            about_fr "Ce que chaque jour ouvré restant doit rapporter pour que le chiffre d'affaires atteigne l'objectif. 0 s'il est atteint. Non calculé sans objectif ou sans jour ouvré restant.",
            MoneyPerDay Lower Quotient,
            formulas::target::required_run_rate()
        }

        /// The revenue of the whole period, if it goes on as up to today.
        /// The working days left bring what those elapsed did. Needs no target. Not computed before the first working day of the
        /// period.
        Projected projected: MoneyKpi {
            en "Projected revenue", fr "Chiffre d'affaires projeté",
            about_fr "Le chiffre d'affaires en fin de période si les jours ouvrés restants rapportent autant que les jours écoulés ; ne demande pas d'objectif. Non calculé avant le premier jour ouvré de la période.",
            Money Higher Quotient,
            formulas::target::projected()
        }

        /// How often the deals expected in the period cover what is missing to its target.
        /// Open deals in full, those overdue included, over the revenue target less the revenue. Not computed without a target,
        /// and with the status ACHIEVED when nothing is missing.
        PipelineCoverage pipeline_coverage: TargetKpi {
            en "Pipeline coverage", fr "Couverture de l'objectif par le pipeline",
            about_fr "Combien de fois les affaires en cours attendues dans la période, pour leur montant entier et en retard comprises, couvrent ce qui manque à l'objectif de chiffre d'affaires. Non calculé sans objectif, ou, avec le statut ACHIEVED, s'il ne manque rien.",
            Ratio Higher Quotient,
            formulas::target::pipeline_coverage()
        }

        /// Which share of the reps with a revenue target reach it.
        /// Of the reps who belong to the subject at the end of the period, today while it runs, and have a target above 0 for
        /// exactly this period; with those who reach four fifths of it and the others. Not computed when none has. Read from
        /// objectives.
        TargetAttainmentDistribution target_attainment_distribution: AttainmentKpi {
            en "Reps at target", fr "Commerciaux à l'objectif",
            about_fr "La part des commerciaux qui atteignent leur objectif de chiffre d'affaires, parmi ceux qui font partie du périmètre à la fin de la période, ou aujourd'hui si elle n'est pas terminée, et ont un objectif supérieur à 0 pour exactement cette période ; avec ceux qui en atteignent les quatre cinquièmes et les autres. Non calculé si aucun n'a d'objectif. Lu dans les objectifs.",
            Ratio Higher Quotient,
            ratio(
                reps_at(AttainmentBand::Reached),
                reps_at(AttainmentBand::Reached) + reps_at(AttainmentBand::Near) + reps_at(AttainmentBand::Below),
            )
            .part(count(reps_at(AttainmentBand::Near)))
            .part(count(reps_at(AttainmentBand::Below)))
        }

        /// How near the forecast of the first day came to what the period brought.
        /// By the weighted pipeline, won deals included, as it was known when the period began. 1 is exact; below 0 it was off by
        /// more than the revenue. Not computed until the period is over, and when it brought nothing. `at` gives other methods and
        /// horizons.
        ForecastAccuracy forecast_accuracy: AccuracyKpi {
            en "Forecast accuracy", fr "Fiabilité des prévisions",
            about_fr "La proximité entre la prévision du premier jour de la période (pipeline pondéré, affaires gagnées comprises, tel qu'il était connu alors) et le chiffre d'affaires réalisé. 1 est exact ; en dessous de 0, l'écart dépasse le chiffre d'affaires. Non calculé tant que la période n'est pas terminée, ou si elle n'a rien rapporté. `at` donne d'autres méthodes et horizons.",
            Ratio Higher Quotient,
            formulas::forecast::accuracy()
        }

        /// By how much the forecast of the first day was above what the period brought.
        /// As a share of what it brought; by the weighted pipeline, won deals included, as it was known when the period began.
        /// Below 0 when it was too low. Not computed in the same cases as `forecastAccuracy`.
        ForecastBias forecast_bias: AccuracyKpi {
            en "Forecast bias", fr "Biais des prévisions",
            about_fr "L'écart entre la prévision du premier jour de la période (pipeline pondéré, affaires gagnées comprises, tel qu'il était connu alors) et le chiffre d'affaires réalisé, en part de celui-ci : négatif si la prévision était trop basse. Non calculé dans les mêmes cas que `forecastAccuracy`.",
            Ratio Neutral Quotient,
            formulas::forecast::bias()
        }
    }
    } $($next)* } };
}
