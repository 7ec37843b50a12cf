"""Writes spoken digits as tables of recordings or of log-mel frames, and joins the recordings to strings of digits."""

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
STRING_LENGTHS = (3, 7)
STRING_ORDERS = {"train": 6, "validation": 2, "test": 2}
PAUSE_SECONDS = (0.03, 0.3)
FADE_SECONDS = (0.01, 0.06)
PAUSES = 0.5


def prepare_digits(source, folder):
    """Converts recordings DIGIT_SPEAKER_TAKE.wav; takes 0 to 4 are the test."""
    write_json(
        folder,
        {
            part: [
                {"frames": frames(path), "digit": digit, "speaker": speaker}
                for path, digit, speaker in of_part
            ]
            for part, of_part in parts(source).items()
        },
    )


def prepare_recordings(source, folder):
    """Lists the recordings with the parts of the data to which `prepare_digits` assigns them."""
    rows = [
        (path.resolve(), digit, speaker, part)
        for part, of_part in parts(source).items()
        for path, digit, speaker in of_part
    ]
    write_csv(folder, ("path", "digit", "speaker", "part"), {"recordings": sorted(rows)})


def parts(source):
    """Returns path, digit and speaker of the recordings of each part of the data."""
    test, training = [], []
    for path in sorted(source.glob("*.wav")):
        digit, speaker, take = path.stem.split("_")
        (test if int(take) in TEST_TAKES else training).append((path, digit, speaker))
    train, validation = hold_out(training)
    return {"train": train, "validation": validation, "test": test}


def prepare_strings(source, folder):
    """Joins recordings of one speaker to recordings of 3 to 7 digits, with pauses and cross-fades.

    The recordings of a part of the data are only in strings of that part: each of them in 6 for
    training, in different orders, and in 2 for validation and test.
    """
    draw = random.Random(1)
    rows = []
    for part, recordings in parts(source).items():
        (folder / part).mkdir(parents=True, exist_ok=True)
        joined = []
        for _ in range(STRING_ORDERS[part]):
            joined += strings(recordings, draw)
        draw.shuffle(joined)
        for number, string in enumerate(joined):
            path = f"{part}/{number:05d}.wav"
            write(folder / path, *join([read(recording) for recording, _, _ in string], draw))
            words = " ".join(WORDS[int(digit)] for _, digit, _ in string)
            rows.append((path, string[0][2], words, part))
    write_csv(folder, ("path", "speaker", "words", "part"), {"strings": rows})


def strings(recordings, draw):
    """Returns lists of 3 to 7 recordings of one speaker, in random order."""
    shortest, longest = STRING_LENGTHS
    found = []
    for speaker in sorted({speaker for _, _, speaker in recordings}):
        spoken = [recording for recording in recordings if recording[2] == speaker]
        draw.shuffle(spoken)
        while spoken:
            left = len(spoken)
            fitting = [n for n in range(shortest, longest + 1) if n == left or left - n >= shortest]
            length = draw.choice(fitting)
            found.append(spoken[:length])
            spoken = spoken[length:]
    return found


def join(recordings, draw):
    """Returns the samples of recordings in a row, and their rate.

    Between two of them there is a pause of 30 to 300 ms, or they overlap by 10 to 60 ms in which the
    first one is faded out and the second one in. The string begins and ends with a pause. A pause is
    noise as quiet as the quietest 10 ms of the string.
    """
    rate = recordings[0][1]
    quiet = min(quietest(samples, rate) for samples, _ in recordings)
    pause = lambda: [draw.gauss(0, quiet) for _ in range(round(draw.uniform(*PAUSE_SECONDS) * rate))]
    joined = pause()
    for index, (samples, _) in enumerate(recordings):
        if index > 0 and draw.random() < PAUSES:
            joined += pause()
        elif index > 0:
            length = min(round(draw.uniform(*FADE_SECONDS) * rate), len(samples) // 2)
            start = len(joined) - length
            for i in range(length):
                share = (i + 1) / (length + 1)
                joined[start + i] = (1 - share) * joined[start + i] + share * samples[i]
            samples = samples[length:]
        joined += samples
    return joined + pause(), rate


def quietest(samples, rate):
    """Returns the lowest root mean square of a stretch of 10 ms."""
    length = round(STEP_SECONDS * rate)
    stretches = [samples[i : i + length] for i in range(0, len(samples) - length + 1, length)]
    return min(math.sqrt(sum(x * x for x in stretch) / length) for stretch in stretches)


def write(path, samples, rate):
    """Writes samples within [-1, 1) as a recording of 16 bits."""
    values = array("h", (max(-32768, min(32767, round(32768 * sample))) for sample in samples))
    with wave.open(str(path), "wb") as recording:
        recording.setparams((1, 2, rate, 0, "NONE", ""))
        recording.writeframes(values.tobytes())


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
