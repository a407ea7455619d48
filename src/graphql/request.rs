//! One request: who asks, for which organization, on which day, and the loaders that live as long.

use std::sync::Arc;

use async_graphql::Context;
use chrono::{DateTime, NaiveDate, Utc};
use entity::{organization, team};
use uuid::Uuid;

use crate::{
    access::{Principal, Scoped, Structure, Structures, Viewer},
    clock::Clock,
    database::{Database, RequestConnection},
    error::{Error, Result},
    graphql::{Loaders, extensions::Extensions, page::CursorKey, period::Calendar},
    ledger::PostingContext,
};

/// What every request shares: handed to the schema once.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub database: Database,
    /// The clock.
    pub clock: Clock,
    /// The key that cursors are authenticated with.
    pub cursor_key: CursorKey,
    /// The structure of the company, as far as the node knows it.
    pub structures: Structures,
}

/// One request. Made by the front when a request comes in, read by every resolver.
pub struct Request {
    /// Who asks and how far they see.
    pub viewer: Arc<Viewer>,
    /// The organization's settings.
    pub organization: Arc<organization::Model>,
    /// When it came in.
    pub now: DateTime<Utc>,
    /// The organization's local day then.
    pub today: NaiveDate,
    /// How facts of the organization are dated and converted, as far as its settings say.
    pub posting: PostingContext,
    /// What groups above this one keep for this request.
    pub extensions: Extensions,
    /// The loaders of this request.
    pub loaders: Loaders,
    /// What all requests share.
    pub state: State,
    /// The way to the database for what it reads.
    pub line: RequestConnection,
    /// The structure of the company as the request found it.
    pub structure: Arc<Structure>,
}

impl Request {
    /// Prepares a request of a principal.
    pub fn new(
        state: State,
        line: RequestConnection,
        principal: Principal,
        structure: Arc<Structure>,
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let organization = Arc::clone(&structure.organization);
        let posting = PostingContext::new(&organization)?;
        let today = posting.day(now);
        let viewer = Arc::new(Viewer::of(principal, &structure, today));
        let loaders = Loaders::new(
            line.clone(),
            viewer.clone(),
            (state.structures.clone(), structure.clone()),
            state.cursor_key.clone(),
        );
        let extensions = Extensions::default();
        Ok(Self { viewer, organization, now, today, posting, loaders, extensions, state, line, structure })
    }

    /// The request that a resolver runs in.
    pub fn of<'a>(ctx: &Context<'a>) -> Result<&'a Self> {
        ctx.data::<Self>().map_err(|_| Error::Bug("a request without its data".into()))
    }

    /// The request, if somebody is signed in.
    pub fn signed_in<'a>(ctx: &Context<'a>) -> Result<&'a Self> {
        let request = Self::of(ctx)?;
        request.viewer.signed_in()?;
        Ok(request)
    }

    /// Says that a mutation begins: what was known of the structure may not hold after it, and it takes a connection to
    /// write over.
    pub async fn act(&self) {
        self.loaders.act();
        self.line.release().await;
    }

    /// The team that a rep belongs to today, whether or not the viewer may see it.
    pub async fn team_of(&self, rep: Uuid) -> Result<Option<Uuid>> {
        self.loaders.team_of(rep, self.today).await
    }

    /// The team that a rep belongs to today, if there is one that the viewer may see; `None` without when it must be read.
    pub fn known_team_of(&self, rep: Uuid) -> Option<Option<team::Model>> {
        let structure = self.loaders.known_structure()?;
        let team = structure.membership(rep, self.today).map(|membership| membership.team_id);
        self.known_of::<team::Entity>(team)
    }

    /// The row of an id that the structure keeps, if there is one that the viewer may see; `None` without when it must be
    /// read.
    pub fn known<E: Scoped>(&self, id: Uuid) -> Option<Option<E::Model>> {
        let structure = self.loaders.known_structure()?;
        Some(E::kept(&structure, &self.viewer, id))
    }

    /// The same of a nullable reference.
    pub fn known_of<E: Scoped>(&self, id: Option<Uuid>) -> Option<Option<E::Model>> {
        match id {
            Some(id) => self.known::<E>(id),
            None => Some(None),
        }
    }

    /// How the organization counts weeks and fiscal years.
    pub fn calendar(&self) -> Calendar {
        Calendar::from(&*self.organization)
    }
}
