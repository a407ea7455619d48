//! The sales force: how revenue is spread over reps, and how soon new ones sell.

macro_rules! reps {
    ($($next:tt)*) => { next_theme! { {
    /// The sales force: how revenue is spread over reps, and how soon new ones sell.
    Reps {
        /// Which share of the revenue the rep with the most of it brings.
        /// By the credit on the day of winning; revenue without a rep is left out. 1 for a single rep. Not computed without
        /// revenue, and when an exchange rate is missing.
        TopRepShare top_rep_share: ShareKpi {
            en "Share of the top rep", fr "Part du premier commercial",
            about_fr "La part du chiffre d'affaires que rapporte le premier commercial de la période, selon le crédit du jour du gain ; le chiffre d'affaires sans commercial n'y est pas. 1 pour un commercial seul. Non calculé sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient,
            formulas::customers::top_rep_share().in_words(
                "revenue of the rep with the most of it / revenue of all reps",
                "chiffre d'affaires du premier commercial / chiffre d'affaires de tous les commerciaux",
            )
        }

        /// How concentrated the revenue is on few reps: the Herfindahl–Hirschman index.
        /// 1 when a single rep brings all of it, 0.1 when ten bring as much each. By the credit on the day of winning; revenue
        /// without a rep is left out. Not computed when there is none, or an exchange rate is missing.
        RepConcentration rep_concentration: ShareKpi {
            en "Concentration on reps", fr "Concentration sur les commerciaux",
            about_fr "La concentration du chiffre d'affaires sur peu de commerciaux (indice de Herfindahl-Hirschman) : 1 si un seul rapporte tout, 0,1 si dix rapportent autant. Selon le crédit du jour du gain ; le chiffre d'affaires sans commercial n'y est pas. Non calculé sans chiffre d'affaires, ou si un taux de change manque.",
            Ratio Lower Quotient,
            formulas::customers::rep_concentration().in_words(
                "sum over the reps of (revenue of the rep / revenue of all reps)²",
                "somme sur les commerciaux de (chiffre d'affaires du commercial / chiffre d'affaires de tous les commerciaux)²",
            )
        }

        /// How long reps take from their first working day to their first win.
        /// Of the reps whose first win ever falls in the period, shared wins included, on that day. Reps whose start is unknown
        /// or later do not count. Read from reps as they are now. Not computed when there is none; with few reps, look at the
        /// median.
        RampDays ramp_days: DaysKpi {
            en "Days to the first win", fr "Délai de première vente",
            about_fr "Le temps entre l'arrivée d'un commercial et sa première affaire gagnée, même partagée, pour ceux dont la première vente tombe dans la période, le jour de cette vente. Ceux dont la date d'arrivée est inconnue ou postérieure n'y sont pas. Lu sur les commerciaux tels qu'ils sont aujourd'hui. Non calculé s'il n'y en a pas ; s'ils sont peu nombreux, regarder la médiane.",
            Days Lower Quotient,
            duration(M::RampSeconds, M::RampedReps)
        }
    }
    } $($next)* } };
}
