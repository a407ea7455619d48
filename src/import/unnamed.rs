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
    target::{NewRecord, Target},
    upsert::{UpsertOutcome, Verdict},
};
use crate::{error::Result, ledger::Days, mutation::Act};

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
        verdicts.push(match place(pasts.entry(wanted.rep_id).or_default(), wanted, &draft, today) {
            Ok(outcome) => Verdict::kept(draft.line, outcome, std::mem::take(&mut draft.remarks)),
            Err(remark) => Verdict::rejected(draft.line, remark),
        });
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

/// Finds a membership its place among the rep's, which do not overlap. The error says why there is none.
fn place(
    past: &mut Vec<Place>,
    mut wanted: team_membership::Model,
    draft: &Draft,
    today: NaiveDate,
) -> Result<UpsertOutcome, Remark> {
    let dated = wanted.starts_on.is_some();
    let same = past.iter_mut().find(|place| {
        place.now.team_id == wanted.team_id
            && if dated { place.now.starts_on == wanted.starts_on } else { days_of(&place.now).contains(today) }
    });
    if let Some(same) = same {
        // A row without a last day does not take back the end that a later membership put.
        let before = same.now.ends_on;
        same.now.ends_on = draft.get("ends_on").or(before);
        return Ok(if same.now.ends_on == before { UpsertOutcome::Unchanged } else { UpsertOutcome::Updated });
    }
    let begins = wanted.starts_on.unwrap_or(today);
    // Moved twice in a day: the first move never came to anything.
    if let Some(moved) = past.iter_mut().find(|place| !dated && place.now.starts_on == Some(today)) {
        moved.now.team_id = wanted.team_id;
        return Ok(UpsertOutcome::Updated);
    }
    for place in past.iter_mut() {
        if place.now.ends_on.is_none() && place.now.starts_on.is_none_or(|starts_on| starts_on < begins) {
            place.now.ends_on = Some(begins);
        }
    }
    if !dated && past.iter().any(|place| place.now.starts_on.is_none_or(|starts_on| starts_on < begins)) {
        wanted.starts_on = Some(begins);
    }
    let next = past.iter().filter_map(|place| place.now.starts_on).filter(|starts_on| *starts_on > begins).min();
    wanted.ends_on = wanted.ends_on.or(next);
    if past.iter().any(|place| days_of(&place.now).overlaps(days_of(&wanted))) {
        return Err(Remark::row(
            Outcome::Rejected,
            "starts_on: The rep belongs to another team on some of these days.",
        ));
    }
    past.push(Place { now: wanted, before: None });
    Ok(UpsertOutcome::Created)
}

fn days_of(membership: &team_membership::Model) -> Days {
    Days::new(membership.starts_on, membership.ends_on)
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
        let outcome = match found.get(&key(&rate)) {
            None => UpsertOutcome::Created,
            Some(before) if before.rate_e10 == rate.rate_e10 => UpsertOutcome::Unchanged,
            Some(_) => UpsertOutcome::Updated,
        };
        let remarks = std::mem::take(&mut draft.remarks);
        let repeated = created.iter().any(|made| key(made) == key(&rate));
        match (outcome, found.get(&key(&rate))) {
            (UpsertOutcome::Created, _) if repeated => {
                let remark = Remark::row(Outcome::Rejected, "rate: The day has a rate in an earlier row.");
                verdicts.push(Verdict::rejected(draft.line, remark));
                continue;
            }
            (UpsertOutcome::Created, _) => {
                currencies.insert(rate.base_currency.clone());
                created.push(rate);
            }
            (UpsertOutcome::Updated, Some(before)) => {
                currencies.insert(rate.base_currency.clone());
                changed.push((before.clone(), exchange_rate::Model { rate_e10: rate.rate_e10, ..before.clone() }));
            }
            _ => {}
        }
        verdicts.push(Verdict::kept(draft.line, outcome, remarks));
    }
    act.insert_all::<exchange_rate::Entity>(&created).await?;
    act.update_all::<exchange_rate::Entity>(&changed).await?;
    Ok((verdicts, currencies))
}

fn blank<E: Target>(act: &Act<'_>) -> E::Model {
    E::blank(NewRecord { id: Act::new_id(), now: act.now, source_system: None, external_id: None })
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
        let birth = NewRecord { id: Uuid::from_u128(team), now, source_system: None, external_id: None };
        let mut membership = team_membership::Entity::blank(birth);
        team_membership::Entity::fill(&mut membership, &mut draft, now).unwrap();
        (membership, draft)
    }

    const TODAY: &str = "2026-03-10";

    /// Team, first day, first day after the last.
    type Span = (u128, Option<NaiveDate>, Option<NaiveDate>);

    fn spans(past: &[Place]) -> Vec<Span> {
        past.iter().map(|place| (place.now.team_id.as_u128(), place.now.starts_on, place.now.ends_on)).collect()
    }

    /// The memberships of a rep after some rows, each with what became of it.
    fn after(rows: &[(u128, Option<&str>)]) -> (Vec<Span>, Vec<Option<UpsertOutcome>>) {
        let mut past = Vec::new();
        let fates = rows
            .iter()
            .map(|(team, starts_on)| {
                let (membership, draft) = wanted(*team, *starts_on);
                place(&mut past, membership, &draft, day(TODAY)).ok()
            })
            .collect();
        (spans(&past), fates)
    }

    #[test]
    fn a_membership_without_a_date_holds_since_ever_and_a_move_since_today() {
        let (created, same) = (Some(UpsertOutcome::Created), Some(UpsertOutcome::Unchanged));
        assert_eq!(after(&[(7, None), (7, None)]), (vec![(7, None, None)], vec![created, same]));
        let today = Some(day(TODAY));
        let moved = vec![(7, None, today), (8, today, None)];
        assert_eq!(after(&[(7, None), (8, None), (8, None)]), (moved, vec![created, created, same]));
        let moved_again = vec![(7, None, today), (9, today, None)];
        assert_eq!(
            after(&[(7, None), (8, None), (9, None)]),
            (moved_again, vec![created, created, Some(UpsertOutcome::Updated)])
        );
    }

    #[test]
    fn dated_memberships_follow_each_other_in_any_order() {
        let (first, second) = (Some(day("2024-01-01")), Some(day("2025-01-01")));
        let one_way = after(&[(7, Some("2024-01-01")), (8, Some("2025-01-01")), (7, Some("2024-01-01"))]);
        assert_eq!(one_way.0, [(7, first, second), (8, second, None)]);
        let other_way = after(&[(8, Some("2025-01-01")), (7, Some("2024-01-01"))]);
        assert_eq!(other_way.0, [(8, second, None), (7, first, second)]);
        assert_eq!(after(&[(7, Some("2024-01-01")), (8, Some("2024-01-01"))]).1, [Some(UpsertOutcome::Created), None]);
    }
}
