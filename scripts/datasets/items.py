"""Writes sessions of clicks on many items, whose best possible ranking is known."""

import bisect
import json
import math
import random
from itertools import accumulate

from .events import write_csv

ITEMS = 100_000
GROUPS = 200
SUCCESSORS = 10
FOLLOWED = 0.9  # the probability that a click is on a successor of the item before
CLICKS = 3  # of a session
SESSIONS = {"validation": 2_000, "test": 5_000}
TOP = 20
SEED = 5


def prepare_items(folder):
    """Sessions of a Markov chain over 100 000 items, a row for each click.

    An item is followed with probability 0.9 by one of the ten successors of its group, of which the
    j-th has a probability that is proportional to 1 / j, otherwise by any item. There are 200
    groups. Successors and other items are drawn by Zipf's law. The sessions of the training begin
    with each item once, the others with items that are drawn.
    """
    chain = Chain(random.Random(SEED))
    draw = random.Random(SEED + 1)
    first = list(range(ITEMS))
    draw.shuffle(first)
    parts = {"train": chain.sessions(draw, first)}
    for part, count in SESSIONS.items():
        parts[part] = chain.sessions(draw, [chain.popular(draw) for _ in range(count)])
    rows = {
        part: [
            [f"{part}{number}", position, f"i{item}"]
            for number, session in enumerate(sessions)
            for position, item in enumerate(session)
        ]
        for part, sessions in parts.items()
    }
    write_csv(folder, ["session", "position", "item"], rows)
    best = {part: chain.best(parts[part]) for part in SESSIONS}
    (folder / "best.json").write_text(json.dumps(best, indent=2) + "\n", "utf-8")
    print(f"{folder.name}/best.json: {json.dumps(best)}")


class Chain:
    """The Markov chain; items are numbered from 0 in the order of their popularity."""

    def __init__(self, draw):
        self.range = math.log(ITEMS + 1)
        successors = [[self.popular(draw) for _ in range(SUCCESSORS)] for _ in range(GROUPS)]
        self.successors = [draw.choice(successors) for _ in range(ITEMS)]
        shares = [1 / (place + 1) for place in range(SUCCESSORS)]
        self.shares = [share / sum(shares) for share in shares]
        self.bounds = list(accumulate(self.shares))

    def popular(self, draw):
        """Draws an item by Zipf's law."""
        return min(ITEMS - 1, int(math.exp(draw.random() * self.range)) - 1)

    def popularity(self, item):
        """Returns the probability of an item by Zipf's law."""
        return math.log1p(1 / (item + 1)) / self.range

    def following(self, draw, item):
        """Draws the item after another one."""
        if draw.random() >= FOLLOWED:
            return self.popular(draw)
        place = min(SUCCESSORS - 1, bisect.bisect(self.bounds, draw.random()))
        return self.successors[item][place]

    def sessions(self, draw, first):
        sessions = []
        for item in first:
            session = [item]
            while len(session) < CLICKS:
                session.append(self.following(draw, session[-1]))
            sessions.append(session)
        return sessions

    def probabilities(self, item):
        """Returns the probabilities of all items that can be among the most probable after one."""
        after = {other: (1 - FOLLOWED) * self.popularity(other) for other in range(TOP)}
        for successor, share in zip(self.successors[item], self.shares, strict=True):
            after.setdefault(successor, (1 - FOLLOWED) * self.popularity(successor))
            after[successor] += FOLLOWED * share
        return after

    def best(self, sessions):
        """Returns the recall and the loss of the true probabilities."""
        found, loss, targets = 0, 0.0, 0
        for session in sessions:
            for item, target in zip(session, session[1:]):
                after = self.probabilities(item)
                ranked = sorted(after, key=after.get, reverse=True)[:TOP]
                found += target in ranked
                unlikely = (1 - FOLLOWED) * self.popularity(target)
                loss -= math.log(after.get(target, unlikely))
                targets += 1
        return {"targets": targets, "recallAt20": found / targets, "loss": loss / targets}
