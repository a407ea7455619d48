//! Targets: what objectives say that KPIs should come to, read for all subjects and periods of a request at once.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::{objective, team_membership};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    access::Subject,
    collections::Map,
    error::Result,
    graphql::Loader,
    kpi::{
        AttainmentBand, GroupedInput, GroupedValues, InputKey, Kpi, Span, Sums,
        engine::{customer_losses::Departures, fact_query::Group, view::Key},
    },
    ledger::{Dimension, Measure, money::WHOLE},
};

/// The objective that is looked for: of exactly this KPI, subject and period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sought {
    /// The KPI.
    pub kpi: Kpi,
    /// Whose.
    pub subject: Subject,
    /// When.
    pub span: Span,
}

/// An objective, and what of it reps have as objectives of their own.
#[derive(Clone, Debug)]
pub struct Target {
    /// The objective.
    pub row: objective::Model,
    /// What the objectives of the subject's reps sum to, where it is no rep and sums are meant; `None` otherwise.
    pub allotted: Option<i64>,
}

/// Whose members: a subject's, with teams as they were below each other at an instant, or as they are now.
pub(in crate::kpi) type Members = (Subject, Option<DateTime<Utc>>);

/// Whose objective a row is.
pub fn subject_of(row: &objective::Model) -> Subject {
    match (row.team_id, row.rep_id) {
        (_, Some(rep)) => Subject::Rep(rep),
        (Some(team), None) => Subject::Team(team),
        (None, None) => Subject::Organization,
    }
}

/// The objectives of some KPIs and periods, by what they are found under.
struct Objectives {
    rows: Map<Sought, objective::Model>,
    currency: String,
}

impl Objectives {
    /// The target of a subject, where it is counted in the organization's currency.
    fn target(&self, sought: Sought) -> Option<i64> {
        self.rows.get(&sought).filter(|row| self.counts(row)).map(|row| row.target)
    }

    fn counts(&self, row: &objective::Model) -> bool {
        row.currency.as_ref().is_none_or(|currency| *currency == self.currency)
    }

    /// The objectives of reps for a KPI and period.
    fn of_reps(&self, kpi: Kpi, span: Span) -> impl Iterator<Item = (Uuid, &objective::Model)> {
        self.rows.iter().filter_map(move |(sought, row)| match sought.subject {
            Subject::Rep(rep) if sought.kpi == kpi && sought.span == span && self.counts(row) => Some((rep, row)),
            _ => None,
        })
    }
}

impl Sums {
    /// Reads the objectives of some KPIs and periods: one statement. `everybodys` also of reps that are not named.
    #[expect(clippy::disallowed_methods, reason = "read for a subject that the viewer may measure")]
    async fn objectives(&self, wanted: &[Sought], everybodys: bool) -> Result<Objectives> {
        use objective::Column as C;
        let kpis: BTreeSet<&str> = wanted.iter().map(|sought| sought.kpi.definition().field).collect();
        let starts: BTreeSet<NaiveDate> = wanted.iter().filter_map(|sought| sought.span.from).collect();
        let ends: BTreeSet<NaiveDate> = wanted.iter().map(|sought| sought.span.to).collect();
        let mut teams: BTreeSet<Uuid> = BTreeSet::new();
        let mut reps: BTreeSet<Uuid> = BTreeSet::new();
        for sought in wanted {
            match sought.subject {
                Subject::Team(team) => teams.insert(team),
                Subject::Rep(rep) => reps.insert(rep),
                Subject::Organization => false,
            };
        }
        let mut whose = Condition::any()
            .add(Condition::all().add(C::TeamId.is_null()).add(C::RepId.is_null()))
            .add(C::TeamId.is_in(teams));
        whose = if everybodys {
            whose.add(C::RepId.is_not_null()).add(C::TeamId.is_not_null())
        } else {
            whose.add(C::RepId.is_in(reps))
        };
        let rows = objective::Entity::find()
            .filter(C::DeletedAt.is_null())
            .filter(C::Kpi.is_in(kpis))
            .filter(C::StartsOn.is_in(starts))
            .filter(C::EndsOn.is_in(ends))
            .filter(whose)
            .all(&self.db)
            .await?;
        let found = rows.into_iter().filter_map(|row| {
            let kpi = Kpi::of_field(&row.kpi)?;
            let span = Span { from: Some(row.starts_on), to: row.ends_on };
            Some((Sought { kpi, subject: subject_of(&row), span }, row))
        });
        Ok(Objectives { rows: found.collect(), currency: self.ground.book.currency().to_owned() })
    }

    /// The reps who belong to a subject on a day; `None` for everybody.
    pub(in crate::kpi) fn members(
        &self,
        memberships: &[team_membership::Model],
        (subject, teams_at): Members,
        day: NaiveDate,
    ) -> Option<HashSet<Uuid>> {
        match subject {
            Subject::Organization => None,
            Subject::Rep(rep) => Some(HashSet::from([rep])),
            Subject::Team(team) => {
                let teams: HashSet<Uuid> = self.tree.subtree_at(team, teams_at).into_iter().collect();
                let holds = |row: &&team_membership::Model| {
                    row.starts_on.is_none_or(|from| from <= day) && row.ends_on.is_none_or(|to| day < to)
                };
                let members = memberships.iter().filter(|row| teams.contains(&row.team_id)).filter(holds);
                Some(members.map(|row| row.rep_id).collect())
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "read for a subject that the viewer may measure")]
    pub(in crate::kpi) async fn memberships(
        &self,
        subjects: impl IntoIterator<Item = Members>,
    ) -> Result<Vec<team_membership::Model>> {
        let roots: BTreeSet<_> = subjects
            .into_iter()
            .filter_map(|(subject, teams_at)| match subject {
                Subject::Team(team) => Some((team, teams_at)),
                Subject::Organization | Subject::Rep(_) => None,
            })
            .collect();
        let teams: BTreeSet<Uuid> =
            roots.into_iter().flat_map(|(team, teams_at)| self.tree.subtree_at(team, teams_at)).collect();
        if teams.is_empty() {
            return Ok(Vec::new());
        }
        Ok(team_membership::Entity::find()
            .filter(team_membership::Column::DeletedAt.is_null())
            .filter(team_membership::Column::TeamId.is_in(teams))
            .all(&self.db)
            .await?)
    }

    /// The day on which a period's members are looked at: its last, or today while it runs.
    pub(in crate::kpi) fn last_day(&self, span: Span) -> NaiveDate {
        span.to.checked_sub_days(Days::new(1)).unwrap_or(span.to).min(self.ground.today)
    }

    /// Reads the targets of slices: one statement, however many, and one for the members of teams.
    pub(in crate::kpi) async fn target_slices(
        &self,
        slices: &[&GroupedInput],
        found: &mut Map<GroupedInput, GroupedValues>,
    ) -> Result<()> {
        if slices.is_empty() {
            return Ok(());
        }
        let sought = |slice: &GroupedInput| match slice.cell {
            InputKey::Target(subject, kpi, span) => Some(Sought { kpi, subject, span }),
            _ => None,
        };
        let wanted: Vec<Sought> = slices.iter().filter_map(|slice| sought(slice)).collect();
        let by = |slice: &GroupedInput| match slice.by {
            Some(Group::Dimension(dimension @ (Dimension::Team | Dimension::Rep))) => Some(dimension),
            _ => None,
        };
        let is_told_apart = slices.iter().any(|slice| by(slice).is_some());
        let objectives = self.objectives(&wanted, is_told_apart).await?;
        let memberships = if is_told_apart {
            self.memberships(slices.iter().filter_map(|slice| Some((sought(slice)?.subject, slice.view.teams_at))))
                .await?
        } else {
            Vec::new()
        };
        for slice in slices {
            let Some(sought) = sought(slice) else { continue };
            let sliced = match by(slice) {
                Some(dimension) => {
                    // Only the parts of the subject: the targets of others are not for whoever reads its figures.
                    let parts: Option<HashSet<Uuid>> = match (dimension, sought.subject) {
                        (Dimension::Team, Subject::Team(team)) => {
                            Some(self.tree.subtree_at(team, slice.view.teams_at).into_iter().collect())
                        }
                        (Dimension::Team, Subject::Rep(_)) => Some(HashSet::new()),
                        (Dimension::Team, Subject::Organization) => None,
                        (_, subject) => {
                            self.members(&memberships, (subject, slice.view.teams_at), self.last_day(sought.span))
                        }
                    };
                    let is_part = |id: Uuid| parts.as_ref().is_none_or(|parts| parts.contains(&id));
                    let same = |other: &Sought| other.kpi == sought.kpi && other.span == sought.span;
                    let of_key = |(other, row): (&Sought, &objective::Model)| match (other.subject, dimension) {
                        (Subject::Team(id), Dimension::Team) | (Subject::Rep(id), Dimension::Rep) if is_part(id) => {
                            Some((Key::Id(id), row.target))
                        }
                        _ => None,
                    };
                    let rows = objectives.rows.iter().filter(|(other, row)| same(other) && objectives.counts(row));
                    GroupedValues::Keys(rows.filter_map(of_key).collect())
                }
                None => GroupedValues::Same(objectives.target(sought).unwrap_or(0)),
            };
            found.insert((*slice).clone(), sliced);
        }
        Ok(())
    }

    /// Counts where reps stand with their revenue: what they sold is read as all other sums are.
    pub(in crate::kpi) async fn attainment_slices(
        &self,
        slices: &[&GroupedInput],
        found: &mut Map<GroupedInput, GroupedValues>,
    ) -> Result<()> {
        if slices.is_empty() {
            return Ok(());
        }
        let asked = || {
            slices.iter().filter_map(|slice| match slice.cell {
                InputKey::Attainment(subject, band, span) => Some((*slice, subject, band, span)),
                _ => None,
            })
        };
        let wanted: Vec<Sought> =
            asked().map(|(_, subject, _, span)| Sought { kpi: Kpi::Revenue, subject, span }).collect();
        let objectives = self.objectives(&wanted, true).await?;
        let memberships = self.memberships(asked().map(|(slice, subject, ..)| (subject, slice.view.teams_at))).await?;
        let mut reps: HashMap<(Members, Span), Vec<(Uuid, i64)>> = HashMap::new();
        let mut sold: Map<GroupedInput, i64> = Map::default();
        let revenue = |slice: &GroupedInput, rep: Uuid, span: Span| GroupedInput {
            cell: InputKey::Sum(Subject::Rep(rep), Measure::Revenue, span),
            view: Arc::clone(&slice.view),
            by: None,
            sources: None,
        };
        for (slice, subject, _, span) in asked() {
            let reps = reps.entry(((subject, slice.view.teams_at), span)).or_insert_with(|| {
                let members = self.members(&memberships, (subject, slice.view.teams_at), self.last_day(span));
                let all = objectives.of_reps(Kpi::Revenue, span).map(|(rep, row)| (rep, row.target));
                all.filter(|(rep, target)| *target > 0 && members.as_ref().is_none_or(|members| members.contains(rep)))
                    .collect()
            });
            sold.extend(reps.iter().map(|(rep, _)| (revenue(slice, *rep, span), 0)));
        }
        self.rep_sums(&mut sold).await?;
        for (slice, subject, band, span) in asked() {
            let mut keys: BTreeMap<Key, i64> = BTreeMap::new();
            for (rep, target) in reps.get(&((subject, slice.view.teams_at), span)).into_iter().flatten() {
                let sold = sold.get(&revenue(slice, *rep, span)).copied().unwrap_or(0);
                if band_of(sold, *target) == band {
                    keys.insert(Key::Id(*rep), WHOLE);
                }
            }
            let sliced = match slice.by {
                Some(Group::Dimension(Dimension::Rep)) => GroupedValues::Keys(keys),
                _ => GroupedValues::Same(keys.values().sum()),
            };
            found.insert(slice.clone(), sliced);
        }
        Ok(())
    }

    /// Fills in sums of reps, from totals where the view is plain.
    async fn rep_sums(&self, wanted: &mut Map<GroupedInput, i64>) -> Result<()> {
        let mut totals = Map::default();
        let mut slices: Map<GroupedInput, GroupedValues> = Map::default();
        let (plain, others): (Vec<&GroupedInput>, Vec<&GroupedInput>) =
            wanted.keys().partition(|slice| slice.view.is_plain());
        let cells: Vec<_> = plain
            .iter()
            .filter_map(|slice| match slice.cell {
                InputKey::Sum(subject, measure, span) => Some((subject, measure, span)),
                _ => None,
            })
            .collect();
        self.sums(&cells, &Departures::default(), &mut totals).await?;
        self.sum_slices(&others, &mut slices).await?;
        for (slice, sum) in wanted.iter_mut() {
            *sum = match slices.get(slice) {
                Some(sliced) => sliced.of(&Key::Nothing),
                None => totals.get(&slice.cell).copied().unwrap_or(0),
            };
        }
        Ok(())
    }
}

fn band_of(sold: i64, target: i64) -> AttainmentBand {
    let (sold, target) = (i128::from(sold), i128::from(target));
    match sold {
        _ if sold >= target => AttainmentBand::Reached,
        _ if sold * 5 >= target * 4 => AttainmentBand::Near,
        _ => AttainmentBand::Below,
    }
}

/// An objective that is looked for, with teams as they were below each other at an instant, or as they are now.
pub type SoughtAt = (Sought, Option<DateTime<Utc>>);

impl Loader<SoughtAt> for Sums {
    type Value = Target;

    async fn load(&self, keys: &[SoughtAt]) -> Result<Map<SoughtAt, Target>> {
        let is_shared =
            |sought: &Sought| !matches!(sought.subject, Subject::Rep(_)) && sought.kpi.formula().is_additive();
        let shared = || keys.iter().filter(|(sought, _)| is_shared(sought));
        let wanted: Vec<Sought> = keys.iter().map(|(sought, _)| *sought).collect();
        let objectives = self.objectives(&wanted, shared().next().is_some()).await?;
        let set = shared().filter(|(sought, _)| objectives.rows.contains_key(sought));
        let memberships = self.memberships(set.map(|(sought, teams_at)| (sought.subject, *teams_at))).await?;
        let mut found = Map::default();
        for key @ (sought, teams_at) in keys {
            let Some(row) = objectives.rows.get(sought) else { continue };
            let allotted = (is_shared(sought) && objectives.counts(row)).then(|| {
                let members = self.members(&memberships, (sought.subject, *teams_at), self.last_day(sought.span));
                let reps = objectives.of_reps(sought.kpi, sought.span);
                let members = |rep: &Uuid| members.as_ref().is_none_or(|members| members.contains(rep));
                reps.filter(|(rep, _)| members(rep)).map(|(_, row)| row.target).sum()
            });
            found.insert(*key, Target { row: row.clone(), allotted });
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_begin_at_four_fifths_and_at_the_whole() {
        assert_eq!(
            [79, 80, 99, 100, 130].map(|sold| band_of(sold, 100)),
            [
                AttainmentBand::Below,
                AttainmentBand::Near,
                AttainmentBand::Near,
                AttainmentBand::Reached,
                AttainmentBand::Reached
            ]
        );
    }
}
