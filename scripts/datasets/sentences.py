"""Writes tables of meanings and of sentences that say them, with slots for names and values."""

import csv
import gzip
import itertools
import json
import re

from .examples import write_json

SPECIAL_VALUES = {"yes", "no", "none", "dont_care"}
SLOT_VALUE = re.compile(r"(\w+)(?:=('[^']*'|[^;)]*))?[;)]")
ATTRIBUTE_VALUE = re.compile(r"([^,\[]+)\[([^\]]*)\]")
ATTRIBUTES = {"Type": "eatType", "price": "priceRange", "family friendly": "familyFriendly"}
NAMES = ("name", "near")
TOKEN = re.compile(r"SLOT_\w+|[^\s.,;:?!()\"]+(?:[.,]\d+)*|[^\s]")


def prepare_rnnlg(source, folder):
    """Converts dialogue acts and their sentences (Wen et al. 2015, arXiv 1508.01745) without values."""
    names = {"train": "train", "valid": "validation", "test": "test"}
    rows = {renamed: utterances(source / f"{part}.json") for part, renamed in names.items()}
    write_json(folder, rows)


def utterances(path):
    text = path.read_text("utf-8")
    return [utterance(act, said) for act, said, _ in json.loads(text[text.index("[") :])]


def utterance(act, said):
    """Returns the act as a set of words, and the sentence with slots for values.

    A value that a sentence can have word by word is a slot, SLOT_NAME, of both; the second value of
    the same slot is SLOT_NAME_2. What is said of others is left as it is: values that mean
    themselves, such as dont_care, the type, which is the same everywhere, and slots without value.
    The full stop at the end is left out, as the authors do.
    """
    kind, _, rest = act.partition("(")
    words, values = [kind], []
    for slot, value in SLOT_VALUE.findall(rest):
        value = value.strip("'")
        if not value or value in SPECIAL_VALUES or slot == "type":
            words.append(f"{slot}={value or '?'}")
        else:
            count = sum(name == slot for name, _, _ in values) + 1
            token = f"SLOT_{slot.upper()}" + (f"_{count}" if count > 1 else "")
            values.append((slot, value, token))
            words.append(token)
    for _, value, token in sorted(values, key=lambda each: -len(each[1])):
        said = replace_first(said, value, token)
    return {"act": " ".join(words), "sentence": re.sub(r" [.?!]$", "", said)}


def replace_first(sentence, value, token):
    """Values that are joined by "or" or "and" may occur in any order."""
    parts = re.split(r" or | and ", value)
    for joined in (" and ", " or "):
        for order in itertools.permutations(parts):
            found = f" {joined.join(order)} "
            if found in f" {sentence} ":
                return f" {sentence} ".replace(found, f" {token} ", 1).strip()
    return sentence


def prepare_e2e(source, folder):
    """Converts descriptions of restaurants (Novikova et al. 2017, arXiv 1706.09254).

    A row has the meaning, a token for each attribute with its value, the sentence in tokens, and the
    names that SLOT_NAME and SLOT_NEAR stand for in both. Those of meanings are the ones of the test,
    each once, as the data set writes it.
    """
    test = table(source / "testset_w_refs.csv")
    meanings = {row["mr"]: description(*parse_row(row)) | {"mr": row["mr"]} for row in test}
    rows = {
        "train": [description(*pair) for pair in training_pairs(source)],
        "validation": [description(*parse_row(row)) for row in table(source / "devset.csv")],
        "test": [description(*parse_row(row)) for row in test],
        "meanings": list(meanings.values()),
    }
    write_json(folder, rows)


def training_pairs(source):
    """Returns the training rows: of trainset.csv or, if there is none, of its copy in tokens."""
    if (source / "trainset.csv").exists():
        return [parse_row(row) for row in table(source / "trainset.csv")]
    with gzip.open(source / "train.tok.txt.gz", "rt", encoding="utf-8") as lines:
        return [parse_line(line) for line in lines if line.strip()]


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parse_line(line):
    """Returns the attributes and the sentence of a line whose text was split at punctuation."""
    meaning, end, sentence = line.strip().partition("||")
    pairs = [part.partition(" : ") for part in meaning.split(" | ")]
    if not end or not all(separator for _, separator, _ in pairs):
        raise ValueError(f"expected NAME : VALUE | ...||SENTENCE, found {line.strip()!r}")
    attributes = {ATTRIBUTES.get(name.strip(), name.strip()): value for name, _, value in pairs}
    return {name: joined(value) for name, value in attributes.items()}, joined(sentence)


def joined(text):
    """Puts together what was split: an amount, a word with hyphens, a word and its ending."""
    text = re.sub(r"£ (?=\d)", "£", text.strip())
    text = re.sub(r" ?([-–]) ?", r"\1", text)
    return re.sub(r" (n't|'(?:s|re|ve|ll|d|m))\b", r"\1", text)


def parse_row(row):
    pairs = ATTRIBUTE_VALUE.findall(row["mr"])
    return {name.strip(): value for name, value in pairs}, row["ref"]


def description(attributes, sentence):
    row = {name: attributes.get(name, "") for name in NAMES}
    for name, value in sorted(row.items(), key=lambda pair: -len(pair[1])):
        if value:
            sentence = re.sub(rf"\b{re.escape(value)}\b", f"SLOT_{name.upper()}", sentence)
    tokens = [token_of(name, attributes[name]) for name in sorted(attributes)]
    return {"meaning": " ".join(tokens), "sentence": " ".join(TOKEN.findall(sentence))} | row


def token_of(name, value):
    if name in NAMES:
        return f"SLOT_{name.upper()}"
    return f"{name}={value}".replace(" ", "_")
