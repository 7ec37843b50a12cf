"""A model folder as a module."""

from typing import Any, Dict, List, Optional, Sequence

import numpy
import torch
from torch import nn

from .columns import TOKENS, Scale, split, vocabulary
from .crf import Crf, Order
from .folder import UNKNOWN_ID, Folder, Vocabulary, fill
from .hmm import Grammar, Path
from .inputs import Inputs
from .layers import Recurrent
from .networks import EncoderDecoder, build
from .parts import expected
from .rows import RowEncoder, TextEncoder


class Model(nn.Module):
    """A trained model.

    `network` maps encoded inputs to logits and has the parameters; `encode` encodes rows; and the
    model itself maps rows to predictions, as `unfold predict` does.
    """

    def __init__(self, folder: Folder):
        super().__init__()
        self.config = folder.config
        network, shape = folder.config["network"], folder.config.get("shape")
        self.network = build(network, shape)
        fill(self.network.slots(), folder)
        self._folder = folder
        self.kind = network["kind"]
        self._targets: Optional[Vocabulary] = None
        self._grammar = None
        if self.kind == "hybrid":
            self._grammar = Grammar(self.network.models, self._words()).graph
        self._rows: Any = None
        if folder.schema is not None:
            self._rows = RowEncoder(folder)
        elif folder.config["preprocessing"]["corpus"] == "stream":
            self._rows = TextEncoder(folder)
        head = getattr(self.network, "head", None)
        self._crf = head if isinstance(head, Crf) else None
        self._order = self._tag_order()
        self.eval()

    def _tag_order(self) -> Optional[Order]:
        """Returns the tags that may follow each other; None if each may follow each."""
        kind = self.config["network"].get("output", {}).get("kind")
        if kind not in ("crf-bio", "crf-bioes"):
            return None
        return Order(kind, self.classes, self._rows.reversed)

    @torch.no_grad()
    def tags(self, rows: Sequence[Any]) -> List[Optional[List[str]]]:
        """Returns the tags of the steps of rows, if the target is tags; None without a step.

        They are the most probable ones; those of network.output.kind = crf are the most probable
        sequence, whose tags need not be those with the largest probabilities.
        """
        target = self.config["preprocessing"].get("target", {}).get("kind")
        if target != "tags":
            raise ValueError(f"{self._folder.path}: expected a model of tags, found {target}")
        encoded = [self._encoder().encode(row) for row in rows]
        known = [row for row in encoded if row is not None]
        found = iter(self._tags(Inputs.pad(known).to(next(self.parameters()).device)) if known else [])
        return [None if row is None else next(found) for row in encoded]

    def _tags(self, inputs: Inputs) -> List[List[str]]:
        outputs = self.network(inputs)
        if self._crf is not None:
            paths = self._crf.best(outputs, inputs.lengths, self._order)
        else:
            best = outputs.argmax(dim=-1).tolist()
            paths = [row[: int(n)] for row, n in zip(best, inputs.lengths)]
        step = -1 if self._encoder().reversed else 1
        return [[self.classes[tag] for tag in path[::step]] for path in paths]

    @property
    def classes(self) -> List[str]:
        """Returns the names of the outputs, if they are classes; those of a hybrid are states."""
        if self._folder.schema is None:
            return self._folder.vocabulary.tokens
        if self.kind == "hybrid":
            return self.network.models.names(self._words())
        target = self._folder.schema["target"]
        if target["kind"] in TOKENS:
            return self._words().tokens
        return target.get("labels", [])

    def _words(self) -> Vocabulary:
        """Returns the vocabulary of a target of tokens."""
        if self._targets is None:
            self._targets = vocabulary(self._folder.schema["target"])
        return self._targets

    def tensors(self) -> Dict[str, torch.Tensor]:
        """Returns the parameters by the names of model.safetensors and in its layout."""
        for layer in self.network.modules():
            if isinstance(layer, Recurrent):
                layer.join_biases()
        slots = self.network.slots()
        return {
            name: view.detach().clone().reshape(-1, view.shape[-1]) for name, view in slots.items()
        }

    def encode(self, rows: Sequence[Any]) -> Inputs:
        """Returns rows as one batch.

        A row is a mapping from columns to values or, of a language model, a text. A row without a
        step is refused.
        """
        encoded = [self._encoder().encode(row) for row in rows]
        for i, row in enumerate(encoded):
            if row is None:
                raise ValueError(f"row {i + 1}: expected at least one step, found none")
        return Inputs.pad(encoded)

    def _encoder(self) -> Any:
        if self._rows is None:
            corpus = self.config["preprocessing"]["corpus"]
            raise NotImplementedError(f"encoding of a corpus of {corpus}: call model.network")
        return self._rows

    def encode_targets(self, texts: Sequence[str]) -> torch.Tensor:
        """Returns what a decoder reads for target sequences: the boundary, then their tokens.

        Shorter sequences are padded with the boundary, [B, L].
        """
        tokens = self._words()
        words = self.config["preprocessing"]["target"]["kind"] == "words"
        ids = [
            tokens.cut(text)
            if tokens.is_of_subwords()
            else [tokens.id(t) for t in (split(text) if words else text)]
            for text in texts
        ]
        width = 1 + max(map(len, ids))
        padded = [[tokens.boundary] + row + [tokens.boundary] * width for row in ids]
        return torch.tensor([row[:width] for row in padded])

    @torch.no_grad()
    def forward(self, rows: Sequence[Any], length: Optional[int] = None) -> List[Any]:
        """Returns the predictions of rows; None for a row without a step.

        They are probabilities of classes or members, [C] or [T, C]; numbers in the unit of the
        training rows, [C] or [T, C]; or the most probable sequence, a text, of at most `length`
        tokens, which never has `<unk>`. A language model returns the probabilities of the token
        after each one that it reads.
        """
        encoded = [self._encoder().encode(row) for row in rows]
        known = [row for row in encoded if row is not None]
        if not known:
            return [None] * len(encoded)
        device = next(self.parameters()).device
        predictions = iter(self._predict(Inputs.pad(known).to(device), length))
        return [None if row is None else next(predictions) for row in encoded]

    def _predict(self, inputs: Inputs, length: Optional[int]) -> List[Any]:
        if isinstance(self.network, EncoderDecoder):
            ids = self.network.generate(inputs, self._words().boundary, self._length(length))
            return [self._text(row) for row in ids]
        outputs = self.network(inputs)
        if self.kind == "ctc":
            used = (inputs.lengths - 1) // self.network.stride + 1
            outputs[..., UNKNOWN_ID] = -torch.inf
            best = outputs.argmax(dim=-1)
            return [self._text(_merged(row[:n].tolist())) for row, n in zip(best, used)]
        if self.kind == "hybrid":
            return [self._spoken(row[:n]) for row, n in zip(outputs, inputs.lengths)]
        if self._crf is not None:
            values = self._crf.marginals(outputs, inputs.lengths, self._order).cpu().numpy()
            return [self._steps(values, inputs, i) for i in range(len(values))]
        values = expected(self.config["shape"]["target"], outputs).cpu().numpy()
        if values.ndim == 2:
            return [self._restored(row[None], None)[0] for row in values]
        return [self._steps(values, inputs, i) for i in range(len(values))]

    def _length(self, length: Optional[int]) -> int:
        longest = self._folder.longest_target
        if length is None and longest is None:
            raise ValueError(
                f"{self._folder.path}: provenance.json does not say how long sequences are: give"
                " their length"
            )
        return longest + 1 if length is None else length

    def recognize(self, logits: torch.Tensor) -> Optional[Path]:
        """Returns the best path of a hybrid through the words of its grammar.

        `logits` are the outputs of its network for a sequence, [T, S]. None if no path has so few
        steps.
        """
        return self.network.models.best(logits, self._grammar)

    def _spoken(self, logits: torch.Tensor) -> str:
        path = self.recognize(logits)
        return "" if path is None else self._text(path.tokens)

    def _text(self, ids: List[int]) -> str:
        words = self.config["preprocessing"]["target"]["kind"] == "words"
        tokens = self._words()
        if tokens.is_of_subwords():
            return tokens.joined(ids)
        return (" " if words else "").join(tokens.tokens[id] for id in ids)

    def _steps(self, values: numpy.ndarray, inputs: Inputs, index: int) -> numpy.ndarray:
        steps = int(inputs.lengths[index])
        result = self._restored(values[index, :steps], inputs.frames[index, :steps])
        return result[::-1] if self._encoder().reversed else result

    def _restored(self, values: numpy.ndarray, frames: Optional[torch.Tensor]) -> numpy.ndarray:
        """Returns numbers in the unit of the training rows, and probabilities as they are."""
        target = self._folder.schema["target"] if self._folder.schema else {"kind": "tokens"}
        if target["kind"] == "numbers":
            return Scale(target).restored(values)
        if target["kind"] == "changes":
            first = self._rows.first_predicted()
            last = frames[:, first : first + values.shape[-1]].cpu().numpy()
            return Scale(target["values"]).restored(last) + Scale(target).restored(values)
        return values


def _merged(path: List[int]) -> List[int]:
    """Returns a path without repetitions and blanks; the boundary, 1, is the blank."""
    return [id for i, id in enumerate(path) if id != 1 and (i == 0 or path[i - 1] != id)]


def load(folder) -> Model:
    """Returns the model of a folder, or of the run that has it, in evaluation mode.

    Raises NotImplementedError for a layer of DL4J that is not supported, and ValueError if the
    parameters are not those of metrics.json.
    """
    return Model(Folder.read(folder))
