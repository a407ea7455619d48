//! What reps and managers say of periods, read for all subjects and periods of a request at once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{forecast_adjustment, forecast_submission};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    access::Subject,
    collections::Map,
    error::Result,
    kpi::{
        ForecastSource, GroupedInput, GroupedValues, InputKey, Span, Sums,
        engine::{fact_query::Group, view::Key},
    },
    ledger::{Dimension, money::WHOLE},
};

/// Everything that was said of some periods, oldest first.
struct Words {
    submissions: Vec<forecast_submission::Model>,
    adjustments: Vec<forecast_adjustment::Model>,
    currency: String,
}

/// What was said of one period, the last word of each.
struct LastWords {
    submitted: BTreeMap<Uuid, i64>,
    of_reps: HashMap<Uuid, i64>,
    of_teams: HashMap<Uuid, i64>,
}

impl Words {
    /// The last word of each on a period, as it stood at an instant. What was said in another currency than the
    /// organization's of now is not counted.
    fn last(&self, span: Span, as_of: Option<DateTime<Utc>>) -> LastWords {
        let counts = |from: NaiveDate, to: NaiveDate, at: DateTime<Utc>, currency: &str| {
            Some(from) == span.from
                && to == span.to
                && as_of.is_none_or(|as_of| at <= as_of)
                && currency == self.currency
        };
        let mut last = LastWords { submitted: BTreeMap::new(), of_reps: HashMap::new(), of_teams: HashMap::new() };
        for row in &self.submissions {
            if counts(row.starts_on, row.ends_on, row.created_at, &row.currency) {
                last.submitted.insert(row.rep_id, row.amount);
            }
        }
        for row in &self.adjustments {
            if counts(row.starts_on, row.ends_on, row.created_at, &row.currency) {
                match (row.rep_id, row.team_id) {
                    (Some(rep), _) => last.of_reps.insert(rep, row.amount),
                    (None, Some(team)) => last.of_teams.insert(team, row.amount),
                    (None, None) => None,
                };
            }
        }
        last
    }
}

impl LastWords {
    /// The parts of what a voice says of a subject: by rep, and what a manager made of the team as a whole.
    fn parts(&self, voice: ForecastSource, subject: Subject, members: Option<&HashSet<Uuid>>) -> BTreeMap<Key, i64> {
        let is_member = |rep: &Uuid| members.is_none_or(|members| members.contains(rep));
        let of_team = match subject {
            Subject::Team(team) => self.of_teams.get(&team).copied(),
            Subject::Organization | Subject::Rep(_) => None,
        };
        let submitted = self.submitted.iter().filter(|(rep, _)| is_member(rep));
        let adjusted = self.of_reps.iter().filter(|(rep, _)| is_member(rep));
        match (voice, of_team) {
            (ForecastSource::Reps, _) => submitted.map(|(rep, amount)| (Key::Id(*rep), *amount)).collect(),
            (ForecastSource::RepsSpoke, _) => submitted.map(|(rep, _)| (Key::Id(*rep), WHOLE)).collect(),
            (ForecastSource::Managers, Some(amount)) => BTreeMap::from([(Key::Nothing, amount)]),
            (ForecastSource::Managers, None) => {
                let said = submitted.map(|(rep, amount)| (Key::Id(*rep), *amount));
                // What a manager says of a rep takes the place of what the rep says.
                said.chain(adjusted.map(|(rep, amount)| (Key::Id(*rep), *amount))).collect()
            }
            (ForecastSource::ManagersSpoke, of_team) => {
                adjusted.map(|(rep, _)| (Key::Id(*rep), WHOLE)).chain(of_team.map(|_| (Key::Nothing, WHOLE))).collect()
            }
        }
    }
}

impl Sums {
    /// Reads what was said of the periods of slices: two statements, and one for the members of teams.
    pub(in crate::kpi) async fn said_slices(
        &self,
        slices: &[&GroupedInput],
        found: &mut Map<GroupedInput, GroupedValues>,
    ) -> Result<()> {
        let asked = || {
            slices.iter().filter_map(|slice| match slice.cell {
                InputKey::Said(subject, voice, span) => Some((*slice, subject, voice, span)),
                _ => None,
            })
        };
        if asked().next().is_none() {
            return Ok(());
        }
        let memberships = self.memberships(asked().map(|(slice, subject, ..)| (subject, slice.view.teams_at))).await?;
        let words = self.words(asked().map(|(.., span)| span).collect()).await?;
        let mut last: HashMap<(Span, Option<DateTime<Utc>>), LastWords> = HashMap::new();
        for (slice, subject, voice, span) in asked() {
            let as_of = slice.view.as_of;
            let last = last.entry((span, as_of)).or_insert_with(|| words.last(span, as_of));
            let members = self.members(&memberships, (subject, slice.view.teams_at), self.last_day(span));
            let parts = last.parts(voice, subject, members.as_ref());
            let sliced = match slice.by {
                Some(Group::Dimension(Dimension::Rep)) => GroupedValues::Keys(parts),
                _ => GroupedValues::Same(parts.values().sum()),
            };
            found.insert(slice.clone(), sliced);
        }
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "read for a subject that the viewer may measure")]
    async fn words(&self, spans: Vec<Span>) -> Result<Words> {
        use forecast_adjustment::Column as A;
        use forecast_submission::Column as S;
        let starts: BTreeSet<NaiveDate> = spans.iter().filter_map(|span| span.from).collect();
        let ends: BTreeSet<NaiveDate> = spans.iter().map(|span| span.to).collect();
        let submissions = forecast_submission::Entity::find()
            .filter(S::StartsOn.is_in(starts.iter().copied()))
            .filter(S::EndsOn.is_in(ends.iter().copied()))
            .all(&self.db)
            .await?;
        let adjustments = forecast_adjustment::Entity::find()
            .filter(A::StartsOn.is_in(starts))
            .filter(A::EndsOn.is_in(ends))
            .all(&self.db)
            .await?;
        let currency = self.ground.book.currency().to_owned();
        let mut words = Words { submissions, adjustments, currency };
        words.submissions.sort_by_key(|row| (row.created_at, row.id));
        words.adjustments.sort_by_key(|row| (row.created_at, row.id));
        Ok(words)
    }
}
