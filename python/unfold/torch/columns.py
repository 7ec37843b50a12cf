"""Encoding of the values of columns as ids and numbers, as Unfold encodes them."""

import datetime
import decimal
import math
import re
from typing import Any, Dict, List

import numpy

from .audio import Acoustics, decode
from .folder import MISSING, Vocabulary

# Unfold's whitespace: that of Java and the no-break spaces, without U+0085.
WHITESPACE = re.compile("[\t-\r\x1c-\x20\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
IDS = ("words", "characters", "subwords", "categories", "label")
TOKENS = ("tokens", "subwords")
SINGLE = ("label", "bag", "vector")
MAX_DIGITS = 1000
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def split(text: str) -> List[str]:
    """Returns the words of a text."""
    return [word for word in WHITESPACE.split(text) if word]


def vocabulary(schema: Dict[str, Any]) -> Vocabulary:
    """Returns the vocabulary of a field of tokens."""
    if schema["kind"] == "subwords":
        return Vocabulary.of_subwords(schema["tokenizer"], schema["boundary"])
    return Vocabulary(schema["tokens"], schema["boundary"])


class Scale:
    """The normalization of numbers: (x - mean) / deviation, of log(1 + |x|) with the sign of x."""

    def __init__(self, schema: Dict[str, Any]):
        self.mean = numpy.array(schema["mean"], dtype=numpy.float64)
        self.deviation = numpy.array(schema["deviation"], dtype=numpy.float64)
        self.logarithmic = schema.get("logarithmic", False)

    def normalized(self, values: numpy.ndarray) -> numpy.ndarray:
        plain = logarithm(values) if self.logarithmic else values
        return (plain - self.mean) / self.deviation

    def restored(self, values: numpy.ndarray) -> numpy.ndarray:
        plain = values.astype(numpy.float64) * self.deviation + self.mean
        return numpy.copysign(numpy.expm1(numpy.abs(plain)), plain) if self.logarithmic else plain


def logarithm(values: numpy.ndarray) -> numpy.ndarray:
    """Returns sign(x) log(1 + |x|)."""
    return numpy.copysign(numpy.log1p(numpy.abs(values)), values)


class Column:
    """An input column: its settings in config.json and its field in form.json."""

    def __init__(self, settings: Dict[str, Any], schema: Dict[str, Any], steps: bool):
        self.name, self.kind = settings["column"], settings["kind"]
        self.nullable = settings["missing"] != "refuse"
        self.schema, self.rows_are_steps = schema, steps
        self.has_ids = self.kind in IDS
        self.is_single = self.kind in SINGLE and not steps
        self.vocabulary = vocabulary(schema) if schema["kind"] in TOKENS else None
        self.acoustics = Acoustics(settings["audio"]) if self.kind == "audio" else None

    @property
    def width(self) -> int:
        """Returns the numbers of a step of a column without ids."""
        if self.kind == "bag":
            return len(self.vocabulary)
        if self.kind == "sets":
            return self.schema["size"]
        return len(self.schema["mean"]) * (2 if self.schema.get("indicated") else 1)

    def is_empty(self, value: Any) -> bool:
        """Returns whether a row with this value has no prediction."""
        if value is None or isinstance(value, str):
            return not value and not (self.is_single and self.nullable)
        return hasattr(value, "__len__") and len(value) == 0

    def encode(self, value: Any) -> numpy.ndarray:
        """Returns ids, [T], or numbers, [T, width]."""
        if self.rows_are_steps and self.kind in SINGLE:
            return numpy.concatenate([self._encode(step) for step in value])
        return self._encode(value)

    def _encode(self, value: Any) -> numpy.ndarray:
        if self.kind == "subwords":
            return numpy.array(self.vocabulary.cut(value), dtype=numpy.int64)
        if self.has_ids:
            return self._ids(self.texts(value))
        if self.kind == "bag":
            result = numpy.zeros((1, self.width), dtype=numpy.float32)
            result[0, self._ids(self.texts(value))] = 1
            return result
        if self.kind == "sets":
            return self._sets(value)
        if self.kind == "time":
            return self._times(value)
        if self.acoustics is not None:
            return self._frames(self.acoustics.of(*decode(value)))
        return self._numbers(value)

    def texts(self, value: Any) -> List[str]:
        """Returns the words, characters, categories or the label of a value."""
        if self.kind == "characters":
            return list(value)
        if self.kind in ("words", "bag") and isinstance(value, str):
            # A step of a table of steps comes in a list, as a category does.
            return split(value)
        return [self._text(element) for element in (value if self.kind != "label" else [value])]

    def _text(self, value: Any) -> str:
        if value is None or value == "":
            if not self.nullable:
                raise ValueError(f"column {self.name}: expected a text, found none")
            return MISSING
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, (str, int, numpy.integer)):
            return str(value)
        if isinstance(value, decimal.Decimal) and value.is_finite():
            if value.adjusted() < MAX_DIGITS and value == value.to_integral_value():
                return str(int(value))
        raise ValueError(f"column {self.name}: expected a text, found {value!r}")

    def _ids(self, texts: List[str]) -> numpy.ndarray:
        if self.vocabulary is not None:
            return numpy.array([self.vocabulary.id(text) for text in texts], dtype=numpy.int64)
        labels = self.schema["labels"]
        for text in texts:
            if text not in labels:
                raise ValueError(f"column {self.name}: the model does not know the label {text!r}")
        return numpy.array([labels.index(text) for text in texts], dtype=numpy.int64)

    def _sets(self, value: Any) -> numpy.ndarray:
        result = numpy.zeros((len(value), self.width), dtype=numpy.float32)
        for step, members in enumerate(value):
            for member in members:
                if not 0 <= member < self.width or member != int(member):
                    raise ValueError(
                        f"column {self.name}: expected whole numbers from 0 to {self.width - 1}, "
                        f"found {member!r}"
                    )
                result[step, int(member)] = 1
        return result

    def _numbers(self, value: Any) -> numpy.ndarray:
        width = len(self.schema["mean"])
        if self.kind == "vector":
            value = [value]
        return self._frames(
            numpy.array([self._frame(frame, width) for frame in value]).reshape(-1, width)
        )

    def _frames(self, frames: numpy.ndarray) -> numpy.ndarray:
        missing = numpy.isnan(frames)
        values = Scale(self.schema).normalized(frames)
        filled = self.schema.get("filled")
        if filled:
            values = numpy.where(missing, numpy.array(filled), values)
        if missing.any() and not filled or not numpy.isfinite(values.astype(numpy.float32)).all():
            raise ValueError(f"column {self.name}: expected finite numbers, found {frames}")
        if self.schema.get("indicated"):
            values = numpy.concatenate([values, missing], axis=1)
        return values.astype(numpy.float32)

    def _frame(self, frame: Any, width: int) -> List[float]:
        if frame is None or (isinstance(frame, str) and not frame):
            return [math.nan] * width
        numbers = frame if isinstance(frame, (list, tuple, numpy.ndarray)) else [frame]
        if len(numbers) != width:
            raise ValueError(
                f"column {self.name}: expected frames of width {width}, found {len(numbers)}"
            )
        return [self._number(number) for number in numbers]

    def _number(self, value: Any) -> float:
        if value is None or (isinstance(value, str) and not split(value)):
            return math.nan
        number = float(value)
        if math.isinf(number):
            raise ValueError(f"column {self.name}: expected finite numbers, found {value!r}")
        return number

    def _times(self, value: Any) -> numpy.ndarray:
        times = [seconds(time) for time in value]
        rows = []
        for step, time in enumerate(times):
            row: List[float] = []
            for feature in self.schema["features"]:
                row += _feature(feature, times[0], times[max(0, step - 1)], time)
            rows.append(row)
        values = numpy.array(rows, dtype=numpy.float64).reshape(len(times), -1)
        return Scale(self.schema).normalized(values).astype(numpy.float32)


def seconds(time: Any) -> float:
    """Returns the seconds since 1970 of a number, a timestamp as text, or a datetime; in UTC."""
    if isinstance(time, str):
        text = WHITESPACE.sub(" ", time).strip(" ")
        try:
            return float(text)
        except ValueError:
            text = text[:-1] + "+00:00" if text.endswith("Z") else text
            text = re.sub(r"\.(\d+)", lambda match: "." + (match[1] + "000000")[:6], text)
            time = datetime.datetime.fromisoformat(text)
    if isinstance(time, datetime.datetime):
        zoned = time if time.tzinfo else time.replace(tzinfo=datetime.timezone.utc)
        return (zoned - EPOCH) / datetime.timedelta(seconds=1)
    return float(time)


def _feature(feature: str, first: float, before: float, time: float) -> List[float]:
    if feature in ("since-first", "since-previous"):
        return [float(logarithm(numpy.float64(time - (first if "first" in feature else before))))]
    date = EPOCH + datetime.timedelta(seconds=math.floor(time))
    share = {
        "hour": time / 86400 - math.floor(time / 86400),
        "weekday": date.weekday() / 7,
        "month": (date.month - 1) / 12,
    }[feature]
    return [math.sin(2 * math.pi * share), math.cos(2 * math.pi * share)]
