"""Predicts each mu-law level of raw audio from the two before it."""

import array
import math
import wave
from collections import Counter

from .names import END, Trigrams

SPEAKER = "george"
TEST_TAKES = range(0, 5)
TRAINING_TAKES = range(10, 50)
LEVELS = range(256)


def report(folder):
    train, test = (
        [levels(path) for path in recordings(folder, takes)]
        for takes in (TRAINING_TAKES, TEST_TAKES)
    )
    counts = Counter(level for recording in train for level in [*recording, END])
    total = counts.total() + len(LEVELS) + 1
    unigram = lambda recording: [-math.log((counts[x] + 1) / total) for x in [*recording, END]]
    trigrams = Trigrams(train, {*LEVELS, END})
    for what, nats in (("unigram", unigram), ("two samples before, Kneser-Ney", trigrams.nats)):
        losses = [nat for recording in test for nat in nats(recording)]
        bits = sum(losses) / len(losses) / math.log(2)
        yield f"{what}: {bits:.4f} bits per sample, {len(losses)} samples"


def recordings(folder, takes):
    for digit in range(10):
        for take in takes:
            yield folder / f"{digit}_{SPEAKER}_{take}.wav"


def levels(path):
    """Returns the levels of 16-bit samples as Unfold has them."""
    with wave.open(str(path)) as file:
        samples = array.array("h", file.readframes(file.getnframes()))
    return [level(sample / 32768) for sample in samples]


def level(amplitude):
    companded = math.copysign(math.log1p(255 * abs(amplitude)) / math.log(256), amplitude)
    return int((companded + 1) / 2 * 255 + 0.5)
