//! How well prospects are known and qualified.

macro_rules! qualification {
    ($($next:tt)*) => { next_theme! { {
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
    } $($next)* } };
}
