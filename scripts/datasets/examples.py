"""Writes tables of examples for training, validation and test, one example per row."""

import bisect
import itertools
import json
import math
import random
import re
from collections import defaultdict

ONE_IN = 10  # of the training rows: kept for validation where a data set has none
ADDING = {"train": 20_000, "validation": 1_000, "test": 1_000}
ADDING_STEPS = 200
DRIFT = {"train": (0, 1400), "validation": (1400, 1700), "test": (1700, 2000)}  # steps of each part
DRIFT_SERIES = 20
DAY = 24
HOUR_SECONDS = 3600
NAMES_SEED = 1
ADDING_SEED = 2
DRIFT_SEED = 3
TOKEN = re.compile(r"\w+|[^\w\s]")


def prepare_snips(source, folder):
    """Converts spoken requests: intent, and the slots of the words as tags B-, I- and O.

    The part of the requests that `validate` names is the test.
    """
    rows = {"train": [], "validation": [], "test": []}
    for intent in sorted(p for p in source.iterdir() if p.is_dir()):
        full = requests(intent / f"train_{intent.name}_full.json")
        training, validation = hold_out(full)
        rows["train"] += training
        rows["validation"] += validation
        rows["test"] += requests(intent / f"validate_{intent.name}.json")
    write_json(folder, rows)


def requests(path):
    ((intent, found),) = json.loads(decode(path.read_bytes())).items()
    return [{**tagged_words(request["data"]), "intent": intent} for request in found]


def tagged_words(parts):
    """Returns the words of a request; a word has the tag of the part in which it begins."""
    text = "".join(part["text"] for part in parts)
    starts = [0, *itertools.accumulate(len(part["text"]) for part in parts)]
    words, tags, last = [], [], None
    for word in TOKEN.finditer(text.lower()):
        place = bisect.bisect_right(starts, word.start()) - 1
        slot = parts[place].get("entity")
        words.append(word.group())
        tags.append("O" if slot is None else f"{'I' if place == last else 'B'}-{slot}")
        last = place
    return {"text": " ".join(words), "tags": " ".join(tags)}


def decode(content):
    """Reads a file; most are UTF-8, a few are Latin-1."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def prepare_vowels(source, folder):
    """Converts speakers with the 12 linear prediction coefficients of each frame of two vowels."""
    by_speaker = defaultdict(list)
    for row in vowels(source / "JapaneseVowels_TRAIN.ts"):
        by_speaker[row["speaker"]].append(row)
    rows = {"train": [], "validation": [], "test": vowels(source / "JapaneseVowels_TEST.ts")}
    for speaker in sorted(by_speaker):
        training, validation = hold_out(by_speaker[speaker])
        rows["train"] += training
        rows["validation"] += validation
    write_json(folder, rows)


def vowels(path):
    lines = path.read_text("utf-8").splitlines()
    data = lines[lines.index("@data") + 1 :]
    return [vowel(line) for line in data if line]


def vowel(line):
    *dimensions, speaker = line.split(":")
    columns = [[float(value) for value in column.split(",")] for column in dimensions]
    return {"frames": [list(frame) for frame in zip(*columns)], "speaker": speaker}


def prepare_music(source, out):
    """Converts piano rolls: at each step the set of the 88 keys that sound."""
    for name, short in (("jsb_chorales", "jsb"), ("nottingham", "nottingham")):
        parts = json.loads((source / f"{name}.json").read_text("utf-8"))
        renamed = {"train": "train", "valid": "validation", "test": "test"}
        rows = {
            renamed[part]: [{"notes": piece} for piece in pieces] for part, pieces in parts.items()
        }
        write_json(out / short, rows)


def prepare_names(source, folder):
    """Splits family names of 18 languages: a tenth of each for validation, a tenth for the test."""
    rows = {"train": [], "validation": [], "test": []}
    for path in sorted(source.glob("*.txt")):
        names = sorted(set(path.read_text("utf-8").split("\n")) - {""})
        random.Random(NAMES_SEED).shuffle(names)
        tenth = max(1, len(names) // ONE_IN)
        cut = {"test": names[:tenth], "validation": names[tenth : 2 * tenth]}
        cut["train"] = names[2 * tenth :]
        for part, found in cut.items():
            rows[part] += [(path.stem, name) for name in found]
    write_tsv(folder, rows)


def prepare_scan(source, out):
    """Converts commands and the actions that they mean."""
    for split in ("simple", "length"):
        training, validation = hold_out(commands(source / f"tasks_train_{split}.txt"))
        test = commands(source / f"tasks_test_{split}.txt")
        write_tsv(
            out / split, {"train": training, "validation": validation, "test": test}
        )


def commands(path):
    lines = path.read_text("utf-8").splitlines()
    return [tuple(line.removeprefix("IN: ").split(" OUT: ")) for line in lines if line]


def prepare_adding(folder):
    """Hochreiter and Schmidhuber 1997: the sum of two marked numbers among many in [0, 1]."""
    draw = random.Random(ADDING_SEED)
    write_json(
        folder, {part: [addition(draw) for _ in range(count)] for part, count in ADDING.items()}
    )


def addition(draw):
    numbers = [round(draw.random(), 4) for _ in range(ADDING_STEPS)]
    half = ADDING_STEPS // 2
    marked = {draw.randrange(half), half + draw.randrange(half)}
    frames = [[number, int(step in marked)] for step, number in enumerate(numbers)]
    return {"frames": frames, "sum": round(sum(numbers[step] for step in marked), 4)}


def prepare_drift(folder):
    """Hourly series whose level is a random walk and which have a daily season.

    The seasons of the series have one form and different heights. The validation and test rows are
    later parts of the same series. Rows of origins are beginnings of test rows, from which their
    next day can be forecast.
    """
    draw = random.Random(DRIFT_SEED)
    profile = [4 * math.sin(math.tau * hour / DAY) + 2 * math.cos(2 * math.tau * hour / DAY)
               for hour in range(DAY)]
    rows = {part: [] for part in DRIFT}
    for _ in range(DRIFT_SERIES):
        values = drifting(draw, profile)
        for part, (first, end) in DRIFT.items():
            hours = [f"{step % DAY:02d}" for step in range(first, end)]
            times = [HOUR_SECONDS * step for step in range(first, end)]
            rows[part].append({"values": values[first:end], "hours": hours, "times": times})
    rows["origins"] = [origin for row in rows["test"] for origin in origins(row)]
    write_json(folder, rows)


def origins(row):
    """Returns the beginnings of a row that end every 12 hours, with the day after each of them."""
    for end in range(DAY, len(row["values"]) - DAY + 1, DAY // 2):
        beginning = {name: values[:end] for name, values in row.items()}
        yield beginning | {"later": row["values"][end : end + DAY]}


def drifting(draw, profile):
    level = draw.gauss(0, 300)
    height = draw.uniform(0.5, 1.5)
    values = []
    for step in range(max(end for _, end in DRIFT.values())):
        level += draw.gauss(0, 1)
        values.append(round(level + height * profile[step % DAY], 3))
    return values


def hold_out(rows):
    """Returns all rows except every tenth, and every tenth row."""
    kept = [row for i, row in enumerate(rows) if i % ONE_IN != ONE_IN - 1]
    return kept, rows[ONE_IN - 1 :: ONE_IN]


def write_json(folder, parts):
    write(folder, "json", parts, lambda row: json.dumps(row, ensure_ascii=False))


def write_tsv(folder, parts):
    write(folder, "tsv", parts, "\t".join)


def write(folder, ending, parts, line_of):
    folder.mkdir(parents=True, exist_ok=True)
    for part, rows in parts.items():
        text = "".join(line_of(row) + "\n" for row in rows)
        (folder / f"{part}.{ending}").write_bytes(text.encode("utf-8"))
        print(f"{folder.name}/{part}.{ending}: {len(rows)} examples")
