#!/usr/bin/env python3
"""Makes the reference models of test_torch.py anew: python/tests/models.

    python3 python/tests/reference_models.py CLASS_PATH [CASE…]

CLASS_PATH is that of unfold-driver with Spark, and of unfold-dl4j with DL4J for cases of DL4J. For
each case a tiny network is trained on generated rows, and the folder gets config.json, the
parameters, the vocabularies and metrics.json of the model, with expected.json: rows with what
`unfold predict --probabilities` says about them, or texts with the logarithms of the probabilities
of their tokens. For targets that are sequences, each row also has the loss of all rows together,
and for a hybrid the probabilities of its states at each step. Provenance and manifest are left out,
apart from the length of the longest target.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from reference_cases import CASES

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent.parent
WORDS = ["red", "green", "blue", "one", "two", "three", "up", "down"]
RESULTS = ("prediction", "scores", "text")
TRAINING = """
training {
  shards = 1, batch = 4, epochs = 6, steps = 20
  optimizer { kind = adam, learning-rate = 0.02 }
}
averaging.interval = 20
network { hidden = 5, embedding = 4 }
"""


def example(rng, number):
    """Returns a row with a column of each kind."""
    words = [rng.choice(WORDS) for _ in range(rng.randrange(1, 7))]
    steps = len(words)
    start = rng.randrange(1_700_000_000, 1_710_000_000)
    return {
        "text": " ".join(words),
        "tags": [word[0].upper() for word in words],
        "chunks": chunks(words, "BBII"),
        "spans": chunks(words, "SBIE"),
        "label": "odd" if steps % 2 else "even",
        "answer": " ".join(word[0] for word in words),
        "place": rng.choice(["here", "there", None]),
        "numbers": [None if rng.random() < 0.2 else rng.uniform(-9, 9) for _ in words],
        "pair": [rng.uniform(0, 5), None if rng.random() < 0.2 else rng.uniform(-100, 3)],
        "times": [start + i * rng.randrange(1, 90_000) for i in range(steps)],
        "notes": [sorted(rng.sample(range(5), rng.randrange(3))) for _ in words],
        "values": [[rng.uniform(0, 9), rng.gauss(50, 20)] for _ in words],
        "long": [[rng.uniform(0, 9), rng.gauss(50, 20)] for _ in range(6 * steps)],
        "size": [steps * 1.5, rng.gauss(0, 3)],
        "number": number,
    }


def chunks(words, positions):
    """Returns tags of phrases, runs of words with the same first letter: o and t are outside of them.

    `positions` are those of a chunk of one word, and of the first, an inner and the last of several.
    """
    single, first, inner, last = positions
    outside = [word[0] in "ot" for word in words]
    tags = []
    for i, word in enumerate(words):
        begins = i == 0 or words[i - 1][0] != word[0]
        ends = i + 1 == len(words) or words[i + 1][0] != word[0]
        position = (single if ends else first) if begins else (last if ends else inner)
        tags.append("O" if outside[i] else f"{position}-{word[0]}")
    return tags


def whole(row):
    return {**row, "numbers": [number or 0.5 for number in row["numbers"]]}


def steps(rng, count):
    """Returns the rows of sequences whose rows are steps."""
    return [
        {
            "machine": f"m{machine}",
            "time": time,
            "event": rng.choice(WORDS[:4]),
            "level": rng.gauss(5, 3),
            "unit": rng.choice(["bar", "volt"]),
            "state": rng.choice(["good", "bad"]),
        }
        for machine in range(count)
        for time in range(rng.randrange(1, 6))
    ]


def rows_of(kind, rng, count):
    if kind == "steps":
        return steps(rng, count)
    rows = [example(rng, number) for number in range(count)]
    return [whole(row) for row in rows] if kind == "whole" else rows


def write_lines(path, values):
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")


def prepare(folder, name, case):
    rng = random.Random(1)
    train = folder / f"{name}.train"
    if case["rows"] is None:
        lines = [example(rng, i)["text"] for i in range(80)]
        train.write_text("".join(line + "\n" for line in lines[:70]))
        (folder / f"{name}.lines").write_text("".join(line + "\n" for line in lines[70:75]))
    else:
        write_lines(train, rows_of(case["rows"], rng, 40))
        rows = rows_of(case["rows"], rng, 5)
        if "words" in case:
            rows = [row for row in rows if len(row["tags"]) <= case["words"]]
        write_lines(folder / f"{name}.rows", rows)
    for mark in ("probabilities", "sequence"):
        if case.get(mark):
            (folder / f"{name}.{mark}").touch()
    own = case["conf"].replace("DL4J", json.dumps(str(folder / f"{name}.json")))
    conf = f"{TRAINING}corpus.train = {json.dumps(str(train))}\n{own}\n"
    (folder / f"{name}.conf").write_text(conf)


def predicted(folder, name):
    """Returns the expected values: rows with what the model says about them."""
    if (folder / f"{name}.lines").exists():
        texts = (folder / f"{name}.lines").read_text().splitlines()
        if not (folder / f"{name}.scores").exists():
            return [{"text": "".join(text + "\n" for text in texts)}]
        scores = (folder / f"{name}.scores").read_text().splitlines()
        return [{"text": text, "scores": json.loads(s)} for text, s in zip(texts, scores)]
    return lines_of(folder / f"{name}.predicted")


def lines_of(table):
    """Returns the rows of a folder that `unfold predict` wrote; none if it does not exist."""
    parts = sorted(table.glob("part-*"))
    return [json.loads(line) for part in parts for line in part.read_text().splitlines()]


def columns(folder):
    """Returns the columns that a model of a table reads or is sorted by."""
    settings = json.loads((folder / "config.json").read_text())["preprocessing"]
    names = [column["column"] for column in settings.get("inputs", [])] + ["answer"]
    sequence = settings.get("sequence", {"by": [], "order": []})
    return names + sequence["by"] + sequence["order"]


def keep(folder, name):
    model, to = folder / f"{name}.run" / "model", TESTS / "models" / name
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    for file in ("config.json", "model.safetensors", "metrics.json", "form.json", "vocabulary.txt", "tokenizer.json"):
        if (model / file).exists():
            shutil.copyfile(model / file, to / file)
    config = json.loads((to / "config.json").read_text())
    (to / "config.json").write_text(json.dumps(config) + "\n")
    metrics = json.loads((to / "metrics.json").read_text())
    kept = {"parametersSha256": metrics["parametersSha256"]}
    (to / "metrics.json").write_text(json.dumps(kept) + "\n")
    provenance = json.loads((model / "provenance.json").read_text())
    counts = provenance["corpora"]["train"].get("counts", {})
    if "longestTarget" in counts:
        kept = {"corpora": {"train": {"counts": {"longestTarget": counts["longestTarget"]}}}}
        (to / "provenance.json").write_text(json.dumps(kept) + "\n")
    names = columns(to)
    rows = [
        {key: value for key, value in row.items() if key in names or key.startswith(RESULTS)}
        for row in predicted(folder, name)
    ]
    for row, states in zip(rows, lines_of(folder / f"{name}.posteriors")):
        row["states"] = states["prediction_probabilities"]
    loss = folder / f"{name}.loss"
    if loss.exists():
        rows = [{**row, "loss": float(loss.read_text())} for row in rows]
    write_lines(to / "expected.json", rows)


def run(program, folder):
    options = [f"@{ROOT}/conf/jvm-options", "-Xmx1g", "-cp", sys.argv[1]]
    log = f"-Dlog4j2.configurationFile={ROOT}/conf/log4j2.properties"
    command = ["java", *options, log, str(TESTS / program), str(folder)]
    if subprocess.run(command, env={**os.environ, "OMP_NUM_THREADS": "1"}).returncode:
        sys.exit(f"{program} failed")


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: reference_models.py CLASS_PATH [CASE…]")
    cases = {name: case for name, case in CASES.items() if name in (sys.argv[2:] or CASES)}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, case in cases.items():
            prepare(folder, name, case)
        if any("DL4J" in case["conf"] for case in cases.values()):
            run("Dl4jConfigurations.java", folder)
        run("ReferenceModels.java", folder)
        for name in cases:
            keep(folder, name)


if __name__ == "__main__":
    main()
