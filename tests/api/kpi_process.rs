//! The ways of selling: the panel of how well they work.

use serde_json::json;

use crate::{
    deal,
    kpi::{organization, win},
    world::World,
};

const NOVEMBER: &str = "period: {month: {year: 2026, month: 11}}";

#[tokio::test]
async fn the_efficiency_of_the_ways_of_selling_is_a_panel_with_its_explanation() {
    let world = World::new().await;
    let fields = "processEfficiency { stageConversion { value } timeInStage { value } speedToLead { value }
        nextStepCoverage { value } activitiesPerWin { value } salesVelocity { value { amount } }
        explain(language: FR) { definition figures { label withNumbers } } }";
    let none = json!({"value": null});
    let panel = organization(&world, "period: {year: 2020}", fields).await["processEfficiency"].clone();
    for figure in
        ["stageConversion", "timeInStage", "speedToLead", "nextStepCoverage", "activitiesPerWin", "salesVelocity"]
    {
        assert_eq!(panel[figure], none, "{figure}");
    }
    win(&world, "alice", "100", "2026-11-24T10:00:00Z").await;
    deal::open(&world, "alice", "100").await;
    let panel = organization(&world, NOVEMBER, fields).await["processEfficiency"].clone();
    assert_eq!(
        (&panel["stageConversion"]["value"], &panel["nextStepCoverage"]["value"], &panel["timeInStage"]["value"]),
        (&json!(0.75), &json!(0.0), &json!(21.0417))
    );
    let figures = panel["explain"]["figures"].as_array().unwrap();
    assert_eq!(figures.len(), 6);
    assert_eq!(figures[3], json!({"label": "Affaires avec prochaine étape", "withNumbers": "0 / 1 = 0"}));
    assert!(panel["explain"]["definition"].as_str().unwrap().starts_with("L'efficacité des process"));
}
