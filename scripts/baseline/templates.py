"""Predicts the most frequent sentence of a dialogue act."""

import math
from collections import Counter, defaultdict

from .tables import read_json

SLOT = "SLOT_"
ORDERS = 4


def report(folder):
    train, test = (
        [(frozenset(row["act"].split()), tuple(row["sentence"].split())) for row in read_json(path)]
        for path in (folder / "train.json", folder / "test.json")
    )
    said, references = defaultdict(Counter), defaultdict(list)
    for act, sentence in train:
        said[act][sentence] += 1
    for act, sentence in test:
        references[act].append(sentence)
    predicted = [said[nearest(act, said)].most_common(1)[0][0] for act, _ in test]
    unseen = sum(act not in said for act, _ in test)
    pairs = list(zip(predicted, [references[act] for act, _ in test]))
    errors = [slot_errors(act, sentence) for (act, _), sentence in zip(test, predicted)]
    slots = sum(word.startswith(SLOT) for act, _ in test for word in act)
    yield (
        f"most frequent sentence of the act: BLEU {bleu(pairs):.2f}, slot errors "
        f"{sum(errors) / slots:.4f}; {unseen} of {len(test)} acts are not in training: the most "
        "similar one (Jaccard)"
    )


def nearest(act, acts):
    if act in acts:
        return act
    return max(acts, key=lambda other: (len(act & other) / len(act | other), sorted(other)))


def slot_errors(act, sentence):
    wanted = Counter(word for word in act if word.startswith(SLOT))
    made = Counter(word for word in sentence if word.startswith(SLOT))
    return ((wanted - made) + (made - wanted)).total()


def bleu(pairs):
    """Returns the corpus BLEU of unmodified words; there are matches of every order here."""
    matches, totals, made, wanted = Counter(), Counter(), 0, 0
    for sentence, references in pairs:
        made += len(sentence)
        wanted += min((abs(len(each) - len(sentence)), len(each)) for each in references)[1]
        for order in range(1, ORDERS + 1):
            most = Counter()
            for reference in references:
                most |= ngrams(reference, order)
            found = ngrams(sentence, order)
            matches[order] += (found & most).total()
            totals[order] += found.total()
    logs = sum(math.log(matches[order] / totals[order]) for order in totals) / ORDERS
    return 100 * math.exp(logs + min(0, 1 - wanted / made))


def ngrams(sentence, order):
    return Counter(zip(*(sentence[first:] for first in range(order))))
