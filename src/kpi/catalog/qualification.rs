//! How well prospects are known and qualified.

macro_rules! qualification {
    ($($next:tt)*) => { next_theme! { {
    /// How well prospects are known and qualified.
    Qualification {
        /// Which share of the prospects is qualified by the organization's own criteria.
        /// Prospects are the leads that are neither converted nor disqualified, at the end of the period or now while it runs,
        /// credited to whoever works them at that moment. Qualified are those with all mandatory criteria answered and a score
        /// from the threshold up; answers that are too old do not count. Each lead is measured by the edition that it was
        /// answered by, so that new weights change no past figure. Prospects without an answer count in the whole. Not computed
        /// when there is no prospect. A stock: months do not sum.
        ProspectQualification prospect_qualification: ProspectQualificationKpi {
            en "Prospect qualification", fr "Qualification du fichier prospects",
            about_fr "La part des prospects qualifiés selon les critères de l'organisation. Les prospects sont les leads ni convertis ni écartés, à la fin de la période, ou aujourd'hui si elle n'est pas terminée, crédités à qui les suit à ce moment. Qualifiés sont ceux dont les critères obligatoires sont renseignés et le score au moins égal au seuil ; les réponses trop anciennes ne comptent pas. Chaque lead reste mesuré par la version des critères à laquelle il a répondu. Les prospects sans réponse restent au dénominateur. Non calculé sans prospect. C'est un stock : les mois ne s'additionnent pas.",
            Ratio Higher Stock,
            formulas::prospects::qualification()
        }

        /// Which share of what must be known of prospects is known: need, budget, who decides, by when.
        /// Which kinds are required is a setting, and today's setting is applied to all figures, past ones included. A kind
        /// counts once a prospect; words such as "n/a" do not count. At the end of the period, or now while it runs. Not computed
        /// when there is no prospect or nothing is required. A stock: months do not sum.
        KeyInformationCompleteness key_information_completeness: KeyInformationKpi {
            en "Key information known", fr "Information clé sur le prospect ou ses besoins",
            about_fr "La part des informations clés requises (besoin, budget, décideur, échéance…) qui sont renseignées pour les prospects à la fin de la période, ou aujourd'hui si elle n'est pas terminée. Les informations requises sont un réglage, et celui d'aujourd'hui vaut aussi pour le passé. Chaque nature compte une fois par prospect ; « n/a », « - » ou « ? » ne comptent pas. Non calculé sans prospect ou sans information requise. C'est un stock : les mois ne s'additionnent pas.",
            Ratio Higher Stock,
            ratio(at_end(M::RequiredKeyFactsFilled), at_end(M::KeyFactsRequired)).part(count(at_end(M::Prospects)))
        }

        /// How many key facts are known of prospects, required ones and others.
        /// A kind counts once a prospect. At the end of the period, or now while it runs. A stock: months do not sum.
        KeyFactsFilled key_facts_filled: CountKpi {
            en "Key facts known", fr "Informations clés renseignées",
            about_fr "Le nombre d'informations clés renseignées pour les prospects, requises ou non, chaque nature comptant une fois par prospect, à la fin de la période, ou aujourd'hui si elle n'est pas terminée. C'est un stock : les mois ne s'additionnent pas.",
            Count Higher Stock,
            count(at_end(M::RequiredKeyFactsFilled) + at_end(M::FurtherKeyFactsFilled))
        }

        /// Which share of the key facts known was verified lately.
        /// A key fact is fresh for as many days after each verification as the setting says. A fact that was never verified since
        /// it was learned is not fresh. At the end of the period, or now while it runs. Not computed when nothing is known. A
        /// stock: months do not sum.
        KeyInformationFreshness key_information_freshness: RatioKpi {
            en "Key information verified lately", fr "Fraîcheur de l'information clé",
            about_fr "La part des informations clés connues qui ont été vérifiées depuis moins de jours que le réglage ne le dit, à la fin de la période, ou aujourd'hui si elle n'est pas terminée. Une information jamais vérifiée depuis sa saisie n'est pas fraîche. Non calculé si rien n'est connu. C'est un stock : les mois ne s'additionnent pas.",
            Ratio Higher Stock,
            ratio(
                at_end(M::KeyFactsFresh),
                at_end(M::RequiredKeyFactsFilled) + at_end(M::FurtherKeyFactsFilled),
            )
        }

        /// How good the leads received in the period are: the mean of their first scores.
        /// A lead's first score is that of the first day on which anything was answered about it, frozen, and counts on the day
        /// the lead was received, credited to the first rep it was assigned to. `latest` gives the mean of the scores that the
        /// same leads have by now. Leads without a score are in neither. Not computed when none has one.
        LeadQualityScore lead_quality_score: LeadQualityKpi {
            en "Lead quality", fr "Qualité des leads",
            about_fr "Le score moyen des leads reçus dans la période, figé au premier jour où des critères ont été renseignés ; il compte le jour de réception du lead, crédité au premier commercial à qui il a été attribué. `latest` donne la moyenne de leurs scores actuels. Les leads sans score ne comptent ni dans l'un ni dans l'autre. Non calculé si aucun n'en a.",
            Ratio Higher Quotient,
            ratio(sum(M::FirstScores), sum(M::ScoredLeads))
                .part(ratio(sum(M::LatestScores), sum(M::ScoredLeads)))
                .part(count(sum(M::LeadsReceived)))
        }
    }
    } $($next)* } };
}
