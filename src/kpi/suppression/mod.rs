//! Small groups: which figures of a group are shown to those who may not read the figures of each member.

pub mod contributor_counts;
pub mod groups;
