"""Encoding of rows and texts as inputs of a network."""

from typing import Any, List, Mapping, Optional

import numpy
import torch

from .columns import SINGLE, Column, split, vocabulary
from .folder import LINE_END, Folder, Vocabulary
from .inputs import Inputs

#: The subword of a newline.
NEWLINE = "Ċ"


class TextEncoder:
    """Encodes texts as a language model reads them, each as one document."""

    reversed = False

    def __init__(self, folder: Folder):
        settings = folder.config["preprocessing"]
        self.vocabulary = folder.vocabulary
        self.unit, self.document = settings.get("unit"), settings["document"]
        if settings["corpus"] != "stream":
            raise NotImplementedError(f"encoding of a corpus of {settings['corpus']}")

    def encode(self, text: str) -> Optional[Inputs]:
        """Returns the ids of a text, after that which starts a text, if there is one."""
        line_end = {"char": "\n", "word": LINE_END, "subword": NEWLINE}[self.unit]
        start = self.vocabulary.boundary or self.vocabulary.id(line_end)
        ids = [start] if start else []
        if self.document == "line" and "\n" in text:
            raise ValueError("expected one line, which is a document of this model, found several")
        if self.unit == "subword":
            ids += self.vocabulary.cut(text)
        else:
            ids += [self.vocabulary.id(token) for token in self._tokens(text)]
        if not ids:
            return None
        tokens = torch.tensor(ids)[None, :, None]
        return Inputs(tokens, torch.zeros(1, len(ids), 0), torch.tensor([len(ids)]))

    def _tokens(self, text: str) -> List[str]:
        if self.unit == "char":
            return list(text)
        tokens: List[str] = []
        for i, line in enumerate(text.split("\n")):
            tokens += ([LINE_END] if i else []) + split(line)
        return tokens


class RowEncoder:
    """Encodes rows of a table: mappings from columns to values, as in JSON.

    Where the rows of a table are steps, a row is a whole sequence, with a list in each column.
    """

    def __init__(self, folder: Folder):
        settings, schema = folder.config["preprocessing"], folder.schema
        fields = schema["input"]
        parts = fields["parts"] if fields["kind"] == "parts" else [fields]
        steps = bool(settings["sequence"]["order"])
        self.columns = [Column(c, part, steps) for c, part in zip(settings["inputs"], parts)]
        self.reversed = settings["inputs"][0]["reversed"]
        self.longest_word = 0
        self.alphabet: Optional[Vocabulary] = None
        if schema["characters"]["kind"] == "tokens":
            self.longest_word = folder.config["network"]["encoder"]["characters"]["maxLength"]
            self.alphabet = vocabulary(schema["characters"])
        target = settings["target"]
        names = [column.name for column in self.columns]
        several = len(names) > 1 and target["kind"] == "next"
        self.predicted = names.index(target["column"]) if several else 0
        self.boundaries = target["boundaries"]

    def encode(self, row: Mapping[str, Any]) -> Optional[Inputs]:
        """Returns the inputs of a row; None if it has no steps."""
        values = [row.get(column.name) for column in self.columns]
        if any(column.is_empty(value) for column, value in zip(self.columns, values)):
            return None
        fields = [column.encode(value) for column, value in zip(self.columns, values)]
        fields = self._together(fields)
        if len(fields[0]) == 0:
            return None
        if self.boundaries:
            fields = [self._with_boundary(i, field) for i, field in enumerate(fields)]
        words = self.columns[0].texts(values[0]) if self.alphabet is not None else []
        if self.reversed:
            fields, words = [field[::-1] for field in fields], words[::-1]
        return self._inputs(fields, words)

    def _together(self, fields: List[numpy.ndarray]) -> List[numpy.ndarray]:
        steps = [len(f) for f, column in zip(fields, self.columns) if not column.is_single]
        if len(set(steps)) > 1:
            raise ValueError(f"expected columns of as many steps, found {steps}")
        count = steps[0] if steps else 1
        return [
            numpy.repeat(field, count, axis=0) if column.is_single else field
            for field, column in zip(fields, self.columns)
        ]

    def _with_boundary(self, index: int, field: numpy.ndarray) -> numpy.ndarray:
        """Adds the boundary before a sequence, which the network reads to predict its start."""
        column = self.columns[index]
        first = numpy.zeros_like(field[:1])
        if index == self.predicted:
            first[:] = column.vocabulary.boundary
        elif column.kind in SINGLE + ("time",):
            first = field[:1]
        return numpy.concatenate([first, field])

    def _inputs(self, fields: List[numpy.ndarray], words: List[str]) -> Inputs:
        steps = len(fields[0])
        ids = [f for f, column in zip(fields, self.columns) if column.has_ids]
        frames = [f for f, column in zip(fields, self.columns) if not column.has_ids]
        tokens = numpy.stack(ids, axis=-1) if ids else numpy.zeros((steps, 0), dtype=numpy.int64)
        numbers = numpy.concatenate(frames, axis=-1) if frames else numpy.zeros((steps, 0))
        characters, word_lengths = self._characters(words)
        return Inputs(
            torch.from_numpy(tokens.copy())[None],
            torch.from_numpy(numbers.astype(numpy.float32))[None],
            torch.tensor([steps]),
            characters,
            word_lengths,
        )

    def _characters(self, words: List[str]):
        if self.alphabet is None:
            return None, None
        ids = [[self.alphabet.id(c) for c in word[: self.longest_word]] for word in words]
        width = max(map(len, ids))
        padded = [word + [0] * (width - len(word)) for word in ids]
        return torch.tensor(padded)[None], torch.tensor([[len(word) for word in ids]])

    def first_predicted(self) -> int:
        """Returns the index of the first number of a frame whose next value is predicted."""
        before = self.columns[: self.predicted]
        return sum(column.width for column in before if not column.has_ids)
