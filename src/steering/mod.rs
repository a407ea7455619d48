//! Where the team is heading: objectives, forecasts, leaderboards.

pub mod forecast;
pub mod leaderboard;
pub mod objective;
