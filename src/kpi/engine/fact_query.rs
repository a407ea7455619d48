//! Pulls: sums read from the facts, for what totals do not say: an instant of the past, today's owners, some records
//! only, dimensions, single records.
//!
//! Whatever the pulls, one statement reads them all: one select each, joined by `UNION ALL`. A flow costs what happened in
//! its days, a balance what concerns the deals that were open at its end.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    Kind, campaign, complaint, customer, customer_churn, deal, fact, interaction, lead, meeting, product,
    product_return, team_membership,
};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, ConnectionTrait, DatabaseBackend, EntityTrait, FromQueryResult, Order,
    QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr, UnionType},
};
use uuid::Uuid;

use crate::{
    database::RequestConnection,
    error::Result,
    kpi::{
        Span,
        engine::{
            records,
            reduction::Stated,
            view::{Key, Lens, View},
        },
    },
    ledger::{Dimension, Measure, PostingContext, Topic},
};

use fact::Column as C;

/// What sums are told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// A dimension.
    Dimension(Dimension),
    /// The record that they come from.
    Source,
}

/// Whose facts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holders {
    /// Everybody's.
    All,
    /// Those of some teams.
    Teams(BTreeSet<Uuid>),
    /// Those of some reps.
    Reps(BTreeSet<Uuid>),
    /// Everybody's, told apart by team.
    EachTeam,
    /// Everybody's, told apart by rep.
    EachRep,
    /// Everybody's of the records that some teams have facts of, told apart by team.
    AroundTeams(BTreeSet<Uuid>),
    /// Everybody's of the records that some reps have facts of, told apart by rep.
    AroundReps(BTreeSet<Uuid>),
}

/// Sums asked of the facts.
#[derive(Clone, Debug)]
pub struct FactQuery<'a> {
    /// Whose.
    pub holders: Holders,
    /// Of which measures.
    pub measures: BTreeSet<Measure>,
    /// Of which days.
    pub span: Span,
    /// Only what was recorded by then.
    pub until: Option<DateTime<Utc>>,
    /// Only what was recorded after then.
    pub since: Option<DateTime<Utc>>,
    /// By which lens, of which records.
    pub view: &'a View,
    /// Told apart by what.
    pub by: Option<Group>,
    /// Of these records only.
    pub sources: Option<&'a [Uuid]>,
    /// How finely rows are told apart beside.
    pub detail: Detail,
    /// Whether they are read from records rather than from facts.
    pub of_records: bool,
    /// Whether of deals open on the first day earlier days are read too.
    pub reaches_back: bool,
}

/// How finely rows are told apart beside their key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Detail {
    /// Not at all.
    None,
    /// By day.
    Day,
    /// By day, record, rep, customer and kind.
    Record,
}

/// How many pulls one statement reads: SQLite joins no more than 500.
pub const MOST: usize = 200;

/// What a pull needs to know beside.
#[derive(Clone, Debug)]
pub struct Ground {
    /// All teams, deleted ones included, and the nil team of what belongs to none: the way into the index.
    pub teams: Vec<Uuid>,
    /// The organization's day.
    pub today: NaiveDate,
    /// The organization's time.
    pub book: PostingContext,
    /// Which database is asked.
    pub backend: DatabaseBackend,
}

impl Ground {
    /// How many days lie between two.
    pub fn days_from(&self, from: SimpleExpr, to: SimpleExpr) -> SimpleExpr {
        let day = |day: SimpleExpr| Func::cust("JULIANDAY").arg(day);
        match self.backend {
            DatabaseBackend::Sqlite => Expr::from(day(to)).sub(day(from)).cast_as("BIGINT"),
            _ => to.sub(from).cast_as("BIGINT"),
        }
    }
}

/// A sum of facts.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Row {
    /// The place of the pull.
    pub pull: i32,
    /// Whose: a rep or a team; nil for everybody's.
    pub holder: Uuid,
    /// The key, where it is a record.
    pub key_id: Option<Uuid>,
    /// The key, where it is a word.
    pub key_text: Option<String>,
    /// The code of the measure.
    pub measure: i16,
    /// The day, in detail.
    pub day: Option<NaiveDate>,
    /// The record, in detail.
    pub source_id: Option<Uuid>,
    /// Who is credited, in detail; nil for nobody.
    pub rep_id: Option<Uuid>,
    /// The customer concerned, in detail.
    pub customer_id: Option<Uuid>,
    /// The kind of record, or the survey, in detail.
    pub kind: Option<String>,
    /// The stage concerned, in detail.
    pub stage_id: Option<Uuid>,
    /// The sum.
    pub value: i64,
}

impl Row {
    /// What the row is grouped by.
    pub fn key(&self) -> Key {
        match (&self.key_id, &self.key_text) {
            (Some(id), _) if !id.is_nil() => Key::Id(*id),
            (_, Some(text)) if !text.is_empty() => Key::Text(text.clone()),
            _ => Key::Nothing,
        }
    }

    /// What a record states, where rows are told apart by record.
    pub fn stated(&self) -> Option<Stated> {
        let (day, source) = self.day.zip(self.source_id)?;
        Some(Stated {
            measure: self.measure,
            day,
            source,
            rep: self.rep_id.filter(|rep| !rep.is_nil()),
            customer: self.customer_id,
            kind: self.kind.clone(),
            stage: self.stage_id,
            value: self.value,
        })
    }
}

/// Reads pulls: one statement.
pub async fn read(db: &RequestConnection, ground: &Ground, pulls: &[FactQuery<'_>]) -> Result<Vec<Row>> {
    let Some(statement) = union(ground, pulls) else { return Ok(Vec::new()) };
    let rows = db.query_all(&statement).await?;
    rows.iter().map(|row| Ok(Row::from_query_result(row, "")?)).collect()
}

/// A page of what pulls are grouped by, the last first; nil for nothing. With the kind of record, where it is one.
pub async fn page(
    db: &RequestConnection,
    ground: &Ground,
    pulls: &[FactQuery<'_>],
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<(Uuid, Option<String>)>> {
    let Some(statement) = union(ground, pulls) else { return Ok(Vec::new()) };
    let mut page = Query::select();
    page.expr_as(Expr::col("key"), "key")
        .expr_as(Expr::col("kind").max(), "kind")
        .from_subquery(keys(statement), "keys")
        .group_by_col("key")
        .order_by("key", Order::Desc)
        .limit(limit);
    if let Some(before) = before {
        page.and_where(Expr::col("key").lt(before));
    }
    let rows = db.query_all(&page).await?;
    rows.iter().map(|row| Ok((row.try_get("", "key")?, row.try_get("", "kind")?))).collect()
}

/// How many keys pulls are grouped by.
pub async fn count(db: &RequestConnection, ground: &Ground, pulls: &[FactQuery<'_>]) -> Result<u64> {
    let Some(statement) = union(ground, pulls) else { return Ok(0) };
    let mut counted = Query::select();
    counted.expr_as(Expr::col("key").count_distinct(), "count").from_subquery(keys(statement), "keys");
    let count: i64 = match db.query_one(&counted).await? {
        Some(row) => row.try_get("", "count")?,
        None => 0,
    };
    Ok(u64::try_from(count).unwrap_or(0))
}

fn keys(statement: SelectStatement) -> SelectStatement {
    let mut keys = Query::select();
    keys.expr_as(Func::coalesce([Expr::col("key_id"), nil()]), "key")
        .expr_as(Expr::col("key_text"), "kind")
        .from_subquery(statement, "sums");
    keys
}

fn union(ground: &Ground, pulls: &[FactQuery<'_>]) -> Option<SelectStatement> {
    let mut statement: Option<SelectStatement> = None;
    for (place, pull) in (0_i32..).zip(pulls) {
        let select = pull.select(place, ground);
        match &mut statement {
            Some(statement) => {
                statement.union(UnionType::All, select);
            }
            None => statement = Some(select),
        }
    }
    statement
}

impl FactQuery<'_> {
    fn select(&self, place: i32, ground: &Ground) -> SelectStatement {
        let mut select = Query::select();
        if self.of_records {
            let rows = records::rows(&self.measures, self.span, self.view.as_of, ground);
            select.from_subquery(rows, fact::Entity);
        } else {
            select.from(fact::Entity);
        }
        self.join(&mut select);
        let holder = match self.holders {
            Holders::All => nil(),
            Holders::Teams(_) | Holders::EachTeam | Holders::AroundTeams(_) => self.team(ground),
            Holders::Reps(_) | Holders::EachRep | Holders::AroundReps(_) => self.rep(),
        };
        let (key_id, key_text) = self.by.map_or((None, None), |by| self.key(by, ground));
        select
            .expr_as(Expr::value(place), "pull")
            .expr_as(holder, "holder")
            .expr_as(key_id.unwrap_or_else(|| null("uuid")), "key_id")
            .expr_as(key_text.unwrap_or_else(|| null("text")), "key_text")
            .expr_as(column(C::Measure), "measure");
        // By place: the same expression twice would be two expressions with parameters of their own.
        let or_null = |told: bool, of: C, kind: &str| if told { column(of) } else { null(kind) };
        let by_record = self.detail == Detail::Record;
        select
            .expr_as(or_null(self.detail != Detail::None, C::Day, "date"), "day")
            .expr_as(or_null(by_record, C::SourceId, "uuid"), "source_id")
            .expr_as(if by_record { self.rep() } else { null("uuid") }, "rep_id")
            .expr_as(if by_record { self.concerned() } else { null("uuid") }, "customer_id")
            .expr_as(or_null(by_record, C::Kind, "text"), "kind")
            .expr_as(or_null(by_record, C::StageId, "uuid"), "stage_id");
        select.expr_as(column(C::Value).sum().cast_as("BIGINT"), "value");
        select.cond_where(self.condition(ground));
        select.add_group_by((2..=11).map(|place: i32| Expr::cust(place.to_string())));
        select.and_having(column(C::Value).sum().ne(0));
        select
    }

    /// Whom a fact concerns: a customer, and where a meeting was asked for also a prospect who is none yet.
    fn concerned(&self) -> SimpleExpr {
        if !self.is_of_prospects() {
            return column(C::CustomerId);
        }
        let prospect = [column(meeting::Column::LeadId), column(meeting::Column::ContactId)];
        Func::coalesce([column(C::CustomerId)].into_iter().chain(prospect)).into()
    }

    /// Whether records are told apart by whom a meeting was asked of.
    fn is_of_prospects(&self) -> bool {
        self.detail == Detail::Record && self.measures.iter().any(|measure| measure.topic() == Topic::Attempt)
    }

    /// Which facts.
    pub fn condition(&self, ground: &Ground) -> Condition {
        let mut condition = Condition::all()
            .add(C::Measure.is_in(self.measures.iter().map(|measure| measure.code())))
            .add_option(self.since_when(ground))
            .add(C::Day.lt(self.span.to))
            .add_option(self.until.map(|until| C::RecordedAt.lte(until)))
            .add_option(self.since.map(|since| C::RecordedAt.gt(since)))
            .add_option(self.sources.map(|sources| C::SourceId.is_in(sources.iter().copied())));
        // What was posted since an instant is found by it, and single records by themselves; all else by team, measure
        // and day.
        let has_index = self.since.is_some() || self.sources.is_some() || self.of_records;
        condition = match (&self.holders, self.view.lens) {
            (Holders::Reps(reps), Lens::Event) => condition.add(C::RepId.is_in(reps.iter().copied())),
            (Holders::Teams(teams), Lens::Event) => condition.add(C::TeamId.is_in(teams.iter().copied())),
            (Holders::AroundReps(reps), Lens::Event) => condition.add(self.also_of(C::RepId, reps)),
            (Holders::AroundTeams(teams), Lens::Event) => condition.add(self.also_of(C::TeamId, teams)),
            (holders, _) => {
                if !has_index {
                    condition = condition.add(C::TeamId.is_in(ground.teams.iter().copied()));
                }
                match holders {
                    Holders::All
                    | Holders::EachTeam
                    | Holders::EachRep
                    | Holders::AroundTeams(_)
                    | Holders::AroundReps(_) => condition,
                    Holders::Reps(reps) => condition.add(self.rep().is_in(reps.iter().copied())),
                    Holders::Teams(teams) => condition.add(self.team(ground).is_in(teams.iter().copied())),
                }
            }
        };
        if self.view.is_adjusted {
            condition = condition.add(C::AdjustedDay.is_not_null());
        }
        if self.is_of_open_deals() {
            condition = condition.add(C::SourceId.in_subquery(open_deals(ground.book.midnight(self.span.to))));
        }
        for (dimension, key) in &self.view.filter {
            let (id, text) = self.key(Group::Dimension(*dimension), ground);
            condition = match key {
                Key::Nothing => {
                    condition.add_option(id.map(|id| id.is_null())).add_option(text.map(|text| text.is_null()))
                }
                Key::Id(wanted) => condition.add(id.map_or_else(|| Expr::value(false), |id| id.eq(*wanted))),
                Key::Text(wanted) => condition.add(text.map_or_else(|| Expr::value(false), |text| text.eq(wanted))),
            };
        }
        condition
    }

    /// Only the records that some holders have facts of in the same days.
    fn also_of(&self, holder: C, holders: &BTreeSet<Uuid>) -> SimpleExpr {
        let theirs = Condition::all()
            .add(holder.is_in(holders.iter().copied()))
            .add(C::Measure.is_in(self.measures.iter().map(|measure| measure.code())))
            .add_option(self.span.from.map(|from| C::Day.gte(from)))
            .add(C::Day.lt(self.span.to));
        let theirs = Query::select().column(C::SourceId).from(fact::Entity).cond_where(theirs).to_owned();
        C::SourceId.in_subquery(theirs)
    }

    /// From which day on; of deals that were open then, all that they ever stated where it takes that. What was believed at
    /// an instant takes everything: deals as they are now do not tell which were open.
    fn since_when(&self, ground: &Ground) -> Option<Condition> {
        let from = self.span.from?;
        let days = Condition::any().add(C::Day.gte(from));
        if !self.reaches_back {
            return Some(days);
        }
        let open = C::SourceId.in_subquery(open_deals(ground.book.midnight(from)));
        self.until.is_none().then(|| days.add(open))
    }

    /// Whether all that is asked for is a balance of open deals as it is believed now: closed deals come to nothing.
    fn is_of_open_deals(&self) -> bool {
        self.span.from.is_none()
            && self.since.is_none()
            && self.until.is_none()
            && self.measures.iter().all(|measure| measure.topic() == Topic::OpenPipeline)
    }

    /// The tables that keys and lenses need.
    fn join(&self, select: &mut SelectStatement) {
        let grouped = match self.by {
            Some(Group::Dimension(dimension)) => Some(dimension),
            Some(Group::Source) | None => None,
        };
        let mut tables: BTreeSet<Table> =
            self.view.filter.iter().map(|(dimension, _)| *dimension).chain(grouped).flat_map(tables).copied().collect();
        if self.view.lens == Lens::Current {
            tables.extend([Table::Deal, Table::Lead, Table::Customer]);
        }
        if self.is_of_prospects() {
            tables.insert(Table::Meeting);
        }
        for table in tables {
            match table {
                Table::Meeting => {
                    left_join::<meeting::Entity>(select, meeting::Column::Id, C::SourceId, &[Kind::Meeting]);
                }
                Table::Campaign => left_join::<campaign::Entity>(select, campaign::Column::Id, C::CampaignId, &[]),
                Table::Complaint => {
                    left_join::<complaint::Entity>(select, complaint::Column::Id, C::SourceId, &[Kind::Complaint]);
                }
                Table::Return => left_join::<product_return::Entity>(
                    select,
                    product_return::Column::Id,
                    C::SourceId,
                    &[Kind::ProductReturn],
                ),
                Table::Customer => left_join::<customer::Entity>(select, customer::Column::Id, C::CustomerId, &[]),
                Table::Product => left_join::<product::Entity>(select, product::Column::Id, C::ProductId, &[]),
                Table::Deal => left_join::<deal::Entity>(select, deal::Column::Id, C::SourceId, &[Kind::Deal]),
                // A prospect is a lead by another name.
                Table::Lead => {
                    left_join::<lead::Entity>(select, lead::Column::Id, C::SourceId, &[Kind::Lead, Kind::Prospect]);
                }
                Table::Interaction => {
                    left_join::<interaction::Entity>(select, interaction::Column::Id, C::SourceId, &[Kind::Interaction])
                }
            }
        }
    }

    /// The key of a fact: a record or a word.
    fn key(&self, by: Group, ground: &Ground) -> (Option<SimpleExpr>, Option<SimpleExpr>) {
        use Dimension as D;
        let id = |column| (Some(column), None);
        let text = |column| (None, Some(column));
        match by {
            Group::Source => (Some(column(C::SourceId)), Some(column(C::SourceKind).cast_as("text"))),
            Group::Dimension(dimension) => match dimension {
                D::Team => id(self.team(ground)),
                D::Rep => id(self.rep()),
                D::Source => text(column(C::Source)),
                D::Campaign => id(column(C::CampaignId)),
                D::Lever => text(column(campaign::Column::Lever)),
                D::Pipeline => id(column(C::PipelineId)),
                D::Stage => id(column(C::StageId)),
                D::Product => id(column(C::ProductId)),
                D::Customer => id(column(C::CustomerId)),
                D::Currency => text(column(C::Currency)),
                D::Kind | D::Survey => text(column(C::Kind)),
                D::Segment => text(column(customer::Column::Segment)),
                D::Industry => text(column(customer::Column::Industry)),
                D::Country => text(column(customer::Column::Country)),
                D::Size => text(size()),
                D::ProductCategory => text(column(product::Column::Category)),
                D::Reason if self.measures.iter().all(|measure| measure.topic() == Topic::Departure) => {
                    id(SimpleExpr::SubQuery(None, Box::new(reason_of_departure().into())))
                }
                D::Reason => id(Func::coalesce([
                    column(deal::Column::ReasonId),
                    column(lead::Column::ReasonId),
                    column(complaint::Column::ReasonId),
                    column(product_return::Column::ReasonId),
                ])
                .into()),
                D::Competitor => text(column(deal::Column::Competitor)),
                D::Direction => text(column(interaction::Column::Direction)),
                D::Outcome => text(column(interaction::Column::Outcome)),
            },
        }
    }

    /// Who is credited.
    fn rep(&self) -> SimpleExpr {
        match self.view.lens {
            Lens::Event => column(C::RepId),
            Lens::Current => {
                // Of what concerns a customer in itself, not what was done for it.
                let account = CaseStatement::new()
                    .case(C::SourceKind.eq(Kind::Customer.to_value()), column(customer::Column::OwnerId));
                let owners = [column(deal::Column::OwnerId), column(lead::Column::OwnerId), account.into()];
                Func::coalesce(owners.into_iter().chain([column(C::RepId)])).into()
            }
        }
    }

    /// The team that is credited.
    #[expect(clippy::disallowed_methods, reason = "a sub-select of sums of a subject that the viewer may measure")]
    fn team(&self, ground: &Ground) -> SimpleExpr {
        match self.view.lens {
            Lens::Event => column(C::TeamId),
            Lens::Current => {
                use team_membership::Column as M;
                let mut today = team_membership::Entity::find()
                    .select_only()
                    .column(M::TeamId)
                    .filter(M::DeletedAt.is_null())
                    .filter(Condition::any().add(M::StartsOn.is_null()).add(M::StartsOn.lte(ground.today)))
                    .filter(Condition::any().add(M::EndsOn.is_null()).add(M::EndsOn.gt(ground.today)))
                    .limit(1)
                    .into_query();
                today.and_where(column(M::RepId).eq(self.rep()));
                Func::coalesce([SimpleExpr::SubQuery(None, Box::new(today.into())), nil()]).into()
            }
        }
    }
}

/// A table that a key is read from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Table {
    Campaign,
    Customer,
    Product,
    Deal,
    Lead,
    Interaction,
    Complaint,
    Return,
    Meeting,
}

/// The tables that a dimension is read from, beside the facts.
const fn tables(dimension: Dimension) -> &'static [Table] {
    use Dimension as D;
    match dimension {
        D::Segment | D::Industry | D::Size | D::Country => &[Table::Customer],
        D::Lever => &[Table::Campaign],
        D::ProductCategory => &[Table::Product],
        D::Reason => &[Table::Deal, Table::Lead, Table::Complaint, Table::Return],
        D::Competitor => &[Table::Deal],
        D::Direction | D::Outcome => &[Table::Interaction],
        D::Team
        | D::Rep
        | D::Source
        | D::Campaign
        | D::Pipeline
        | D::Stage
        | D::Product
        | D::Customer
        | D::Currency
        | D::Kind
        | D::Survey => &[],
    }
}

fn left_join<E: EntityTrait + Default>(select: &mut SelectStatement, id: impl ColumnTrait, from: C, kinds: &[Kind]) {
    let mut on = Condition::all().add(column(id).eq(column(from)));
    if !kinds.is_empty() {
        on = on.add(C::SourceKind.is_in(kinds.iter().map(ActiveEnum::to_value)));
    }
    select.left_join(E::default(), on);
}

/// Why the customer of a fact left on its day, where that was said.
#[expect(clippy::disallowed_methods, reason = "a sub-select of sums of a subject that the viewer may measure")]
fn reason_of_departure() -> SelectStatement {
    use customer_churn::Column::{ChurnedOn, CustomerId, ReasonId};
    let mut said = customer_churn::Entity::find().select_only().column(ReasonId).limit(1).into_query();
    said.and_where(column(CustomerId).eq(column(C::SourceId)))
        .and_where(column(ChurnedOn).eq(Func::coalesce([column(C::AdjustedDay), column(C::Day)])));
    said
}

/// How large a customer is, by the bounds of `CompanySize`.
fn size() -> SimpleExpr {
    let employees = customer::Column::EmployeeCount;
    CaseStatement::new()
        .case(employees.lt(10), "MICRO")
        .case(employees.lt(50), "SMALL")
        .case(employees.lt(250), "MEDIUM")
        .case(employees.gte(250), "LARGE")
        .into()
}

/// The deals that were open at an instant, as it is believed now.
#[expect(clippy::disallowed_methods, reason = "a sub-select of sums of a subject that the viewer may measure")]
fn open_deals(at: DateTime<Utc>) -> SelectStatement {
    let open = Condition::any().add(deal::Column::Status.eq(deal::Status::Open)).add(deal::Column::ClosedAt.gte(at));
    deal::Entity::find().select_only().column(deal::Column::Id).filter(open).into_query()
}

fn column(column: impl ColumnTrait) -> SimpleExpr {
    Expr::col(column.as_column_ref())
}

fn nil() -> SimpleExpr {
    Expr::value(Uuid::nil())
}

/// A null of a type: PostgreSQL wants to know what it joins.
fn null(of: &str) -> SimpleExpr {
    Expr::value(Option::<String>::None).cast_as(Alias::new(of))
}
