"""Inputs and output layers of networks."""

from typing import Any, Dict, List, Optional

import torch
from torch import nn

from .inputs import Inputs
from .layers import CELLS, Dense, Recurrent, Slots, linear_slots, state_widths


class InputLayer(nn.Module):
    """Embeddings of the columns of tokens, then the numbers of the others, side by side."""

    def __init__(self, network: Dict[str, Any], shape: Dict[str, Any]):
        super().__init__()
        tokens = [column for column in shape["inputs"] if column["kind"] == "tokens"]
        self.single = len(shape["inputs"]) == 1
        self.embeddings = nn.ModuleList(
            nn.Embedding(column["size"], column["embedding"] or network["embedding"])
            for column in tokens
        )
        widths = [table.embedding_dim for table in self.embeddings]
        self.characters = None
        if shape["alphabet"] > 0:
            self.characters = Characters(network, shape["alphabet"])
            widths[0] += self.characters.width
        widths += [c["size"] for c in shape["inputs"] if c["kind"] != "tokens"]
        uses = [column["into"] for column in shape["inputs"]]
        self.steps = _columns(widths, [use != "first-state" for use in uses])
        self.first = _columns(widths, [use != "steps" for use in uses])
        self.width = len(self.steps)
        self.first_state = None
        if self.first:
            self.state_widths = state_widths(network["layers"])
            self.first_state = Dense(len(self.first), sum(self.state_widths), "tanh")

    def slots(self, prefix: str) -> Slots:
        slots = {}
        for i, table in enumerate(self.embeddings):
            name = prefix if self.single else f"{prefix}inputs.{i}."
            slots[f"{name}embedding.weight"] = table.weight
            if i == 0 and self.characters is not None:
                slots.update(self.characters.slots())
        if self.first_state is not None:
            slots.update(self.first_state.slots(f"{prefix}first_state"))
        return slots

    def forward(self, inputs: Inputs) -> torch.Tensor:
        parts = [table(inputs.tokens[..., i]) for i, table in enumerate(self.embeddings)]
        if self.characters is not None:
            parts.insert(1, self.characters(inputs))
        return torch.cat(parts + [inputs.frames.to(self._type(parts))], dim=-1)

    def start(self, x: torch.Tensor) -> Optional[List[torch.Tensor]]:
        """Returns the states from which the layers start, from all inputs; None for zeros."""
        if self.first_state is None:
            return None
        return list(self.first_state(x[:, 0, self.first]).split(self.state_widths, dim=-1))

    def of_steps(self, x: torch.Tensor) -> torch.Tensor:
        """Returns the columns that are read at each step."""
        return x[..., self.steps]

    @staticmethod
    def _type(parts: List[torch.Tensor]) -> torch.dtype:
        return parts[0].dtype if parts else torch.get_default_dtype()


def _columns(widths: List[int], used: List[bool]) -> List[int]:
    """Returns the columns of the used ones of vectors that are side by side."""
    starts = [sum(widths[:i]) for i in range(len(widths))]
    return [
        column
        for start, width, use in zip(starts, widths, used)
        if use
        for column in range(start, start + width)
    ]


class Characters(nn.Module):
    """The final states of a bidirectional layer over the characters of each word."""

    def __init__(self, network: Dict[str, Any], alphabet: int):
        super().__init__()
        settings = network["encoder"]["characters"]
        cells = [layer["type"] for layer in network["layers"] if layer["type"] in CELLS]
        self.embedding = nn.Embedding(alphabet, settings["embedding"])
        cell = cells[0] if cells else "lstm"
        self.layer = Recurrent(cell, settings["embedding"], settings["hidden"], True)
        self.width = self.layer.width

    def slots(self) -> Slots:
        slots = {"characters.embedding.weight": self.embedding.weight}
        slots.update(self.layer.slots("characters"))
        return slots

    def forward(self, inputs: Inputs) -> torch.Tensor:
        lengths = inputs.word_lengths.flatten()
        words = self.embedding(inputs.characters.flatten(0, 1))
        result = words.new_zeros(len(lengths), self.width)
        if (lengths > 0).any():
            _, states = self.layer.run(words[lengths > 0], lengths[lengths > 0])
            both = torch.cat([states[0], states[self.layer.states]], dim=-1)
            result = result.index_put(((lengths > 0).nonzero()[:, 0],), both)
        return result.unflatten(0, inputs.word_lengths.shape)


class AdaptiveSoftmax(nn.Module):
    """Adaptive softmax; its outputs are the logarithms of probabilities."""

    def __init__(self, width: int, classes: int, settings: Dict[str, Any]):
        super().__init__()
        self.softmax = nn.AdaptiveLogSoftmaxWithLoss(
            width, classes, settings["cutoffs"], div_value=settings["division"]
        )

    def slots(self) -> Slots:
        slots = {"head.weight": self.softmax.head.weight.T}
        for i, tail in enumerate(self.softmax.tail):
            slots[f"head.tails.{i}.projection"] = tail[0].weight.T
            slots[f"head.tails.{i}.weight"] = tail[1].weight.T
        return slots

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.softmax.log_prob(x.flatten(0, -2)).unflatten(0, x.shape[:-1])


class Affine(nn.Module):
    """The output layer h W + b, whose weight may be the embedding, or stored by classes."""

    def __init__(
        self,
        width: int,
        outputs: int,
        tied: Optional[nn.Parameter] = None,
        by_class: bool = False,
    ):
        super().__init__()
        self.linear = nn.Linear(width, outputs)
        self.by_class = by_class
        self.tied = tied is not None
        if self.tied:
            self.linear.weight = tied

    def slots(self) -> Slots:
        slots = linear_slots("head", self.linear)
        if self.by_class:
            slots["head.weight"] = self.linear.weight
        if self.tied:
            del slots["head.weight"]
        return slots

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)


def head(network: Dict[str, Any], shape: Dict[str, Any], width: int, tied=None) -> nn.Module:
    """Returns the output layer over features of a width."""
    kind = network["output"]["kind"]
    if kind == "adaptive" and shape["target"] == "classes" and network["kind"] != "ctc":
        return AdaptiveSoftmax(width, shape["targets"], network["output"])
    tied = tied if network["output"]["tied"] else None
    return Affine(width, shape["targets"], tied, by_class=kind == "sampled")


def expected(kind: str, logits: torch.Tensor) -> torch.Tensor:
    """Returns probabilities of classes or of members of sets, or the numbers themselves."""
    if kind == "classes":
        return torch.softmax(logits, dim=-1)
    return torch.sigmoid(logits) if kind == "sets" else logits
