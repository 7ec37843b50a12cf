"""Common code of the benchmark scripts: shapes, programs to run, medians, Markdown."""

import argparse
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import namedtuple
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
UNFOLD = HOME / "scripts" / "unfold"
DL4J = HOME / "scripts" / "benchmarks" / "dl4j"
ENVIRONMENT = dict(os.environ, OMP_NUM_THREADS="1", SPARK_LOCAL_IP="127.0.0.1")
# As in scripts/unfold: a setting of the user comes later and takes precedence.
HUGE_PAGES = {"GLIBC_TUNABLES": ":".join(
    filter(None, ["glibc.malloc.hugetlb=1", os.environ.get("GLIBC_TUNABLES")]))}
TOKENS = re.compile(r"([0-9.,]+) tokens/s")


class Shape(namedtuple("Shape", "cell vocabulary hidden layers batch steps")):
    """A network and a chunk, written as CELL V/H/L/B/T."""

    @staticmethod
    def parse(text):
        match = re.fullmatch(r"(rnn|lstm|gru) (\d+)/(\d+)/(\d+)/(\d+)/(\d+)", text.strip())
        if not match:
            raise argparse.ArgumentTypeError(
                f"expected CELL V/H/L/B/T as in 'lstm 96/512/1/32/50', found '{text}'")
        return Shape(match[1], *map(int, match.groups()[1:]))

    def arguments(self):
        """Returns CELL V H L B T."""
        return [str(value) for value in self]

    def options(self):
        """Returns the options of unfold bench step."""
        return [part for name, value in zip(self._fields, self) for part in (f"--{name}", str(value))]

    def __str__(self):
        return f"{self.cell} " + "/".join(map(str, self[1:]))


class Failed(Exception):
    """Raised for a program with an exit code other than 0; the message is its error message."""


def say(message):
    print(message, file=sys.stderr, flush=True)


def run(command, environment=None):
    """Runs a program and returns the lines of its standard output."""
    done = subprocess.run(
        [str(part) for part in command],
        env=dict(ENVIRONMENT, **(environment or {})),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode != 0:
        raise Failed(error_line(done.stderr + done.stdout) or f"exit code {done.returncode}")
    return done.stdout.splitlines()


def error_line(output):
    """Returns the line with the reason why a program failed; None if it printed nothing."""
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("\t")]
    telling = [line for line in lines if line.startswith(("unfold: ", "Exception in thread"))]
    return (telling[:1] or lines[-1:] or [None])[0]


def tokens_per_second(line):
    return float(TOKENS.search(line)[1].replace(",", ""))


def build_unfold():
    """Builds the jar if it is missing, so that no measurement includes the build."""
    run([UNFOLD, "--version"])


def build_dl4j():
    run(["mvn", "-B", "-q", "-f", DL4J, "compile"])


def dl4j(program, arguments):
    """Runs one of the programs of the folder dl4j and returns what it printed."""
    classpath = f"{DL4J / 'target' / 'classes'}:{(DL4J / 'target' / 'classpath').read_text()}"
    java = Path(os.environ["JAVA_HOME"]) / "bin" / "java" if "JAVA_HOME" in os.environ else "java"
    return run(
        [java, f"@{HOME / 'conf' / 'jvm-options'}", "-Xmx4g", "-cp", classpath]
        + [f"dev.unfold.baseline.{program}"]
        + arguments,
        HUGE_PAGES,
    )


def train(shape, shards, rounds, interval, precision):
    """Trains in local mode on as many cores as shards; returns the tokens per second of each round."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tokens = (rounds + 1) * interval * shards * shape.batch * shape.steps
        write_words(folder / "text.txt", shape.vocabulary, tokens)
        configuration = folder / "benchmark.conf"
        configuration.write_text(f"""
            corpus {{ train = "{folder}/text.txt", unit = word }}
            network {{ cell = {shape.cell}, layers = {shape.layers} }}
            network {{ hidden = {shape.hidden}, embedding = {shape.hidden} }}
            training {{ shards = {shards}, batch = {shape.batch}, steps = {shape.steps} }}
            training {{ max-rounds = {rounds}, precision = {precision} }}
            training.optimizer {{ kind = sgd, learning-rate = 1 }}
            averaging.interval = {interval}
            run.dir = "{folder}/run"
        """)
        run([UNFOLD, "train", configuration], {"UNFOLD_CORES": str(shards)})
        lines = map(json.loads, run([UNFOLD, "inspect", folder / "run", "--metrics"]))
        return [line["targets"] / line["seconds"] for line in lines if line["kind"] == "round"]


def write_words(file, vocabulary, tokens):
    """Text whose vocabulary, with <unk> and <eos>, is of a wanted size; twenty tokens a line."""
    words = itertools.cycle(range(vocabulary - 2))
    with open(file, "w", encoding="utf-8") as out:
        for _ in range(max(tokens, vocabulary) // 19 + 1):
            out.write(" ".join(f"w{next(words)}" for _ in range(19)) + "\n")


def markdown(header, rows):
    lines = [header, ["---"] * len(header)] + rows
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)
