#!/usr/bin/env python3
"""Holds the answers of a running node against those of another peer, figure by figure.

    compare.py PEERS [PEER]

Both have joined the peers (`join.py`, `bench.py up`). PEER is rust_norm where none is named: it computes from the records.
Prints of each figure how many answers are equal, and of those that are not the first one.
"""

import json
import sys
import urllib.request

FIGURES = {
    "revenueCents": ("revenue", 100),
    "dealsWon": ("wonDeals", 1),
    "averageBasketCents": ("averageDealValue", 100),
    "winRate": ("winRate", 1),
    "newLeads": ("leadsReceived", 1),
    "conversionRate": ("leadConversionRate", 1),
    "interactions": ("interactionCount", 1),
    "meetingsHeld": ("customerMeetingsHeld", 1),
    "meetingRate": ("meetingToDeal", 1),
    "quoteToContract": ("quoteToContractPeriodRate", 1),
    "retentionRate": ("customerRetentionRate", 1),
    "forecastCents": ("forecast", 100),
}


def ask(load, peer, body, rep):
    headers = {"content-type": "application/json", "x-rep-id": str(rep)}
    if "auth" in peer:
        with open(peer["auth"]) as file:
            headers["authorization"] = file.read().strip()
    address = f"http://127.0.0.1:{peer['port']}{peer.get('path', '/graphql')}"
    answer = json.load(urllib.request.urlopen(urllib.request.Request(address, body.encode(), headers), timeout=60))
    if answer.get("errors"):
        sys.exit(json.dumps(answer["errors"])[:500])
    return answer["data"]


def number(value):
    """A value of ours as a number: money by its amount."""
    if isinstance(value, dict):
        parts = (value.get("amount"), (value.get("money") or {}).get("amount"), value.get("count"), value.get("ratio"))
        value = next((part for part in parts if part is not None), None)
    return None if value is None else float(value)


class Tally:
    def __init__(self):
        self.equal, self.compared, self.first = {}, {}, {}

    def add(self, figure, ours, theirs, what):
        same = ours is None and theirs is None or None not in (ours, theirs) and abs(ours - theirs) <= 1e-6 * max(1, abs(theirs))
        self.compared[figure] = self.compared.get(figure, 0) + 1
        self.equal[figure] = self.equal.get(figure, 0) + same
        if not same:
            self.first.setdefault(figure, f"{what}: {ours} here, {theirs} there")

    def kpis(self, ours, theirs, what):
        for name, (field, scale) in FIGURES.items():
            if name in theirs and field in ours:
                value = number(ours[field]["value"])
                self.add(name, None if value is None else value * scale, theirs[name], what)


def by_name(rows):
    return {row["name"]: row for row in rows}


def main():
    peers, name = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "rust_norm"
    load = f"{peers}/load"
    with open(f"{load}/peers.json") as file:
        known = json.load(file)
    us, them = known["pilotage"], known[name]

    def both(operation, most):
        def bodies(peer):
            with open(f"{load}/bodies/{peer['dialect']}/{operation}.txt") as file:
                return [line.rstrip("\n").split("\t", 1) for line in file][:most]

        for (rep, ours), (same, theirs) in zip(bodies(us), bodies(them)):
            assert rep == same
            yield rep, ask(load, us, ours, rep), ask(load, them, theirs, rep)

    tally = Tally()
    for rep, ours, theirs in both("q1", 200):
        tally.kpis(ours["rep"]["kpis"], theirs["me"]["kpis"], f"rep {rep}, June")
    for rep, ours, theirs in both("q2", 20):
        reps = by_name(theirs["team"]["reps"])
        for row in ours["team"]["reps"]["nodes"]:
            for quarter in ("cur", "prv"):
                tally.kpis(row[quarter], reps[row["name"]][quarter], f"{row['name']}, {quarter}")
    for _, ours, theirs in both("q3", 1):
        teams = by_name(theirs["teams"])
        for team in ours["teams"]["nodes"]:
            for place, month in enumerate(teams[team["name"]]["kpiSeries"]):
                for figure, (field, scale) in FIGURES.items():
                    if figure in month and field in team["kpis"]:
                        value = number(team["kpis"][field]["series"][place]["value"])
                        tally.add(figure, None if value is None else value * scale, month[figure], f"{team['name']}, month {place + 1}")
    for _, ours, theirs in both("q5", 1):
        board = {row["repName"]: row for row in theirs["leaderboard"]}
        for row in ours["leaderboard"]["entries"]:
            tally.add("leaderboard", number(row["value"]) * 100, board[row["rep"]["name"]]["revenueCents"], row["rep"]["name"])
    for figure, compared in tally.compared.items():
        print(f"{figure:20} {tally.equal[figure]:6} of {compared:6} equal   {tally.first.get(figure, '')}")


if __name__ == "__main__":
    main()
