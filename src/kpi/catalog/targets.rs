//! Targets held against figures, and how good forecasts were.

macro_rules! targets {
    ($($next:tt)*) => { next_theme! { {
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
    } $($next)* } };
}
