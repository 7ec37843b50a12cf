"""Trigrams of characters with interpolated Kneser-Ney smoothing (Chen and Goodman 1999).

    p(c | a b) = (n(a b c) - D3)+ / n(a b ·) + D3 N(a b ·) / n(a b ·) p(c | b)

where N counts different characters. p(c | b) is the same with the number of different characters
before b c in place of counts, p(c) likewise, and below it all characters are equally probable. The
discount D of each order is n1 / (n1 + 2 n2), where n1 counts occur once and n2 twice.
"""

import math
from collections import Counter, defaultdict

from .tables import read_pairs

BEGIN, END, UNKNOWN = "<begin>", "<end>", "<unknown>"
ORDERS = 3


class Trigrams:
    def __init__(self, texts, alphabet):
        self.alphabet = alphabet
        grams = Counter(gram for text in texts for gram in self.trigrams(text))
        self.orders = []
        for _ in range(ORDERS):
            self.orders.insert(0, Order(grams))
            grams = Counter(gram[1:] for gram in grams)

    def trigrams(self, text):
        known = [char if char in self.alphabet else UNKNOWN for char in text]
        padded = [BEGIN] * (ORDERS - 1) + known + [END]
        return zip(*(padded[first:] for first in range(ORDERS)))

    def nats(self, text):
        return [-math.log(self.probability(gram)) for gram in self.trigrams(text)]

    def probability(self, gram):
        probability = 1 / len(self.alphabet)
        for order, grams in enumerate(self.orders, start=1):
            probability = grams.interpolate(gram[ORDERS - order :], probability)
        return probability


class Order:
    def __init__(self, grams):
        self.grams = grams
        often = Counter(grams.values())
        once, twice = often[1], often[2]
        self.discount = once / (once + 2 * twice) if once else 0.5
        self.totals, self.different = defaultdict(int), defaultdict(int)
        for gram, count in grams.items():
            self.totals[gram[:-1]] += count
            self.different[gram[:-1]] += 1

    def interpolate(self, gram, lower):
        total = self.totals.get(gram[:-1], 0)
        if not total:
            return lower
        kept = max(0, self.grams[gram] - self.discount)
        return (kept + self.discount * self.different[gram[:-1]] * lower) / total


def report(folder):
    train, test = (read_pairs(folder / f"{part}.tsv") for part in ("train", "test"))
    alphabet = {char for _, name in train for char in name} | {END, UNKNOWN}
    by_language = defaultdict(list)
    for language, name in train:
        by_language[language].append(name)
    of_all = Trigrams([name for _, name in train], alphabet)
    of_each = {each: Trigrams(texts, alphabet) for each, texts in by_language.items()}
    for what, model in (
        ("trigrams of all languages", lambda language: of_all),
        ("trigrams of each language", of_each.__getitem__),
    ):
        nats = [nat for language, name in test for nat in model(language).nats(name)]
        yield f"{what}: {sum(nats) / len(nats):.4f} nats per character, {len(nats)} characters"
