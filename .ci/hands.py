#!/usr/bin/env python3
"""Many hands at once on a running node: 64 clients that mutate for a minute.

    .ci/hands.py http://127.0.0.1:8080 EMAIL PASSWORD [--clients 64] [--seconds 60]

Fails when an answer is neither a success nor a documented CONFLICT, or when an update was lost: each success on a shared
deal adds 1 to its amount, so that the amounts must come to the number of successes. Run `pilotage ledger verify`
afterwards.
"""

import argparse
import collections
import http.client
import json
import random
import statistics
import sys
import threading
import time
from urllib.parse import urlsplit


class Client:
    def __init__(self, address, token=None):
        self.address, self.token, self.connection = address, token, None

    def ask(self, document, **variables):
        """The answer of the node, and what went wrong where there is none."""
        headers = {"content-type": "application/json"}
        if self.token:
            headers["authorization"] = "Bearer " + self.token
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.address, timeout=30)
        body = json.dumps({"query": document, "variables": variables})
        try:
            self.connection.request("POST", "/graphql", body, headers)
            response = self.connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as cause:
            self.connection.close()
            self.connection = None
            return None, f"connection: {type(cause).__name__} {cause}"
        if response.status != 200:
            return None, f"HTTP {response.status} {text[:120]}"
        answer = json.loads(text)
        if answer.get("errors"):
            error = answer["errors"][0]
            return None, f"{error['extensions']['code']} {error['message'][:80]}"
        return answer["data"], None


def act(client, mutation, **variables):
    data, wrong = client.ask("mutation" + mutation, **variables)
    if wrong:
        return None, wrong
    payload = next(iter(data.values()))
    if payload["errors"]:
        return None, payload["errors"][0]["code"]
    return payload, None


ERRORS = "errors { code field message }"
CREATE = "($n: String!, $a: Decimal!) { dealCreate(input: {name: $n, amount: {amount: $a}}) { deal { id } " + ERRORS + " } }"
RAISE = "($id: ID!, $a: Decimal!, $v: Int!) { dealUpdate(id: $id, input: {amount: {amount: $a}, version: $v}) { deal { version } " + ERRORS + " } }"
WIN = "($id: ID!) { dealWin(id: $id) { deal { status } " + ERRORS + " } }"
REOPEN = "($id: ID!) { dealReopen(id: $id) { deal { status } " + ERRORS + " } }"
LEAD = "($t: String!) { leadCreate(input: {title: $t}) { lead { id } " + ERRORS + " } }"
QUALIFY = "($id: ID!) { leadQualify(id: $id) { lead { status } " + ERRORS + " } }"
CALL = "($d: ID!) { interactionLog(input: {kind: CALL, deal: $d}) { interaction { id } " + ERRORS + " } }"


class Hands:
    def __init__(self, address, token, shared, deadline):
        self.address, self.token, self.shared, self.deadline = address, token, shared, deadline
        self.lock = threading.Lock()
        self.done, self.wrong, self.raised = collections.Counter(), collections.Counter(), collections.Counter()
        self.times = []

    def note(self, name, wrong, took):
        with self.lock:
            self.times.append(took)
            if wrong is None:
                self.done[name] += 1
            else:
                self.wrong[f"{name}: {wrong}"] += 1

    def timed(self, name, call, *rest, **variables):
        start = time.monotonic()
        found, wrong = call(*rest, **variables)
        self.note(name, wrong, time.monotonic() - start)
        return found, wrong

    def raise_one(self, client, dice):
        deal = dice.choice(self.shared)
        found, wrong = self.timed("read", client.ask, "query($id: ID!) { deal(id: $id) { version amount { amount } } }", id=deal)
        if wrong:
            return
        amount = str(float(found["deal"]["amount"]["amount"]) + 1)
        _, wrong = self.timed("raise", act, client, RAISE, id=deal, a=amount, v=found["deal"]["version"])
        if wrong is None:
            with self.lock:
                self.raised[deal] += 1

    def sell(self, client, dice):
        found, wrong = self.timed("create", act, client, CREATE, n=f"Deal {dice.random():.6f}", a=str(dice.randint(1, 9999)))
        if wrong is None:
            deal = found["deal"]["id"]
            self.timed("call", act, client, CALL, d=deal)
            self.timed("win", act, client, WIN, id=deal)
            if dice.random() < 0.3:
                self.timed("reopen", act, client, REOPEN, id=deal)

    def prospect(self, client, dice):
        found, wrong = self.timed("lead", act, client, LEAD, t=f"Lead {dice.random():.6f}")
        if wrong is None:
            self.timed("qualify", act, client, QUALIFY, id=found["lead"]["id"])

    def flip(self, client, dice):
        self.timed("flip", act, client, dice.choice([WIN, REOPEN]), id=dice.choice(self.shared[:4]))

    def look(self, client, _dice):
        kpis = "{ organization { kpis(period: {preset: THIS_YEAR}) { revenue { value { amount } } wonDeals { value } } } }"
        self.timed("kpis", client.ask, kpis)

    def work(self, number):
        client, dice = Client(self.address, self.token), random.Random(number)
        acts = [self.raise_one] * 5 + [self.sell] * 2 + [self.prospect] * 2 + [self.flip, self.look]
        while time.monotonic() < self.deadline:
            dice.choice(acts)(client, dice)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("email")
    parser.add_argument("password")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    address = urlsplit(given.url).netloc
    if not address.startswith(("127.0.0.1", "localhost", "[::1]")):
        sys.exit("Only a node on this machine is to be loaded.")
    door = Client(address)
    found, wrong = door.ask(
        "mutation($e: String!, $p: String!) { signIn(input: {email: $e, password: $p}) { accessToken } }",
        e=given.email, p=given.password)
    if wrong or not found["signIn"]["accessToken"]:
        sys.exit(f"cannot sign in: {wrong or found}")
    token = found["signIn"]["accessToken"]
    client = Client(address, token)
    shared = []
    for number in range(16):
        made, wrong = act(client, CREATE, n=f"Shared {number}", a="0")
        if wrong:
            sys.exit(f"cannot begin: {wrong}")
        shared.append(made["deal"]["id"])
    hands = Hands(address, token, shared, time.monotonic() + given.seconds)
    threads = [threading.Thread(target=hands.work, args=(number,)) for number in range(given.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lost = 0
    client = Client(address, token)  # the first one's connection was idle too long
    for deal in shared:
        data, wrong = client.ask("query($id: ID!) { deal(id: $id) { amount { amount } } }", id=deal)
        if wrong:
            sys.exit(f"cannot read the end: {wrong}")
        lost += abs(int(float(data["deal"]["amount"]["amount"])) - hands.raised[deal])
    conflicts = {what: times for what, times in hands.wrong.items() if what.endswith(": CONFLICT")}
    failures = {what: times for what, times in hands.wrong.items() if what not in conflicts}
    times = sorted(hands.times)
    print(f"{sum(hands.done.values())} successes in {given.seconds:.0f} s by {given.clients} clients:", dict(hands.done))
    print("conflicts:", conflicts)
    print("failures:", failures)
    print(f"lost updates: {lost} of {sum(hands.raised.values())}")
    print(f"time: median {statistics.median(times) * 1e3:.0f} ms, p99 {times[int(len(times) * 0.99)] * 1e3:.0f} ms, "
          f"longest {times[-1] * 1e3:.0f} ms")
    sys.exit(1 if failures or lost else 0)


if __name__ == "__main__":
    main()
