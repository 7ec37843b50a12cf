"""The networks of Unfold, which map encoded inputs to logits or numbers."""

from typing import Any, Dict, List, Optional, Tuple

import torch
from torch import nn

from .crf import Crf
from .dl4j import Dl4jNetwork
from .folder import UNKNOWN_ID
from .hmm import WordModels
from .inputs import Inputs, present
from .layers import Dense, Recurrent, Slots, Stack, causal
from .parts import InputLayer, expected, head


class StackNetwork(nn.Module):
    """A stack of layers between an input and an output layer.

    A language model, a tagger or a next-frame network returns an output for each step, [B, T, C],
    a sequence-to-vector network one for a sequence, [B, C], a ctc network one for each used step,
    [B, ceil(T / stride), C], and a hybrid one for each step, over the states of `models`. The
    outputs of a tagger whose `head` is a Crf are scores, from which the head finds the tags.
    """

    def __init__(self, network: Dict[str, Any], shape: Dict[str, Any]):
        super().__init__()
        self.kind, self.target = network["kind"], shape["target"]
        self.pooling = network["encoder"]["pooling"]
        self.stride = network["encoder"]["stride"]
        self.feedback = shape["targets"] if network["output"]["recurrent"] else 0
        self.input = InputLayer(network, shape)
        width = self.input.width + self.feedback
        self.stack = Stack(network["layers"], width, network["dropout"])
        if self.kind == "sequence-to-vector" and self.pooling == "last":
            self.stack.end_both_ways()
        self.dropout = nn.Dropout(network["dropout"])
        tied = self.input.embeddings[0].weight if len(self.input.embeddings) else None
        self.models = None
        if self.kind == "hybrid":
            self.models = WordModels(network["hmm"], shape["targets"])
            shape = {**shape, "targets": self.models.count}
        if network["output"]["kind"].startswith("crf"):
            self.head = Crf(self.stack.width, shape["targets"])
        else:
            self.head = head(network, shape, self.stack.width, tied)

    def slots(self) -> Slots:
        slots = {**self.input.slots(""), **self.stack.slots(""), **self.head.slots()}
        return slots if self.models is None else {**slots, **self.models.slots()}

    def forward(self, inputs: Inputs, previous: Optional[torch.Tensor] = None) -> torch.Tensor:
        """Returns the outputs.

        `previous` is what a network with output.recurrent reads as its output of the step before,
        [B, T, C], such as the true targets; by default its own outputs.
        """
        every = self.input(inputs)
        x, start = self.input.of_steps(every), self.input.start(every)
        if self.feedback and previous is None:
            return self._free_running(x, start)
        if self.feedback:
            x = torch.cat([x, previous.to(x.dtype)], dim=-1)
        h, _ = self.stack.run(x, inputs.lengths, start)
        if self.kind == "sequence-to-vector":
            h = self._pooled(h, inputs)
        elif self.kind == "ctc":
            h = h[:, :: self.stride]
        return self.head(self.dropout(h))

    def _free_running(
        self, x: torch.Tensor, start: Optional[List[torch.Tensor]]
    ) -> torch.Tensor:
        """Returns the outputs of all steps, each found from the steps up to it."""
        steps = x.shape[1]
        read, outputs = [x.new_zeros(x.shape[0], self.feedback)], []
        for t in range(steps):
            both = torch.cat([x[:, : t + 1], torch.stack(read, dim=1)], dim=-1)
            lengths = torch.full((x.shape[0],), t + 1, device=x.device)
            h, _ = self.stack.run(both, lengths, start)
            outputs.append(self.head(self.dropout(h[:, -1:]))[:, 0])
            read.append(expected(self.target, outputs[-1]).detach())
        return torch.stack(outputs, dim=1)

    def _pooled(self, h: torch.Tensor, inputs: Inputs) -> torch.Tensor:
        if self.pooling == "last":
            return h[torch.arange(len(h), device=h.device), inputs.lengths - 1]
        used = inputs.present[:, :: self.stride, None]
        h = h[:, :: self.stride]
        if self.pooling == "max":
            return h.masked_fill(~used, float("-inf")).amax(dim=1)
        return (h * used).sum(dim=1) / used.sum(dim=1)


class Attention(nn.Module):
    """Attention over the outputs of the encoder (Bahdanau et al. 2015, Luong et al. 2015)."""

    def __init__(self, kind: str, width: int, source: int):
        super().__init__()
        self.kind, self.scale = kind, width**-0.5
        self.query = self.vector = self.key = None
        if kind == "additive":
            self.query = nn.Linear(width, width, bias=False)
            self.vector = nn.Linear(width, 1, bias=False)
        if kind == "additive" or width != source:
            self.key = nn.Linear(source, width, bias=False)
        self.combination = Dense(source + width, width, "tanh")

    def slots(self) -> Slots:
        slots = {}
        if self.query is not None:
            slots["attention.query_weight"] = self.query.weight.T
        if self.key is not None:
            slots["attention.key_weight"] = self.key.weight.T
        if self.vector is not None:
            slots["attention.vector"] = self.vector.weight
        return {**slots, **self.combination.slots("attention.combination")}

    def forward(self, h: torch.Tensor, source: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        keys = source if self.key is None else self.key(source)
        if self.kind == "additive":
            scores = self.vector(torch.tanh(self.query(h)[:, :, None] + keys[:, None]))[..., 0]
        else:
            scores = h @ keys.transpose(1, 2) * self.scale
        absent = ~present(lengths, source.shape[1])[:, None]
        weights = torch.softmax(scores.masked_fill(absent, float("-inf")), dim=-1)
        return self.combination(torch.cat([weights @ source, h], dim=-1))


class EncoderDecoder(nn.Module):
    """A sequence-to-sequence or vector-to-sequence network."""

    def __init__(self, network: Dict[str, Any], shape: Dict[str, Any]):
        super().__init__()
        self.vector = network["kind"] == "vector-to-sequence"
        layers, dropout = network["layers"], network["dropout"]
        self.input = InputLayer(network, shape)
        self.encoder = Stack([] if self.vector else layers, self.input.width, dropout)
        start = network["decoder"]["start"]
        self.reads_vector = start != "state"
        self.embedding = nn.Embedding(shape["targets"], network["embedding"])
        width = network["embedding"] + (self.encoder.width if self.reads_vector else 0)
        self.decoder = Stack([causal(layer) for layer in layers], width, dropout)
        self.bridges = nn.ModuleList(self._bridges(start, layers))
        kind = network["decoder"]["attention"]
        features, source = self.decoder.width, self.encoder.width
        self.attention = None if kind == "none" else Attention(kind, features, source)
        self.dropout = nn.Dropout(dropout)
        self.head = head(network, shape, features)

    def _bridges(self, start: str, layers: List[Dict[str, Any]]) -> List[Dense]:
        self.widths = [
            layer.hidden
            for layer in self.decoder.layers
            if isinstance(layer, Recurrent)
            for _ in range(layer.states)
        ]
        if self.vector:
            starts = start != "input" and self.widths
            return [Dense(self.encoder.width, sum(self.widths), "tanh")] if starts else []
        both = any(layer.get("bidirectional") for layer in layers)
        return [Dense(2 * width, width, "tanh") for width in self.widths] if both else []

    def slots(self) -> Slots:
        slots = {**self.input.slots("encoder."), **self.encoder.slots("encoder.")}
        for i, bridge in enumerate(self.bridges):
            slots.update(bridge.slots("start" if self.vector else f"start.{i}"))
        slots["decoder.embedding.weight"] = self.embedding.weight
        slots.update(self.decoder.slots("decoder."))
        if self.attention is not None:
            slots.update(self.attention.slots())
        return {**slots, **self.head.slots()}

    def encode(self, inputs: Inputs) -> Tuple[torch.Tensor, Optional[List[torch.Tensor]]]:
        """Returns the outputs of the encoder, [B, T, D], and the first states of the decoder."""
        every = self.input(inputs)
        x, start = self.input.of_steps(every), self.input.start(every)
        outputs, states = self.encoder.run(x, inputs.lengths, start)
        if self.vector:
            if not len(self.bridges):
                return outputs, None
            return outputs, list(self.bridges[0](outputs[:, 0]).split(self.widths, dim=-1))
        return outputs, self._start(states) if len(self.bridges) else states

    def _start(self, states: List[torch.Tensor]) -> List[torch.Tensor]:
        """Returns the first states from those of both directions, layer by layer."""
        start, first = [], 0
        for count in self.decoder.states:
            for state in range(first, first + count):
                both = torch.cat([states[first + state], states[first + state + count]], dim=-1)
                start.append(self.bridges[state](both))
            first += count
        return start

    def decode(
        self,
        source: Tuple[torch.Tensor, Optional[List[torch.Tensor]]],
        lengths: torch.Tensor,
        targets: torch.Tensor,
    ) -> torch.Tensor:
        """Returns the logits after each token that the decoder reads.

        `source` is the result of `encode`, `lengths` those of the source, and `targets` the tokens
        that are read, [B, L], the boundary first.
        """
        outputs, start = source
        x = self.embedding(targets)
        if self.reads_vector:
            x = torch.cat([x, outputs[:, :1].expand(-1, x.shape[1], -1)], dim=-1)
        steps = torch.full((len(targets),), targets.shape[1], device=targets.device)
        h, _ = self.decoder.run(x, steps, start)
        if self.attention is not None:
            h = self.attention(h, outputs, lengths)
        return self.head(self.dropout(h))

    def forward(self, inputs: Inputs, targets: torch.Tensor) -> torch.Tensor:
        """Returns the logits after each token of `targets`, [B, L], the boundary first."""
        return self.decode(self.encode(inputs), inputs.lengths, targets)

    @torch.no_grad()
    def generate(self, inputs: Inputs, boundary: int, length: int) -> List[List[int]]:
        """Returns the most probable token at each step, up to the boundary or a length.

        As in Java, the unknown token, with the id 0, is never generated.
        """
        source = self.encode(inputs)
        read = torch.full((len(inputs.lengths), 1), boundary, device=inputs.lengths.device)
        for _ in range(length):
            logits = self.decode(source, inputs.lengths, read)[:, -1:]
            logits[..., UNKNOWN_ID] = -torch.inf
            best = logits.argmax(dim=-1)
            read = torch.cat([read, best], dim=1)
            if (read[:, 1:] == boundary).any(dim=1).all():
                break
        ids = read[:, 1:].tolist()
        return [row[: row.index(boundary)] if boundary in row else row for row in ids]


def build(network: Dict[str, Any], shape: Dict[str, Any]) -> nn.Module:
    """Returns the network of the settings in config.json, with parameters that are not trained."""
    kind = network["kind"]
    if kind in ("sequence-to-sequence", "vector-to-sequence"):
        return EncoderDecoder(network, shape)
    if kind in ("language-model", "tagger", "next-frame", "sequence-to-vector", "ctc", "hybrid"):
        return StackNetwork(network, shape)
    if kind == "dl4j":
        return Dl4jNetwork(network, shape)
    raise NotImplementedError(f"networks of the kind {kind!r}")
