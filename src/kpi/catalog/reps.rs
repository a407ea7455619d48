//! The sales force: how much hangs on whom, how soon who is new sells.

macro_rules! reps {
    ($($next:tt)*) => { next_theme! { {
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
            |m| formulas::customers::share(m, Statistic::TopRepShare(M::Revenue))
        }

        /// How much the revenue hangs on few reps: the Herfindahl–Hirschman index.
        /// 1 when a single rep brings all of it, 0.1 when ten bring as much each. Revenue without a rep is left out. Null when
        /// there is none, or an exchange rate is missing.
        RepConcentration rep_concentration: ShareKpi {
            en "Concentration on reps", fr "Concentration sur les commerciaux", formula "sum of the reps' squared shares",
            formula_fr "somme des carrés des parts des commerciaux",
            about_fr "La concentration du chiffre d'affaires sur peu de commerciaux (indice de Herfindahl-Hirschman) : 1 si un seul rapporte tout, 0,1 si dix rapportent autant. Nul sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient false,
            |m| formulas::customers::share(m, Statistic::RepConcentration(M::Revenue))
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
    } $($next)* } };
}
