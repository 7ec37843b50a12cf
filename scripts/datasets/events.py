"""Writes long tables, with a row for each step of a sequence, for training, validation and test."""

import csv
import random

from .examples import ONE_IN

CMAPSS_CAP = 125  # the largest remaining life, as usual since Heimes 2008: before, nothing shows
HDFS_TRAIN = 4_000  # the first normal sessions
MACHINES = {"train": range(1, 15), "validation": range(15, 18), "test": range(18, 21)}
MACHINE_STEPS = 5_000
SENSORS = 6
WEAR_STEPS = 120  # before a fault, in which two sensors drift and one becomes noisier
WARNING_STEPS = 50  # before a fault, which are to be recognized
MISSING = 0.05
FAULTS_SEED = 3


def prepare_cmapss(source, folder):
    """Converts turbofan engines that run to failure: a row for each cycle with three settings and
    the sensors, and the cycles that remain.

    Every tenth engine of the training data is kept for validation. Of a test engine only the last
    cycle has a target.
    """
    lines = (source / "train_FD001.txt").read_text("utf-8").splitlines()
    header = [*lines[0].split()[:26], "remaining"]
    engines = by_engine(lines[1:])
    parts = {"train": [], "validation": [], "test": []}
    for number, cycles in engines.items():
        rows = parts["validation" if number % ONE_IN == 0 else "train"]
        for index, cycle in enumerate(cycles):
            rows.append([*cycle, min(CMAPSS_CAP, len(cycles) - 1 - index)])
    left = [int(line) for line in (source / "RUL_FD001.txt").read_text("utf-8").split()[1:]]
    test = by_engine((source / "test_FD001.txt").read_text("utf-8").splitlines())
    for remaining, cycles in zip(left, test.values(), strict=True):
        parts["test"] += [[*cycle, ""] for cycle in cycles[:-1]]
        parts["test"].append([*cycles[-1], min(CMAPSS_CAP, remaining)])
    write_csv(folder, header, parts)


def by_engine(lines):
    engines = {}
    for line in lines:
        values = line.split()
        if values and values[0].isdigit():
            engines.setdefault(int(values[0]), []).append(values[:26])
    return engines


def prepare_hdfs(source, folder):
    """Converts log messages of file blocks: a row for each message with its template.

    The first normal sessions are for training, every tenth of them for validation; the other normal
    ones and all abnormal ones are the test.
    """
    normal = sessions(source / "normal.txt", "n")
    test = [(*row, "normal") for row in normal[HDFS_TRAIN:]]
    test += [(*row, "abnormal") for row in sessions(source / "abnormal.txt", "a")]
    parts = {"train": [], "validation": [], "test": steps(test)}
    for index, row in enumerate(normal[:HDFS_TRAIN]):
        part = "validation" if index % ONE_IN == ONE_IN - 1 else "train"
        parts[part] += steps([(*row, "normal")])
    write_csv(folder, ["session", "position", "event", "kind"], parts)


def sessions(path, prefix):
    lines = path.read_text("utf-8").splitlines()
    return [(f"{prefix}{number}", line.split()) for number, line in enumerate(lines, 1) if line.split()]


def steps(rows):
    return [
        [session, position, event, kind]
        for session, events, kind in rows
        for position, event in enumerate(events)
    ]


def prepare_faults(folder):
    """Machines with six sensors, some of whose values are missing, and whether a fault comes within
    50 steps, which is so in about 3 % of the steps.

    A worn machine differs from another by less than the noise of a step, so that a fault shows only
    over many steps.
    """
    draw = random.Random(FAULTS_SEED)
    parts = {part: [] for part in MACHINES}
    for part, machines in MACHINES.items():
        for machine in machines:
            parts[part] += measured(draw, f"m{machine:02d}")
    sensors = [f"s{sensor}" for sensor in range(1, SENSORS + 1)]
    write_csv(folder, ["machine", "step", *sensors, "fault"], parts)


def measured(draw, machine):
    """Returns the steps of a machine with three faults, after each of which it is as new."""
    faults = sorted(draw.sample(range(300, MACHINE_STEPS, WEAR_STEPS + WARNING_STEPS), 3))
    base = [draw.gauss(0, 1) for _ in range(SENSORS)]
    rows, load = [], 0.0
    for step in range(MACHINE_STEPS):
        left = min((fault - step for fault in faults if fault >= step), default=MACHINE_STEPS)
        wear = max(0.0, 1 - left / WEAR_STEPS)
        load = 0.98 * load + draw.gauss(0, 0.2)
        noise = [draw.gauss(0, 1) for _ in range(SENSORS)]
        values = [base[sensor] + load + noise[sensor] for sensor in range(SENSORS)]
        values[1] += wear
        values[2] -= wear
        values[4] += wear * noise[4]
        shown = ["" if draw.random() < MISSING else round(value, 3) for value in values]
        rows.append([machine, step, *shown, "soon" if left < WARNING_STEPS else "no"])
    return rows


def write_csv(folder, header, parts):
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in parts.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        print(f"{folder.name}/{path.name}: {len(rows)} rows")
