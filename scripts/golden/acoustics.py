#!/usr/bin/env python3
"""Computes golden values of acoustic features with librosa.

Usage: acoustics.py OUT_FOLDER

Writes acoustics.json: versions; signals, name -> { rate, samples (whole numbers of 16 bits) }; and
cases, name -> { signal, settings, frames (by step and component) }. The parameters of librosa are those
of `log_mel`, `cepstrum` and `deltas`. The lifter is computed by the formula of HTK and Kaldi, whose
index starts at 0; that of librosa starts at 1. A window that is shorter than the Fourier transform is
at the start of a frame here and in its middle in librosa, so that its signal begins with zeros.
"""

import json
import sys
from pathlib import Path

import librosa
import numpy as np

LIFTER = 22
FLOOR = 1e-10
DEFAULTS = {
    "features": "log-mel", "rate": 16000, "window": 25, "shift": 10, "taper": "hamming", "preEmphasis": 0.97,
    "bands": 40, "coefficients": 13, "energy": False, "deltas": 0, "normalization": "none", "speaker": "",
    "stack": 1, "skip": 1,
    "augmentation": {"copies": 0, "speed": 0.1, "volume": 6},
}


def sweep(rate, seconds, low, high):
    """Returns a sine whose frequency rises exponentially."""
    t = np.arange(int(rate * seconds)) / rate
    growth = np.log(high / low) / seconds
    return 0.5 * np.sin(2 * np.pi * low / growth * np.expm1(growth * t))


def noise(count, seed):
    """Returns noise that falls off, from a linear congruential generator."""
    values = []
    for _ in range(count):
        seed = (1103515245 * seed + 12345) % 2**31
        values.append(seed / 2**30 - 1)
    return 0.3 * np.array(values) * np.exp(-3 * np.arange(count) / count)


def taper(name, count):
    cosine = np.cos(2 * np.pi * np.arange(count) / (count - 1))
    if name == "hamming":
        return 0.54 - 0.46 * cosine
    hann = 0.5 - 0.5 * cosine
    return hann if name == "hann" else hann**0.85


def powers(y, s):
    """Returns the power spectra [S / 2 + 1, T], and S."""
    window = round(s["window"] * s["rate"] / 1000)
    shift = round(s["shift"] * s["rate"] / 1000)
    size = 1 << (window - 1).bit_length()
    emphasized = librosa.effects.preemphasis(y, coef=s["preEmphasis"], zi=np.zeros(1))
    before = (size - window) // 2
    padded = np.pad(emphasized, (before, size - window - before))
    spectrum = librosa.stft(
        padded, n_fft=size, hop_length=shift, win_length=window,
        window=taper(s["taper"], window), center=False,
    )
    return np.abs(spectrum) ** 2, size


def log_mel(y, s):
    power, size = powers(y, s)
    bands = librosa.filters.mel(
        sr=s["rate"], n_fft=size, n_mels=s["bands"], fmin=20, fmax=s["rate"] / 2, htk=True, norm=None,
        dtype=np.float64,
    )
    return np.log(np.maximum(FLOOR, bands @ power))


def cepstrum(mel, s):
    plain = librosa.feature.mfcc(S=mel, n_mfcc=s["coefficients"], dct_type=2, norm="ortho", lifter=0)
    lift = 1 + LIFTER / 2 * np.sin(np.pi * np.arange(s["coefficients"]) / LIFTER)
    return lift[:, None] * plain


def energy(y, s):
    window = round(s["window"] * s["rate"] / 1000)
    shift = round(s["shift"] * s["rate"] / 1000)
    frames = librosa.util.frame(y, frame_length=window, hop_length=shift)
    return np.log(np.maximum(FLOOR, (frames**2).sum(0)))[None]


def deltas(x):
    return librosa.feature.delta(x, width=5, order=1, mode="nearest")


def frames(y, s):
    """Returns the frames [T, F]."""
    x = log_mel(y, s)
    x = cepstrum(x, s) if s["features"] == "mfcc" else x
    x = np.concatenate([x, energy(y, s)]) if s["energy"] else x
    first = deltas(x) if s["deltas"] else x
    x = np.concatenate([x, first, deltas(first)][: 1 + s["deltas"]])
    if s["normalization"] != "none":
        x = x - x.mean(1, keepdims=True)
    if s["normalization"] == "mean-variance":
        x = x / x.std(1, keepdims=True)
    last = x.shape[1] - 1
    return np.array(
        [
            np.concatenate([x[:, min(t + i, last)] for i in range(s["stack"])])
            for t in range(0, x.shape[1], s["skip"])
        ]
    )


def main():
    signals = {
        "sweep": (8000, sweep(8000, 0.12, 100, 3800)),
        "noise": (8000, noise(900, 1)),
        "wide sweep": (16000, sweep(16000, 0.08, 50, 7900)),
        "silence": (8000, np.zeros(400)),
    }
    cases = {
        "log-mel": ("sweep", {"rate": 8000}),
        "log-mel of 16 kHz": ("wide sweep", {}),
        "log-mel of silence": ("silence", {"rate": 8000, "bands": 8}),
        "hann window": ("noise", {"rate": 8000, "taper": "hann", "preEmphasis": 0}),
        "povey window": ("noise", {"rate": 8000, "taper": "povey", "bands": 23}),
        "as long as the transform": ("noise", {"rate": 8000, "window": 32, "shift": 16, "bands": 20}),
        "mfcc": ("sweep", {"rate": 8000, "features": "mfcc", "bands": 23}),
        "mfcc, all coefficients": ("noise", {"rate": 8000, "features": "mfcc", "bands": 26, "coefficients": 26}),
        "mfcc with energy, deltas": (
            "noise", {"rate": 8000, "features": "mfcc", "bands": 23, "energy": True, "deltas": 2},
        ),
        "mean": ("noise", {"rate": 8000, "bands": 10, "deltas": 1, "normalization": "mean"}),
        "mean and variance": ("sweep", {"rate": 8000, "bands": 10, "normalization": "mean-variance"}),
        "stacked": ("noise", {"rate": 8000, "bands": 6, "stack": 4, "skip": 3}),
        "skipped": ("noise", {"rate": 8000, "bands": 6, "skip": 2}),
    }
    recorded = {
        name: {"rate": rate, "samples": [int(v) for v in np.rint(y * 32767)]} for name, (rate, y) in signals.items()
    }
    content = {
        "versions": {"librosa": librosa.__version__, "numpy": np.__version__},
        "signals": recorded,
        "cases": {
            name: {
                "signal": signal,
                "settings": {**DEFAULTS, **changed},
                "frames": [
                    [float(f"{v:.9g}") for v in frame]
                    for frame in frames(np.array(recorded[signal]["samples"]) / 32768, {**DEFAULTS, **changed})
                ],
            }
            for name, (signal, changed) in cases.items()
        },
        "resampled": {
            f"{rate} to {to}": {
                "rate": rate,
                "to": to,
                "samples": recorded[signal]["samples"],
                "resampled": [
                    float(f"{v:.9g}")
                    for v in librosa.resample(
                        np.array(recorded[signal]["samples"]) / 32768, orig_sr=rate, target_sr=to, res_type="soxr_vhq"
                    )
                ],
            }
            for signal, rate, to in (("low sweep", 16000, 8000), ("low sweep", 8000, 16000), ("low sweep", 11025, 8000))
            for recorded in [{"low sweep": {"samples": [int(v) for v in np.rint(
                32767 * sweep(rate, 0.1, 100, 0.4 * min(rate, to)) * np.hanning(int(rate * 0.1)))]}}]
        },
    }
    path = Path(sys.argv[1]) / "acoustics.json"
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
