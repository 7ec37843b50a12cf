"""Predicts the keys of a piano roll from those of the previous frame."""

import math
from collections import Counter

from .tables import read_json

KEYS = 88


def report(folder):
    for name in ("jsb", "nottingham"):
        train, test = (
            [row["notes"] for row in read_json(folder / name / f"{part}.json")]
            for part in ("train", "test")
        )
        for what, pooled in (("of each key", False), ("of all keys together", True)):
            yield f"{name}, previous frame, rates {what}: {nats(train, test, pooled):.4f} nats per frame"


def nats(train, test, pooled):
    """Returns probabilities with add-one smoothing."""
    sounding, cases = Counter(), Counter()
    for piece in train:
        for key, before, now in steps(piece):
            place = (0 if pooled else key, before)
            sounding[place] += now
            cases[place] += 1
    total = 0.0
    for piece in test:
        for key, before, now in steps(piece):
            place = (0 if pooled else key, before)
            rate = (sounding[place] + 1) / (cases[place] + 2)
            total -= math.log(rate if now else 1 - rate)
    return total / sum(len(piece) - 1 for piece in test)


def steps(piece):
    for last, frame in zip(piece, piece[1:]):
        last, frame = set(last), set(frame)
        for key in range(KEYS):
            yield key, key in last, key in frame
