"""Classes and tags by counting."""

import math
from collections import Counter, defaultdict

from .tables import read_json


def report_intents(folder):
    train, test = (read_json(folder / f"{part}.json") for part in ("train", "test"))
    for what, features in (("words", words), ("words and pairs of words", words_and_pairs)):
        classify = naive_bayes([(features(row["text"]), row["intent"]) for row in train])
        right = sum(classify(features(row["text"])) == row["intent"] for row in test)
        yield f"naive Bayes on {what}: accuracy {right / len(test):.4f}"


def words(text):
    return text.split()


def words_and_pairs(text):
    found = text.split()
    return [*found, *zip(["", *found], [*found, ""])]


def naive_bayes(examples):
    """Multinomial naive Bayes with add-one smoothing."""
    features = {feature for found, _ in examples for feature in found}
    counts, sizes = defaultdict(Counter), Counter(label for _, label in examples)
    for found, label in examples:
        counts[label].update(found)

    def score(label, found):
        total = counts[label].total() + len(features)
        known = [feature for feature in found if feature in features]
        return math.log(sizes[label]) + sum(
            math.log((counts[label][feature] + 1) / total) for feature in known
        )

    return lambda found: max(sorted(sizes), key=lambda label: score(label, found))


def report_slots(folder):
    train, test = (
        [(row["text"].split(), row["tags"].split()) for row in read_json(folder / f"{part}.json")]
        for part in ("train", "test")
    )
    yield from report_most_frequent(train, test)


def report_tags(folder):
    train, test = (sentences(folder / f"en_ewt-ud-{part}.conllu") for part in ("train", "test"))
    yield from report_most_frequent(train, test)


def sentences(path):
    found = []
    for block in path.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
        rows = [row for row in rows if row[0].isdigit()]
        if rows:
            found.append(([row[1] for row in rows], [row[3] for row in rows]))
    return found


def report_most_frequent(train, test):
    counts, all_tags = defaultdict(Counter), Counter()
    for found, tags in train:
        all_tags.update(tags)
        for word, tag in zip(found, tags):
            counts[word][tag] += 1
    ((usual, _),) = all_tags.most_common(1)
    best = {word: tags.most_common(1)[0][0] for word, tags in counts.items()}
    predicted = [[best.get(word, usual) for word in found] for found, _ in test]
    pairs = [pair for (_, tags), made in zip(test, predicted) for pair in zip(tags, made)]
    line = f"most frequent tag: accuracy {sum(a == b for a, b in pairs) / len(pairs):.4f}"
    if all(tag == "O" or tag[:2] in ("B-", "I-") for tag in all_tags):
        line += f", F1 of phrases {chunk_f1([tags for _, tags in test], predicted):.4f}"
    yield line


def chunk_f1(expected, predicted):
    right = found = wanted = 0
    for tags, made in zip(expected, predicted):
        true, guessed = chunks(tags), chunks(made)
        right, found, wanted = right + len(true & guessed), found + len(guessed), wanted + len(true)
    return 2 * right / (found + wanted)


def chunks(tags):
    """Returns chunks as conlleval does: one begins at B, and at I after another type or after O."""
    spans, begin = set(), None
    for place, tag in enumerate([*tags, "O"]):
        previous = tags[place - 1] if place else "O"
        begins = tag != "O" and (tag[0] == "B" or tag[2:] != previous[2:])
        if begin is not None and (tag == "O" or begins):
            spans.add((begin, place, previous[2:]))
            begin = None
        if begins:
            begin = place
    return spans
