//! Where business comes from: the campaign of the first touch and the source that it stands for.

use async_graphql::ID;
use entity::{campaign, lead};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{error::Result, mutation::Act};

/// Where a lead, a deal or an expense belongs.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The campaign.
    pub campaign: Option<Uuid>,
    /// Whether that is one of marketing's.
    pub is_marketing: bool,
    /// The source.
    pub source: Option<String>,
}

impl Origin {
    /// The campaign named, with the source given or else the one that the campaign stands for.
    pub async fn named(act: &Act<'_>, campaign: Option<&ID>, source: Option<String>) -> Result<Self> {
        let Some(campaign) = campaign else { return Ok(Self { source, ..Self::default() }) };
        let campaign = act.read::<campaign::Entity>(campaign, &["input", "campaign"]).await?;
        Ok(Self {
            campaign: Some(campaign.id),
            is_marketing: campaign.is_marketing,
            source: source.or(campaign.lead_source),
        })
    }

    /// The same of a deal, which has from its lead what it is not given.
    pub async fn inherited(
        act: &Act<'_>,
        campaign: Option<&ID>,
        source: Option<String>,
        lead: Option<&lead::Model>,
    ) -> Result<Self> {
        let Some(lead) = lead else { return Self::named(act, campaign, source).await };
        if campaign.is_some() {
            let own = Self::named(act, campaign, source).await?;
            return Ok(Self { source: own.source.or_else(|| lead.source.clone()), ..own });
        }
        let source = source.or_else(|| lead.source.clone());
        Ok(Self { campaign: lead.campaign_id, is_marketing: is_marketing(act, lead.campaign_id).await?, source })
    }
}

/// Whether a campaign is one of marketing's, deleted or not.
#[expect(clippy::disallowed_methods, reason = "a first touch is what it was, whoever may see the campaign")]
async fn is_marketing(act: &Act<'_>, campaign: Option<Uuid>) -> Result<bool> {
    let Some(id) = campaign else { return Ok(false) };
    let found = campaign::Entity::find().filter(campaign::Column::Id.eq(id)).one(&act.tx).await?;
    Ok(found.is_some_and(|campaign| campaign.is_marketing))
}
