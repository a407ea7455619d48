//! Records without an identifier of their own: memberships and exchange rates, told apart by what they are made of.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::{exchange_rate, team_membership};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{
    draft::Draft,
    kind::Kind,
    report::{Outcome, Remark},
    resolve::{Known, Later},
    target::{Birth, Target},
    upsert::{Fate, Verdict},
};
use crate::{act::Act, error::Result};

/// Sees to the memberships of a batch. Answers the reps whose memberships changed too.
///
/// A row without a first day says where a rep belongs now: since ever for a rep without a past here, else since `today`,
/// where the membership before it ends. So what was won in the old team stays there.
pub async fn write_memberships(
    act: &mut Act<'_>,
    drafts: Vec<Draft>,
    known: &Known,
    today: NaiveDate,
) -> Result<(Vec<Verdict>, BTreeSet<Uuid>)> {
    let mut verdicts = Vec::with_capacity(drafts.len());
    let mut settled = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        match known.settle(&mut draft, Kind::Membership, Later::Never) {
            Ok(_) => settled.push(draft),
            Err(remark) => verdicts.push(Verdict::rejected(draft.line, remark)),
        }
    }
    let reps: BTreeSet<Uuid> = settled.iter().filter_map(|draft| draft.get("rep")).collect();
    let found = act
        .viewer
        .find::<team_membership::Entity>()
        .filter(team_membership::Column::RepId.is_in(reps))
        .lock_exclusive()
        .all(&act.tx)
        .await?;
    let mut pasts: HashMap<Uuid, Vec<Place>> = HashMap::new();
    for membership in found {
        pasts.entry(membership.rep_id).or_default().push(Place { now: membership.clone(), before: Some(membership) });
    }
    for mut draft in settled {
        let mut wanted = blank::<team_membership::Entity>(act);
        if let Err(remark) = team_membership::Entity::fill(&mut wanted, &mut draft, act.now) {
            verdicts.push(Verdict::rejected(draft.line, remark));
            continue;
        }
        if wanted.starts_on.zip(wanted.ends_on).is_some_and(|(starts_on, ends_on)| ends_on <= starts_on) {
            let remark = Remark::row(Outcome::Rejected, "ends_on: A membership ends after it starts.");
            verdicts.push(Verdict::rejected(draft.line, remark));
            continue;
        }
        let fate = place(pasts.entry(wanted.rep_id).or_default(), wanted, &draft, today);
        verdicts.push(Verdict { line: draft.line, fate, remarks: std::mem::take(&mut draft.remarks), awaits: false });
    }
    let mut created = Vec::new();
    let mut changed = Vec::new();
    for place in pasts.into_values().flatten() {
        match place.before {
            None => created.push(place.now),
            Some(before) if before != place.now => changed.push((before, place.now)),
            Some(_) => {}
        }
    }
    let moved = created.iter().chain(changed.iter().map(|(_, after)| after)).map(|membership| membership.rep_id);
    let moved = moved.collect();
    act.insert_all::<team_membership::Entity>(&created).await?;
    act.update_all::<team_membership::Entity>(&changed).await?;
    Ok((verdicts, moved))
}

/// A membership as it will be, and as it was.
struct Place {
    now: team_membership::Model,
    before: Option<team_membership::Model>,
}

/// Finds a membership its place among the rep's.
fn place(past: &mut Vec<Place>, mut wanted: team_membership::Model, draft: &Draft, today: NaiveDate) -> Fate {
    let dated = wanted.starts_on.is_some();
    let holds_today = |membership: &team_membership::Model| membership.ends_on.is_none_or(|ends_on| ends_on > today);
    let same = past.iter_mut().find(|place| {
        place.now.team_id == wanted.team_id
            && if dated { place.now.starts_on == wanted.starts_on } else { holds_today(&place.now) }
    });
    if let Some(same) = same {
        // A row without a last day does not take back the end that a later membership put.
        let before = same.now.ends_on;
        same.now.ends_on = draft.get("ends_on").or(before);
        return if same.now.ends_on == before { Fate::Unchanged } else { Fate::Updated };
    }
    let begins = wanted.starts_on.unwrap_or(today);
    let mut has_past = false;
    for place in past.iter_mut() {
        has_past = true;
        let is_current = place.now.ends_on.is_none() && place.now.starts_on.is_none_or(|starts_on| starts_on < begins);
        if is_current && wanted.ends_on.is_none() {
            place.now.ends_on = Some(begins);
        }
    }
    if !dated && has_past {
        wanted.starts_on = Some(begins);
    }
    past.push(Place { now: wanted, before: None });
    Fate::Created
}

/// Sees to the exchange rates of a batch. Answers the currencies whose rates changed too.
pub async fn write_rates(act: &mut Act<'_>, drafts: Vec<Draft>) -> Result<(Vec<Verdict>, BTreeSet<String>)> {
    let mut verdicts = Vec::with_capacity(drafts.len());
    let mut wanted = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        let mut rate = blank::<exchange_rate::Entity>(act);
        match exchange_rate::Entity::fill(&mut rate, &mut draft, act.now) {
            Ok(()) if rate.rate_e10 > 0 && rate.base_currency != rate.quote_currency => wanted.push((draft, rate)),
            Ok(()) => {
                let remark = Remark::row(Outcome::Rejected, "rate: A rate is above 0, between two currencies.");
                verdicts.push(Verdict::rejected(draft.line, remark));
            }
            Err(remark) => verdicts.push(Verdict::rejected(draft.line, remark)),
        }
    }
    let days: BTreeSet<NaiveDate> = wanted.iter().map(|(_, rate)| rate.valid_on).collect();
    let found = act
        .viewer
        .find::<exchange_rate::Entity>()
        .filter(exchange_rate::Column::ValidOn.is_in(days))
        .lock_exclusive()
        .all(&act.tx)
        .await?;
    let key = |rate: &exchange_rate::Model| (rate.base_currency.clone(), rate.quote_currency.clone(), rate.valid_on);
    let found: HashMap<_, _> = found.into_iter().map(|rate| (key(&rate), rate)).collect();
    let mut created: Vec<exchange_rate::Model> = Vec::new();
    let mut changed = Vec::new();
    let mut currencies = BTreeSet::new();
    for (mut draft, rate) in wanted {
        let fate = match found.get(&key(&rate)) {
            None => Fate::Created,
            Some(before) if before.rate_e10 == rate.rate_e10 => Fate::Unchanged,
            Some(_) => Fate::Updated,
        };
        let remarks = std::mem::take(&mut draft.remarks);
        let repeated = created.iter().any(|made| key(made) == key(&rate));
        match (fate, found.get(&key(&rate))) {
            (Fate::Created, _) if repeated => {
                let remark = Remark::row(Outcome::Rejected, "rate: The day has a rate in an earlier row.");
                verdicts.push(Verdict::rejected(draft.line, remark));
                continue;
            }
            (Fate::Created, _) => {
                currencies.insert(rate.base_currency.clone());
                created.push(rate);
            }
            (Fate::Updated, Some(before)) => {
                currencies.insert(rate.base_currency.clone());
                changed.push((before.clone(), exchange_rate::Model { rate_e10: rate.rate_e10, ..before.clone() }));
            }
            _ => {}
        }
        verdicts.push(Verdict { line: draft.line, fate, remarks, awaits: false });
    }
    act.insert_all::<exchange_rate::Entity>(&created).await?;
    act.update_all::<exchange_rate::Entity>(&changed).await?;
    Ok((verdicts, currencies))
}

fn blank<E: Target>(act: &Act<'_>) -> E::Model {
    E::blank(Birth { id: Act::new_id(), now: act.now, source_system: None, external_id: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::draft::Value;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn wanted(team: u128, starts_on: Option<&str>) -> (team_membership::Model, Draft) {
        let now = "2026-03-10T08:00:00Z".parse().unwrap();
        let mut draft = Draft::declared(
            Kind::Membership,
            String::new(),
            vec![
                ("rep", Value::Id(Uuid::from_u128(1))),
                ("team", Value::Id(Uuid::from_u128(team))),
                ("starts_on", starts_on.map_or(Value::Empty, |starts_on| Value::Day(day(starts_on)))),
            ],
        );
        let birth = Birth { id: Uuid::from_u128(team), now, source_system: None, external_id: None };
        let mut membership = team_membership::Entity::blank(birth);
        team_membership::Entity::fill(&mut membership, &mut draft, now).unwrap();
        (membership, draft)
    }

    fn spans(past: &[Place]) -> Vec<(u128, Option<NaiveDate>, Option<NaiveDate>)> {
        past.iter().map(|place| (place.now.team_id.as_u128(), place.now.starts_on, place.now.ends_on)).collect()
    }

    #[test]
    fn a_membership_without_a_date_holds_since_ever_and_a_move_since_today() {
        let today = day("2026-03-10");
        let mut past = Vec::new();
        let (first, draft) = wanted(7, None);
        assert_eq!(place(&mut past, first.clone(), &draft, today), Fate::Created);
        assert_eq!(place(&mut past, first, &draft, today), Fate::Unchanged);
        assert_eq!(spans(&past), [(7, None, None)]);

        let (second, draft) = wanted(8, None);
        assert_eq!(place(&mut past, second, &draft, today), Fate::Created);
        assert_eq!(spans(&past), [(7, None, Some(today)), (8, Some(today), None)]);
    }

    #[test]
    fn dated_memberships_follow_each_other() {
        let today = day("2026-03-10");
        let mut past = Vec::new();
        for (team, starts_on) in [(7, "2024-01-01"), (8, "2025-01-01"), (7, "2024-01-01")] {
            let (membership, draft) = wanted(team, Some(starts_on));
            place(&mut past, membership, &draft, today);
        }
        let (first, second) = (day("2024-01-01"), day("2025-01-01"));
        assert_eq!(spans(&past), [(7, Some(first), Some(second)), (8, Some(second), None)]);
    }
}
