"""The layers of Unfold's networks.

The input of a layer is a batch of sequences x, [B, T, D], with their lengths, [B]. `slots` returns
views of its parameters by the names and in the order of model.safetensors: a view of the shape
[…, n] is the matrix [-1, n] of the file.
"""

from typing import Any, Dict, List, Optional, Tuple

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from .inputs import present

Slots = Dict[str, torch.Tensor]

ACTIVATIONS = {
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "linear": lambda x: x,
}
CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def linear_slots(prefix: str, linear: nn.Linear) -> Slots:
    """Returns the weight, [in, out], and the bias of a linear map."""
    return {f"{prefix}.weight": linear.weight.T, f"{prefix}.bias": linear.bias[None]}


class Recurrent(nn.Module):
    """A layer of a simple recurrent network, an LSTM or a GRU, in one direction or in both.

    Unfold has one bias where PyTorch has two, unless secondBias is set. The second one is zero at first, except for that of
    the candidate of a GRU, which Unfold has, too.
    """

    over_time = True

    def __init__(
        self,
        cell: str,
        inputs: int,
        hidden: int,
        bidirectional: bool,
        residual: bool = False,
        second_bias: bool = False,
    ):
        super().__init__()
        self.cell, self.hidden, self.bidirectional = cell, hidden, bidirectional
        self.residual, self.second_bias = residual, second_bias
        self.rnn = CELLS[cell](inputs, hidden, batch_first=True, bidirectional=bidirectional)
        self.width = 2 * hidden if bidirectional else hidden
        for suffix in self._suffixes():
            nn.init.zeros_(getattr(self.rnn, f"bias_hh{suffix}"))

    @torch.no_grad()
    def join_biases(self) -> None:
        """Adds the second bias to the first one where only their sum counts."""
        if self.second_bias:
            return
        gates = 2 * self.hidden if self.cell == "gru" else None
        for suffix in self._suffixes():
            second = getattr(self.rnn, f"bias_hh{suffix}")
            getattr(self.rnn, f"bias_ih{suffix}")[:gates] += second[:gates]
            second[:gates] = 0

    def _suffixes(self) -> List[str]:
        return ["_l0", "_l0_reverse"] if self.bidirectional else ["_l0"]

    def slots(self, prefix: str) -> Slots:
        slots = {}
        for suffix, name in zip(self._suffixes(), (prefix, f"{prefix}.reverse")):
            slots[f"{name}.input_weight"] = getattr(self.rnn, f"weight_ih{suffix}").T
            slots[f"{name}.recurrent_weight"] = getattr(self.rnn, f"weight_hh{suffix}").T
            slots[f"{name}.bias"] = getattr(self.rnn, f"bias_ih{suffix}")[None]
            bias = getattr(self.rnn, f"bias_hh{suffix}")
            if self.cell == "gru":
                slots[f"{name}.recurrent_bias"] = bias[None, 2 * self.hidden :]
            if self.second_bias:
                gates = 2 * self.hidden if self.cell == "gru" else None
                slots[f"{name}.second_bias"] = bias[None, :gates]
        return slots

    @property
    def states(self) -> int:
        """Returns the number of states of one direction."""
        return 2 if self.cell == "lstm" else 1

    def run(
        self, x: torch.Tensor, lengths: torch.Tensor, start: Optional[List[torch.Tensor]] = None
    ) -> Tuple[torch.Tensor, List[torch.Tensor]]:
        """Returns the outputs and the final states, those of the direction to the end first.

        `start` are the first states, [B, H] each, in the same order; zero if there are none.
        """
        packed = pack_padded_sequence(x, lengths.cpu(), batch_first=True, enforce_sorted=False)
        first = None
        if start is not None:
            stacked = [torch.stack(start[i :: self.states]) for i in range(self.states)]
            first = tuple(stacked) if self.cell == "lstm" else stacked[0]
        outputs, last = self.rnn(packed, first)
        outputs, _ = pad_packed_sequence(outputs, batch_first=True, total_length=x.shape[1])
        parts = last if self.cell == "lstm" else (last,)
        directions = range(2 if self.bidirectional else 1)
        outputs = x + outputs if self.residual else outputs
        return outputs, [part[direction] for direction in directions for part in parts]

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        return self.run(x, lengths)[0]


class Dense(nn.Module):
    """f(x W + b), plus x with a residual connection."""

    over_time, states = False, 0

    def __init__(self, inputs: int, hidden: int, activation: str, residual: bool = False):
        super().__init__()
        self.linear = nn.Linear(inputs, hidden)
        self.activation, self.residual, self.width = activation, residual, hidden

    def slots(self, prefix: str) -> Slots:
        return linear_slots(prefix, self.linear)

    def forward(self, x: torch.Tensor, lengths: torch.Tensor = None) -> torch.Tensor:
        y = ACTIVATIONS[self.activation](self.linear(x))
        return x + y if self.residual else y


class LayerNormalization(nn.Module):
    """Layer normalization of each step."""

    over_time, states = False, 0

    def __init__(self, inputs: int):
        super().__init__()
        self.norm, self.width = nn.LayerNorm(inputs, eps=1e-5), inputs

    def slots(self, prefix: str) -> Slots:
        return {f"{prefix}.gain": self.norm.weight[None], f"{prefix}.bias": self.norm.bias[None]}

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        return self.norm(x)


class TimeDelay(nn.Module):
    """A dense layer over the inputs at offsets from each step; steps outside are zero."""

    states = 0

    def __init__(self, inputs: int, settings: Dict[str, Any]):
        super().__init__()
        self.offsets, self.direct = settings["offsets"], settings["directConnections"]
        window = len(self.offsets) * inputs
        self.dense = Dense(window, settings["hidden"], settings["activation"])
        self.width = settings["hidden"] + (window if self.direct else 0)
        self.over_time = self.offsets != [0]

    def slots(self, prefix: str) -> Slots:
        return self.dense.slots(prefix)

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        steps = x.shape[1]
        x = x * present(lengths, steps)[..., None]
        past, future = max(0, -self.offsets[0]), max(0, self.offsets[-1])
        padded = nn.functional.pad(x, (0, 0, past, future))
        window = torch.cat([padded[:, past + o : past + o + steps] for o in self.offsets], dim=-1)
        y = self.dense(window)
        return torch.cat([y, window], dim=-1) if self.direct else y


class GatedConvolution(nn.Module):
    """A dilated causal convolution with gated units, a residual and a skip connection."""

    def __init__(self, inputs: int, settings: Dict[str, Any], dilation: int, residual: bool):
        super().__init__()
        hidden, size, self.skip = settings["hidden"], settings["filter"], settings["skip"]
        self.gates = nn.Conv1d(inputs, 2 * hidden, size, dilation=dilation)
        self.residual = inputs if residual else 0
        self.output = nn.Linear(hidden, self.residual + self.skip)
        self.dropout = nn.Dropout(settings["unitDropout"])
        self.past = (size - 1) * dilation

    def slots(self, prefix: str) -> Slots:
        return {
            f"{prefix}.gate_weight": self.gates.weight.permute(2, 1, 0),
            f"{prefix}.gate_bias": self.gates.bias[None],
            f"{prefix}.output_weight": self.output.weight.T,
            f"{prefix}.output_bias": self.output.bias[None],
        }

    def forward(self, x: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        """Returns the residual output, which is x if it is not used, and the skip output."""
        padded = nn.functional.pad(x, (0, 0, self.past, 0)).transpose(1, 2)
        filters, gates = self.gates(padded).transpose(1, 2).chunk(2, dim=-1)
        units = self.dropout(torch.tanh(filters) * torch.sigmoid(gates))
        residual, skip = self.output(units).split([self.residual, self.skip], dim=-1)
        return x + residual if self.residual else x, skip


class DilatedConvolution(nn.Module):
    """Gated convolutions above each other."""

    over_time, states = True, 0

    def __init__(self, inputs: int, settings: Dict[str, Any]):
        super().__init__()
        self.skip, self.activation = settings["skip"], settings["activation"]
        dilations = settings["dilations"] * settings["blocks"]
        self.convolutions = nn.ModuleList(
            GatedConvolution(inputs, settings, dilation, i + 1 < len(dilations) or self.skip == 0)
            for i, dilation in enumerate(dilations)
        )
        self.width = self.skip or inputs

    def slots(self, prefix: str) -> Slots:
        slots = {}
        for i, convolution in enumerate(self.convolutions):
            slots.update(convolution.slots(f"{prefix}.{i}"))
        return slots

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        skips = 0
        for convolution in self.convolutions:
            x, skip = convolution(x)
            skips = skips + skip
        return ACTIVATIONS[self.activation](skips if self.skip else x)


def causal(settings: Dict[str, Any]) -> Dict[str, Any]:
    """Returns the settings of a layer of a decoder, which reads no later steps."""
    if settings["type"] in CELLS:
        return {**settings, "bidirectional": False}
    if settings["type"] == "time-delay":
        future = max(0, settings["offsets"][-1])
        return {**settings, "offsets": [offset - future for offset in settings["offsets"]]}
    return settings


def state_widths(layers: List[Dict[str, Any]]) -> List[int]:
    """Returns the widths of the states of recurrent layers, both directions of each together."""
    return [
        layer["hidden"]
        for layer in layers
        if layer["type"] in CELLS
        for _ in range((2 if layer["type"] == "lstm" else 1) * (2 if layer["bidirectional"] else 1))
    ]


def create(settings: Dict[str, Any], inputs: int) -> nn.Module:
    """Returns a layer of its settings in config.json."""
    kind = settings["type"]
    if kind in CELLS:
        hidden, both = settings["hidden"], settings["bidirectional"]
        options = settings["residual"], settings["secondBias"]
        return Recurrent(kind, inputs, hidden, both, *options)
    if kind == "dense":
        return Dense(inputs, settings["hidden"], settings["activation"], settings["residual"])
    if kind == "layer-normalization":
        return LayerNormalization(inputs)
    if kind == "time-delay":
        return TimeDelay(inputs, settings)
    if kind == "dilated-convolution":
        return DilatedConvolution(inputs, settings)
    raise NotImplementedError(f"layers of the type {kind!r}")


class Stack(nn.Module):
    """Layers above each other, with dropout below those that take it."""

    def __init__(self, settings: List[Dict[str, Any]], inputs: int, dropout: float):
        super().__init__()
        self.layers = nn.ModuleList()
        self.takes_dropout = [layer["type"] != "layer-normalization" for layer in settings]
        self.width = inputs
        for layer in settings:
            self.layers.append(create(layer, self.width))
            self.width = self.layers[-1].width
        self.dropout = nn.Dropout(dropout)
        self.ends_both_ways = None

    def end_both_ways(self) -> None:
        """Gives each step the reverse half of the first step, where that direction ends.

        It is that of the highest layer that sees more than one step, if it reads both ways.
        """
        highest = max((i for i, layer in enumerate(self.layers) if layer.over_time), default=None)
        if highest is not None and getattr(self.layers[highest], "bidirectional", False):
            self.ends_both_ways = highest

    def slots(self, prefix: str) -> Slots:
        slots = {}
        for i, layer in enumerate(self.layers):
            slots.update(layer.slots(f"{prefix}layers.{i}"))
        return slots

    @property
    def states(self) -> List[int]:
        """Returns the number of the states of each layer in one direction."""
        return [layer.states for layer in self.layers]

    def run(
        self, x: torch.Tensor, lengths: torch.Tensor, start: Optional[List[torch.Tensor]] = None
    ) -> Tuple[torch.Tensor, List[torch.Tensor]]:
        """Returns the outputs and the final states of all layers, as `Recurrent.run` does."""
        last, first = [], 0
        for i, layer in enumerate(self.layers):
            x = self.dropout(x) if self.takes_dropout[i] else x
            if isinstance(layer, Recurrent):
                count = layer.states * (2 if layer.bidirectional else 1)
                own = None if start is None else start[first : first + count]
                x, states = layer.run(x, lengths, own)
                first += count
                last += states
            else:
                x = layer(x, lengths)
            if i == self.ends_both_ways:
                forward, reverse = x.chunk(2, dim=-1)
                x = torch.cat([forward, reverse[:, :1].expand_as(reverse)], dim=-1)
        return x, last

    def forward(self, x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        return self.run(x, lengths)[0]
