#!/usr/bin/env python3
"""Lets a running node join the peers as one more: writes the bodies of its requests, and its entry in their `peers.json`.

    join.py PEERS PID PORT postgres://…/DATABASE EMAIL PASSWORD

PEERS is the folder of the peers; the process PID serves DATABASE at PORT: the company of `export.sh`, imported with
`mapping.toml`, with an admin of that e-mail. The token of the node lives a few minutes only: the script stays and renews
it until it is stopped, and says "ready" once the peers' `bench.py run --peers pilotage,…` may begin.
"""

import json
import os
import random
import subprocess
import sys
import time
import urllib.request

KPIS = (
    "revenue { value { amount } } wonDeals { value } averageDealValue { value { amount } } winRate { value } "
    "leadsReceived { value } leadConversionRate { value } interactionCount { value } customerMeetingsHeld { value } "
    "meetingToDeal { value } quoteToContractPeriodRate { value } customerRetentionRate { value } forecast { value { amount } }"
)
TREND = ["revenue", "wonDeals", "averageDealValue", "winRate", "leadsReceived", "leadConversionRate", "interactionCount", "customerMeetingsHeld"]
JUNE = "{month: {year: 2026, month: 6}}"
HOME = f"id name team {{ id name }} kpis(period: {JUNE}) {{ {KPIS} }}"


def quarter(number):
    return f"kpis(period: {{quarter: {{year: 2026, quarter: {number}}}}}) {{ {KPIS} }}"


def trend(first, others):
    """A year of 20 teams by month; what is asked of the points of the first KPI, and of those of the others."""
    series = " ".join(f"{kpi} {{ series(by: MONTH) {{ {others if place else first} }} }}" for place, kpi in enumerate(TREND))
    return "{ teams(first: 20) { nodes { id name kpis(period: {between: {from: \"2025-07-01\", to: \"2026-07-01\"}}) { %s } } } }" % series


EXACT = "period { from } value { money { amount } count ratio }"

OPERATIONS = {
    "q1": ("query ($rep: ID!) { rep(id: $rep) { %s } }" % HOME, lambda r, ids: {"rep": ids["r"][r]}),
    "q2": (
        "query ($team: ID!) { team(id: $team) { id name reps(first: 100) { nodes { id name cur: %s prv: %s } } } }" % (quarter(2), quarter(1)),
        lambda r, ids: {"team": ids["t"][1 + r % 20]},
    ),
    "q3": (trend(EXACT, EXACT), lambda r, ids: {}),
    # As charts ask for it and as the peers answer it: each month once, figures as plain numbers.
    "q3n": (trend("period { from } number", "number"), lambda r, ids: {}),
    "q4": (
        "{ deals(first: 50, filter: {status: OPEN}, orderBy: LARGEST_AMOUNT) { nodes { id name amount { amount } probability "
        "expectedCloseOn customer { id name segment } rep { id name team { id name } } "
        "interactions(first: 3) { nodes { id kind occurredAt note } } } } }",
        lambda r, ids: {},
    ),
    "q5": (
        "{ leaderboard(kpi: REVENUE, period: {quarter: {year: 2026, quarter: 2}}, first: 200) "
        "{ entries { rank rep { id name team { name } } value { money { amount } } } } }",
        lambda r, ids: {},
    ),
    "m1": (
        "mutation ($rep: ID!, $customer: ID!) { interactionLog(input: {performer: $rep, customer: $customer, kind: CALL, "
        "occurredAt: \"2026-06-30T12:00:00Z\", note: \"logged from the load test: a call about next steps\"}) "
        "{ errors { code message } interaction { id performer { %s } } } }" % HOME,
        lambda r, ids: {"rep": ids["r"][r], "customer": ids["c"][1 + (r * 7919) % len(ids["c"])]},
    ),
}


def ask(port, document, variables, token=None):
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = token
    body = json.dumps({"query": document, "variables": variables}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", body, headers)
    answer = json.load(urllib.request.urlopen(request, timeout=30))
    if answer.get("errors"):
        sys.exit(f"refused: {json.dumps(answer['errors'])[:500]}")
    return answer["data"]


def sign_in(port, email, password):
    document = "mutation ($email: String!, $password: String!) { signIn(input: {email: $email, password: $password}) { accessToken errors { message } } }"
    signed = ask(port, document, {"email": email, "password": password})["signIn"]
    if signed["errors"]:
        sys.exit(signed["errors"][0]["message"])
    return "Bearer " + signed["accessToken"]


def typeid(kind, uuid):
    """The id of the API: the kind, and the UUID in 26 letters."""
    bits, letters = int(uuid.replace("-", ""), 16), "0123456789abcdefghjkmnpqrstvwxyz"
    return f"{kind}_" + "".join(letters[(bits >> (5 * place)) & 31] for place in range(25, -1, -1))


def ids(database):
    """The ids of teams, reps and customers, by their number among the peers."""
    found = {"t": {}, "r": {}, "c": {}}
    for table, kind in (("team", "team"), ("rep", "rep"), ("customer", "customer")):
        rows = subprocess.run(["psql", "-qtAX", database, "-c", f"SELECT external_id, id FROM {table}"], check=True, capture_output=True, text=True)
        for row in rows.stdout.split():
            number, uuid = row.split("|")
            found[number[0]][int(number[1:])] = typeid(kind, uuid)
    return found


def main():
    peers, pid, port, database, email, password = sys.argv[1:7]
    load = os.path.join(peers, "load")
    reps = list(range(1, 201))
    random.Random(7).shuffle(reps)
    known, token = ids(database), sign_in(port, email, password)
    for folder in ("bodies/pilotage", "run"):
        os.makedirs(f"{load}/{folder}", exist_ok=True)
    for name, (document, variables) in OPERATIONS.items():
        if name != "m1":
            ask(port, document, variables(reps[0], known), token)
        with open(f"{load}/bodies/pilotage/{name}.txt", "w") as file:
            for rep in reps:
                file.write(f"{rep}\t{json.dumps({'query': document, 'variables': variables(rep, known)})}\n")
    with open(f"{load}/run/pilotage.pid", "w") as file:
        file.write(pid)
    with open(f"{load}/peers.json") as file:
        entries = json.load(file)
    entries["pilotage"] = {"port": int(port), "dialect": "pilotage", "auth": f"{load}/run/pilotage.auth", "dir": ".", "cmd": [], "env": {}}
    with open(f"{load}/peers.json", "w") as file:
        json.dump(entries, file, indent=1)
    while True:
        with open(f"{load}/run/pilotage.auth", "w") as file:
            file.write(sign_in(port, email, password))
        print("ready", flush=True)
        time.sleep(240)


if __name__ == "__main__":
    main()
