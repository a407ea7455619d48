//! The people of the company as records: reps, memberships, teams, and who can sign in.

use chrono::{DateTime, Utc};
use entity::{rep, team, team_membership, user};
use uuid::Uuid;

use super::{Login, company::Company, staff::Rep, words::Person};

/// Where everybody's address ends.
const HOST: &str = "demo";

/// Somebody who signs in: under a name of their role, so that it is easily told, or under their own.
struct Account {
    id: Uuid,
    person: Person,
    login: Option<Login>,
    role: user::Role,
    rep: Option<Uuid>,
}

impl Company {
    /// Puts everybody into the batch: an admin, a manager for every team, and a login for every other rep.
    pub(super) fn people(&mut self, at: DateTime<Utc>, password_hash: &str) {
        let mut accounts = vec![Account {
            id: self.ids.at(at),
            person: Person::any(&mut self.dice),
            login: Some(Login::Admin),
            role: user::Role::Admin,
            rep: None,
        }];
        for (place, team) in self.staff.teams.iter().enumerate() {
            // The second team is the first region: its manager sees some teams and not all.
            let login = (place == 1).then_some(Login::Manager);
            let person = Person::any(&mut self.dice);
            accounts.push(Account { id: team.manager, person, login, role: user::Role::Manager, rep: None });
        }
        for (place, rep) in self.staff.reps.iter().enumerate().filter(|(place, _)| place % 2 == 0) {
            let login = (place == 0).then_some(Login::Rep);
            let id = self.ids.at(at);
            accounts.push(Account { id, person: rep.person, login, role: user::Role::Rep, rep: Some(rep.id) });
        }
        let users = (1..).zip(accounts).map(|(number, account)| user_row(number, account, at, password_hash));
        self.batch.users.extend(users);
        self.batch.reps.extend(self.staff.reps.iter().map(|rep| rep_row(rep, at)));
        self.batch.teams.extend(self.staff.teams.iter().map(|team| team::Model {
            id: team.id,
            name: team.name.clone(),
            parent_id: team.parent,
            manager_id: Some(team.manager),
            shares_kpis: true,
            shares_leaderboard: true,
            source_system: None,
            external_id: None,
            version: 1,
            created_at: at,
            updated_at: at,
            deleted_at: None,
        }));
        for rep in &self.staff.reps {
            for membership in rep.memberships() {
                self.batch.memberships.push(team_membership::Model {
                    id: self.ids.at(at),
                    rep_id: rep.id,
                    team_id: membership.team,
                    starts_on: membership.from,
                    ends_on: membership.to,
                    version: 1,
                    created_at: at,
                    updated_at: at,
                    deleted_at: None,
                });
            }
        }
    }
}

fn user_row(number: u32, account: Account, at: DateTime<Utc>, password_hash: &str) -> user::Model {
    let Account { id, person, login, role, rep } = account;
    user::Model {
        id,
        email: login.map_or_else(|| person.email(&number.to_string(), HOST), |login| login.email().to_owned()),
        name: person.name(),
        password_hash: password_hash.to_owned(),
        role,
        rep_id: rep,
        locale: if number.is_multiple_of(3) { "fr" } else { "en" }.to_owned(),
        disabled_at: None,
        version: 1,
        created_at: at,
        updated_at: at,
    }
}

fn rep_row(rep: &Rep, at: DateTime<Utc>) -> rep::Model {
    rep::Model {
        id: rep.id,
        name: rep.person.name(),
        email: None,
        hired_on: Some(rep.hired_on),
        left_on: rep.left_on,
        source_system: None,
        external_id: None,
        version: 1,
        created_at: at,
        updated_at: at,
        deleted_at: None,
    }
}
