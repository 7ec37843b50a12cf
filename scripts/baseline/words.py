"""Trigrams of words of the Brown corpus with interpolated Kneser-Ney smoothing."""

import math
from collections import Counter

from .names import END, UNKNOWN, Trigrams

MINIMUM = 4


def report(folder):
    train, test = (sentences(folder / f"{part}.txt") for part in ("train", "test"))
    counts = Counter(word for sentence in train for word in sentence)
    vocabulary = {word for word, count in counts.items() if count >= MINIMUM} | {END, UNKNOWN}
    model = Trigrams(train, vocabulary)
    nats = [nat for sentence in test for nat in model.nats(sentence)]
    yield (
        f"trigrams of {len(vocabulary)} words: perplexity "
        f"{math.exp(sum(nats) / len(nats)):.1f}, {len(nats)} words and ends of sentences"
    )


def sentences(path):
    return [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
