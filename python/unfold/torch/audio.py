"""Wav files and their acoustic features, as Unfold computes them."""

import math
import struct
from pathlib import Path
from typing import Any, Dict, Tuple

import numpy

FLOOR = 1e-10
LIFTER = 22
LOWEST_HERTZ, BREAK_HERTZ, MELS = 20, 700, 2595
ZERO_CROSSINGS, ROLL_OFF = 32, 0.95
EXTENSIBLE = 0xFFFE
UNKNOWN = 0xFFFFFFFF
TAGS = (b"TAG", b"ID3", b"APETAGEX")
UNFINISHED = ": it was cut off, or its header was not completed"
# Types of samples by format code and bits, and the magnitude of the lowest whole number.
SAMPLES = {
    (1, 8): ("u1", 2.0**7),
    (1, 16): ("<i2", 2.0**15),
    (1, 24): ("<i4", 2.0**31),
    (1, 32): ("<i4", 2.0**31),
    (3, 32): ("<f4", 1.0),
    (3, 64): ("<f8", 1.0),
}


def decode(recording: Any) -> Tuple[numpy.ndarray, int]:
    """Returns the mean of the channels of a wav file, nominally in [-1, 1], and their rate.

    The recording is the path of a file or its bytes. Raises ValueError for another format.
    """
    data = recording if isinstance(recording, bytes) else Path(recording).read_bytes()
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError(f"expected a wav file, found one that begins with {data[:12]!r}")
    chunks = _chunks(data)
    form = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if form[0] == EXTENSIBLE:
        form = (struct.unpack_from("<H", chunks[b"fmt "], 24)[0],) + form[1:]
    return _amplitudes(chunks[b"data"], form), form[2]


def _chunks(data: bytes) -> Dict[bytes, bytes]:
    """Returns the content of the chunks fmt and data, and checks what follows both."""
    riff = int.from_bytes(data[4:8], "little")
    if riff in (0, UNKNOWN) or 8 + riff > len(data):
        raise ValueError(
            f"expected the size of the RIFF file, at most {len(data) - 8}, at byte 4, found {riff}"
            + UNFINISHED
        )
    at, chunks = 12, {}
    while len(chunks) < 2 or len(data) - at > 1:
        both = len(chunks) == 2
        end = len(data) if both else 8 + riff
        if end - at < 8 and not both:
            raise ValueError(
                f"expected the chunks fmt and data, found the end of the RIFF file at byte {at}"
            )
        if end - at >= 8 and both and data.startswith(TAGS, at):
            break
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        unnamed = both and (min(name) < 32 or max(name) > 126)
        if end - at < 8 or size > end - at - 8 or unnamed:
            raise ValueError(
                f"expected a chunk or the end of the file at byte {at}, found {end - at}"
                " other bytes" + UNFINISHED
            )
        if name in chunks or (both and name == b"RIFF"):
            raise ValueError(f"expected one chunk {name.decode()} at byte {at}, found another one")
        if name in (b"fmt ", b"data"):
            chunks[name] = data[at + 8 : at + 8 + size]
        at += 8 + size
        if size % 2 == 1 and not 32 <= (data[at : at + 1] or b" ")[0] <= 126:
            at += 1  # some programs do not write this byte of padding
    return chunks


def _amplitudes(content: bytes, form: Tuple) -> numpy.ndarray:
    code, channels, _, _, _, bits = form
    if (code, bits) not in SAMPLES:
        raise ValueError(f"expected one of the formats {sorted(SAMPLES)}, found {(code, bits)}")
    kind, magnitude = SAMPLES[code, bits]
    if len(content) % (channels * bits // 8) != 0:
        raise ValueError(
            f"expected a multiple of {channels * bits // 8}, the bytes of a frame, as the size of"
            f" the data, found {len(content)}"
        )
    if bits == 24:  # the lowest byte of 32 bits is zero
        wide = numpy.zeros((len(content) // 3, 4), dtype=numpy.uint8)
        wide[:, 1:] = numpy.frombuffer(content, dtype=numpy.uint8).reshape(-1, 3)
        samples = wide.view(kind)[:, 0]
    else:
        samples = numpy.frombuffer(content, dtype=kind)
    values = (samples.astype(numpy.float64) - (128 if bits == 8 else 0)) / magnitude
    if not numpy.isfinite(values).all():
        raise ValueError("expected finite samples, found another one")
    return values.reshape(-1, channels).mean(axis=1)


def resampled(samples: numpy.ndarray, rate: int, to: int) -> numpy.ndarray:
    """Returns the samples at another rate (Smith and Gossett 1984)."""
    if rate == to:
        return samples
    common = math.gcd(rate, to)
    bandwidth = ROLL_OFF * min(1.0, to / rate)
    rate, to = rate // common, to // common
    reach = math.ceil(ZERO_CROSSINGS / bandwidth)
    offsets = numpy.arange(-reach, reach + 1)
    padded, result = numpy.pad(samples, reach), numpy.empty(-(-len(samples) * to // rate))
    for phase in range(min(to, len(result))):
        time = bandwidth * (phase * rate % to / to - offsets)
        taps = bandwidth * numpy.sinc(time) * numpy.cos(numpy.pi * time / (2 * ZERO_CROSSINGS)) ** 2
        taps[numpy.abs(time) >= ZERO_CROSSINGS] = 0
        at = numpy.arange(phase, len(result), to) * rate // to
        result[phase::to] = padded[at[:, None] + numpy.arange(2 * reach + 1)] @ taps
    return result


class Acoustics:
    """The features of the settings `audio` of a column (Davis and Mermelstein 1980)."""

    def __init__(self, settings: Dict[str, Any]):
        self.settings, self.rate = settings, settings["rate"]
        self.window = round(settings["window"] * self.rate / 1000)
        self.shift = round(settings["shift"] * self.rate / 1000)
        self.size = max(2, 1 << (2 * self.window - 1).bit_length() - 1)
        cosine = numpy.cos(2 * numpy.pi * numpy.arange(self.window) / (self.window - 1))
        self.taper = {
            "hamming": 0.54 - 0.46 * cosine,
            "hann": 0.5 - 0.5 * cosine,
            "povey": (0.5 - 0.5 * cosine) ** 0.85,
        }[settings["taper"]]
        self.bands, self.cosines = self._bands(), self._cosines()

    def _bands(self) -> numpy.ndarray:
        """Returns the weights of the mel bands, [bins, bands]."""
        low = MELS * math.log10(1 + LOWEST_HERTZ / BREAK_HERTZ)
        high = MELS * math.log10(1 + self.rate / 2 / BREAK_HERTZ)
        count = self.settings["bands"]
        mels = low + (high - low) * numpy.arange(count + 2) / (count + 1)
        corners = BREAK_HERTZ * (10 ** (mels / MELS) - 1)
        bins = (numpy.arange(self.size // 2 + 1) * self.rate / self.size)[:, None]
        rising = (bins - corners[:-2]) / (corners[1:-1] - corners[:-2])
        falling = (corners[2:] - bins) / (corners[2:] - corners[1:-1])
        return numpy.maximum(0, numpy.minimum(rising, falling))

    def _cosines(self) -> numpy.ndarray:
        """Returns the weights of the liftered cosine transform, [bands, coefficients]."""
        count, bands = self.settings["coefficients"], self.settings["bands"]
        n, b = numpy.arange(count), numpy.arange(bands)[:, None]
        lift = 1 + LIFTER / 2 * numpy.sin(numpy.pi * n / LIFTER)
        scale = lift * numpy.sqrt(numpy.where(n == 0, 1, 2) / bands)
        return scale * numpy.cos(numpy.pi * n * (b + 0.5) / bands)

    def of(self, amplitudes: numpy.ndarray, rate: int) -> numpy.ndarray:
        """Returns the features of a recording, [T, F]."""
        samples = resampled(amplitudes, rate, self.rate)
        emphasized = samples.copy()
        emphasized[1:] -= self.settings["preEmphasis"] * samples[:-1]
        powers = numpy.abs(numpy.fft.rfft(self._cut(emphasized) * self.taper, self.size)) ** 2
        frames = numpy.log(numpy.maximum(FLOOR, powers @ self.bands))
        if self.settings["features"] == "mfcc":
            frames = frames @ self.cosines
        if self.settings["energy"]:
            energy = (self._cut(samples) ** 2).sum(axis=1, keepdims=True)
            frames = numpy.hstack([frames, numpy.log(numpy.maximum(FLOOR, energy))])
        return self._stacked(self._normalized(self._with_deltas(frames)))

    def _cut(self, samples: numpy.ndarray) -> numpy.ndarray:
        """Returns the samples of each frame, [T, N]; a short recording is filled up with zeros."""
        count = min(len(samples), 1)
        if len(samples) >= self.window:
            count = 1 + (len(samples) - self.window) // self.shift
        padded = numpy.pad(samples, (0, max(0, self.window - len(samples))))
        starts = numpy.arange(count)[:, None] * self.shift
        return padded[starts + numpy.arange(self.window)]

    def _with_deltas(self, frames: numpy.ndarray) -> numpy.ndarray:
        parts = [frames]
        for _ in range(self.settings["deltas"]):
            last = max(0, len(frames) - 1)
            steps, sloped = numpy.arange(len(frames)), parts[-1]
            parts.append(
                sum(
                    i * (sloped[(steps + i).clip(0, last)] - sloped[(steps - i).clip(0, last)])
                    for i in (1, 2)
                )
                / 10
            )
        return numpy.hstack(parts)

    def _normalized(self, frames: numpy.ndarray) -> numpy.ndarray:
        kind = self.settings["normalization"]
        if kind == "none" or not len(frames):
            return frames
        frames = frames - frames.mean(axis=0)
        deviation = numpy.sqrt((frames**2).mean(axis=0))
        return frames / numpy.where(deviation > 0, deviation, 1) if kind != "mean" else frames

    def _stacked(self, frames: numpy.ndarray) -> numpy.ndarray:
        """Joins every k-th frame with those after it; after the end the last one is repeated."""
        steps = numpy.arange(0, len(frames), self.settings["skip"])
        last = max(0, len(frames) - 1)
        joined = [frames[(steps + i).clip(0, last)] for i in range(self.settings["stack"])]
        return numpy.hstack(joined)
