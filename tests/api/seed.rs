//! The text that the product was asked for from, point by point: each indicator it names is in the catalogue.

use std::collections::BTreeSet;

use crate::world::World;

/// What the text names, in its words, and the KPIs that give it.
const NAMED: &[(&str, &[&str])] = &[
    ("Le chiffre d'affaires réalisé", &["revenue"]),
    ("Les prévisions de CA ou de volume", &["forecast"]),
    ("Le panier moyen par client ou par affaire", &["averageRevenuePerCustomer", "averageDealValue"]),
    ("Le nombre ou la fréquence des interactions commerciales", &["interactionCount", "interactionFrequency"]),
    ("Le nombre de leads reçus", &["leadsReceived"]),
    ("Le nombre de rendez-vous de prospections réalisés", &["prospectingMeetingsHeld"]),
    ("Le nombre de ventes en cours", &["openDeals", "openPipelineValue"]),
    ("Le nombre de nouveaux clients", &["newCustomers"]),
    ("Le nombre de ventes conclues", &["wonDeals"]),
    ("Qualification du fichier prospects (critères à personnaliser)", &["prospectQualification", "leadQualityScore"]),
    ("Information clé sur le prospect ou sur ses besoins", &["keyInformationCompleteness", "keyInformationFreshness"]),
    (
        "Qualification de la cause de la perte ou du gain d'une affaire",
        &["winReasons", "lossReasons", "reasonCoverage"],
    ),
    ("Niveau de satisfaction client (échelle à définir)", &["customerSatisfaction", "csat", "nps"]),
    ("Motifs des réclamations, retours produits…", &["complaints", "complaintRate", "productReturns", "returnRate"]),
    ("Conversion d'un prospect en client", &["leadToCustomerRate"]),
    ("Prise de rendez-vous obtenus/tentés", &["meetingBookingRate"]),
    ("Taux de fidélité des clients", &["customerRetentionRate"]),
    ("Attrition (%de perte clients)", &["churnRate"]),
    ("Reconquête clients/clients portefeuille", &["winBackRate", "winBackRateOfLost"]),
    ("Taux de conquête", &["conquestRate"]),
    ("Efficacité entre les devis et les contrats signés", &["quoteToContractRate"]),
    ("S'assurer de la qualité des leads", &["leadQualityScore", "leadAcceptanceRate", "leadDisqualificationRate"]),
    (
        "Évaluer l'efficacité des process commerciaux",
        &[
            "stageConversion",
            "timeInStage",
            "speedToLead",
            "nextStepCoverage",
            "activitiesPerWin",
            "salesVelocity",
            "dealAging",
        ],
    ),
    ("Calculer le coût commercial", &["salesCost", "costToRevenueRatio", "costPerWin", "costPerMeeting"]),
    (
        "Aligner les équipes de ventes et la vision marketing",
        &["leadAcceptanceRate", "leadRejectionFeedbackRate", "handOverSlaCompliance", "marketingSourcedRevenueShare"],
    ),
    ("La qualification du fichier prospects (critères à personnaliser)", &["prospectQualification"]),
    (
        "L'information clé sur le prospect ou sur ses besoins",
        &["keyInformationCompleteness", "keyInformationFreshness", "keyFactsFilled"],
    ),
    ("S'assurer de la qualité des leads", &["leadQualityScore"]),
];

#[tokio::test]
async fn every_indicator_that_the_text_names_is_in_the_catalogue() {
    let world = World::new().await;
    let data = world.as_user("ada").await.ok("{ kpiCatalog { field labelFr descriptionFr formulaFr } }").await;
    let lines = data["kpiCatalog"].as_array().unwrap();
    let fields: BTreeSet<&str> = lines.iter().map(|line| line["field"].as_str().unwrap()).collect();
    for (words, kpis) in NAMED {
        for kpi in *kpis {
            assert!(fields.contains(kpi), "« {words} » asks for {kpi}, which the catalogue does not have");
        }
    }
    for line in lines {
        for text in ["labelFr", "descriptionFr", "formulaFr"] {
            assert!(!line[text].as_str().unwrap().is_empty(), "{line}");
        }
    }
}
