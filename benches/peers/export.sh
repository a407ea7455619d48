#!/usr/bin/env bash
# Writes the peers' company (schema `app` of a PostgreSQL database) as CSV files: export.sh postgres://… DIR
set -euo pipefail
url=$1 dir=$2
mkdir -p "$dir"
out() { psql -qX "$url" -c "SET timezone = 'UTC'" -c "\\copy ($2) TO '$dir/$1.csv' WITH (FORMAT csv, HEADER)"; }
out team "SELECT id, name FROM app.team ORDER BY id"
out rep "SELECT id, name, email, hired_on, team_id FROM app.rep ORDER BY id"
out customer "SELECT id, name, segment, rep_id FROM app.customer ORDER BY id"
out lead "SELECT id, source, rep_id, customer_id, created_at, converted_at, status FROM app.lead ORDER BY id"
out deal "SELECT id, title, customer_id, rep_id, status, (amount_cents / 100.0)::numeric(14, 2) AS amount, probability, expected_close::date AS expected_close_on, opened_at, closed_at FROM app.deal ORDER BY id"
out interaction "SELECT id, kind, occurred_at, rep_id, customer_id, deal_id, note FROM app.interaction ORDER BY id"
out meeting "SELECT id, status, scheduled_at, rep_id, customer_id, deal_id FROM app.meeting ORDER BY id"
out quote "SELECT id, customer_id, deal_id, rep_id, (amount_cents / 100.0)::numeric(14, 2) AS amount, sent_at, accepted_at, CASE WHEN accepted_at IS NULL THEN 'sent' ELSE 'accepted' END AS status FROM app.quote ORDER BY id"
