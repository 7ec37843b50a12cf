"""Writes spoken digits as tables of recordings or of log-mel frames, one of them or a string of them per row."""

import cmath
import math
import random
import wave
from array import array

from datasets.events import write_csv
from datasets.examples import hold_out, write_json

TEST_TAKES = range(5)
FRAME_SECONDS, STEP_SECONDS = 0.025, 0.010
BANDS = 40
LOWEST_HERTZ = 20.0
FLOOR = 1e-10
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LONGEST_STRING = 5
TRAINING_ORDERS = 4


def prepare_digits(source, folder):
    """Converts recordings DIGIT_SPEAKER_TAKE.wav; takes 0 to 4 are the test."""
    rows = {"train": [], "validation": [], "test": []}
    training = []
    for path in sorted(source.glob("*.wav")):
        digit, speaker, take = path.stem.split("_")
        row = {"frames": frames(path), "digit": digit, "speaker": speaker}
        (rows["test"] if int(take) in TEST_TAKES else training).append(row)
    rows["train"], rows["validation"] = hold_out(training)
    write_json(folder, rows)
    return rows


def prepare_recordings(source, folder):
    """Lists the recordings with the parts of the data to which `prepare_digits` assigns them."""
    rows, training = [], []
    for path in sorted(source.glob("*.wav")):
        digit, speaker, take = path.stem.split("_")
        row = (path.resolve(), digit, speaker)
        if int(take) in TEST_TAKES:
            rows.append((*row, "test"))
        else:
            training.append(row)
    for part, of_part in zip(("train", "validation"), hold_out(training)):
        rows += [(*row, part) for row in of_part]
    write_csv(folder, ("path", "digit", "speaker", "part"), {"recordings": sorted(rows)})


def prepare_strings(rows, folder):
    """Joins recordings of one speaker to strings of 1 to 5 digits, without a pause between them.

    Each recording is in one string; in four in different orders if it is for training.
    """
    draw = random.Random(1)
    write_json(
        folder,
        {
            part: [row for _ in range(TRAINING_ORDERS if part == "train" else 1) for row in strings(of_part, draw)]
            for part, of_part in rows.items()
        },
    )


def strings(rows, draw):
    """Returns the rows joined to strings, in random order."""
    joined = []
    for speaker in sorted({row["speaker"] for row in rows}):
        spoken = [row for row in rows if row["speaker"] == speaker]
        draw.shuffle(spoken)
        while spoken:
            length = draw.randint(1, LONGEST_STRING)
            string, spoken = spoken[:length], spoken[length:]
            joined.append(
                {
                    "frames": [frame for row in string for frame in row["frames"]],
                    "words": " ".join(WORDS[int(row["digit"])] for row in string),
                    "speaker": speaker,
                }
            )
    draw.shuffle(joined)
    return joined


def frames(path):
    """Returns the logarithms of the energies of 40 mel bands, every 10 ms over 25 ms."""
    samples, rate = read(path)
    length, step = round(FRAME_SECONDS * rate), round(STEP_SECONDS * rate)
    size = 1 << (length - 1).bit_length()
    window = [0.5 - 0.5 * math.cos(2 * math.pi * i / length) for i in range(length)]
    bands = mel_bands(size, rate)
    samples += [0.0] * max(0, length - len(samples))
    rows = []
    for start in range(0, len(samples) - length + 1, step):
        frame = [x * w for x, w in zip(samples[start : start + length], window)]
        spectrum = fft([complex(x) for x in frame] + [0j] * (size - length))
        power = [abs(z) ** 2 for z in spectrum[: size // 2 + 1]]
        energies = (sum(w * power[k] for k, w in band) for band in bands)
        rows.append([round(math.log(max(FLOOR, energy)), 4) for energy in energies])
    return rows


def read(path):
    """Returns the samples of a recording of 16 bits, within [-1, 1), and its rate in hertz."""
    with wave.open(str(path)) as recording:
        if recording.getsampwidth() != 2 or recording.getnchannels() != 1:
            raise OSError(f"{path}: expected one channel of 16 bits")
        samples = array("h", recording.readframes(recording.getnframes()))
        return [sample / 32768 for sample in samples], recording.getframerate()


def fft(x):
    """Returns the discrete Fourier transform of a list whose length is a power of two."""
    if len(x) == 1:
        return x
    even, odd = fft(x[::2]), fft(x[1::2])
    half = len(even)
    turned = [cmath.rect(1, -math.pi * k / half) * odd[k] for k in range(half)]
    return [a + b for a, b in zip(even, turned)] + [a - b for a, b in zip(even, turned)]


def mel_bands(size, rate):
    """Returns the weights of the bins of each triangular band, as pairs of bin and weight."""
    mel = lambda hertz: 1127 * math.log1p(hertz / 700)
    low, high = mel(LOWEST_HERTZ), mel(rate / 2)
    centers = [low + (high - low) * i / (BANDS + 1) for i in range(BANDS + 2)]
    bins = [mel(k * rate / size) for k in range(size // 2 + 1)]
    bands = []
    for left, center, right in zip(centers, centers[1:], centers[2:]):
        weights = [
            (k, min((m - left) / (center - left), (right - m) / (right - center)))
            for k, m in enumerate(bins)
        ]
        bands.append([(k, weight) for k, weight in weights if weight > 0])
    return bands
