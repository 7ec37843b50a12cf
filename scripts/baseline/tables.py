"""The tables of examples that scripts/prepare-data writes."""

import json


def read_json(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def read_pairs(path):
    return [tuple(line.split("\t")) for line in path.read_text("utf-8").split("\n") if line]
