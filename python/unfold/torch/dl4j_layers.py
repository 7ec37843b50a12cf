"""The layers of Deeplearning4j 1.0.0-M2.

A sequence is [B, T, D] here, where DL4J has [B, D, T].
"""

from dataclasses import dataclass, replace
from typing import Any, Callable, Dict, List, Optional

import torch
from torch import nn

from .inputs import present
from .layers import Slots

FUNCTIONS: Dict[str, Callable[[Dict[str, Any]], Callable]] = {
    "Identity": lambda _: lambda x: x,
    "TanH": lambda _: torch.tanh,
    "Sigmoid": lambda _: torch.sigmoid,
    "ReLU": lambda _: torch.relu,
    "ReLU6": lambda _: nn.functional.relu6,
    "LReLU": lambda s: lambda x: nn.functional.leaky_relu(x, s["alpha"]),
    "ELU": lambda s: lambda x: nn.functional.elu(x, s["alpha"]),
    "SELU": lambda _: nn.functional.selu,
    "SoftPlus": lambda _: lambda x: torch.logaddexp(x, torch.zeros_like(x)),
    "SoftSign": lambda _: nn.functional.softsign,
    "Softmax": lambda _: lambda x: torch.softmax(x, dim=-1),
    "Swish": lambda _: nn.functional.silu,
    "Mish": lambda _: nn.functional.mish,
    "HardTanH": lambda _: nn.functional.hardtanh,
    "HardSigmoid": lambda _: lambda x: (0.2 * x + 0.5).clamp(0, 1),
    "Cube": lambda _: lambda x: x**3,
}


def unsupported(name: str, what: str) -> NotImplementedError:
    return NotImplementedError(f"DL4J network: {name} is {what}, which is not supported")


def type_of(settings: Dict[str, Any]) -> str:
    """Returns the simple name of the class of a part of a configuration."""
    return settings["@class"].rsplit(".", 1)[-1]


def function(name: str, settings: Dict[str, Any]) -> Callable:
    """Returns an activation function."""
    kind = type_of(settings)
    create = FUNCTIONS.get(kind[len("Activation") :])
    if create is None:
        raise unsupported(name, f"a layer with {kind}")
    return create(settings)


@dataclass
class Activity:
    """The output of a vertex: a sequence [B, T, D] with its lengths, [B], or a vector [B, D]."""

    values: torch.Tensor
    lengths: Optional[torch.Tensor]

    @property
    def present(self) -> torch.Tensor:
        """Returns whether each step belongs to its sequence, [B, T, 1]."""
        return present(self.lengths, self.values.shape[1])[..., None]

    def with_values(self, values: torch.Tensor) -> "Activity":
        return replace(self, values=values)

    def reversed(self) -> "Activity":
        """Returns each sequence from its end to its start."""
        steps = torch.arange(self.values.shape[1], device=self.values.device)[None]
        mirrored = self.lengths[:, None] - 1 - steps
        order = torch.where(mirrored >= 0, mirrored, steps)[..., None]
        return self.with_values(self.values.gather(1, order.expand_as(self.values)))

    def last(self) -> "Activity":
        """Returns the vectors of the last steps."""
        lanes = torch.arange(len(self.values), device=self.values.device)
        return Activity(self.values[lanes, self.lengths - 1], None)


class Layer(nn.Module):
    """A layer with the parameters of DL4J, each a matrix as in model.safetensors."""

    def __init__(self, name: str, settings: Dict[str, Any], shapes: Dict[str, List[int]]):
        super().__init__()
        if settings.get("hasLayerNorm"):
            raise unsupported(name, "a layer with layer normalization")
        self.values = nn.ParameterDict(
            {key: nn.Parameter(torch.zeros(shape)) for key, shape in shapes.items()}
        )
        self.function = function(name, settings["activationFn"])

    def slots(self, prefix: str) -> Slots:
        return {prefix + key: value for key, value in self.values.items()}

    def affine(self, x: torch.Tensor) -> torch.Tensor:
        y = x @ self.values["W"]
        return y + self.values["b"][0] if "b" in self.values else y


class Dense(Layer):
    """f(x W + b) at each step; an output layer without f, whose outputs are then logits."""

    def __init__(self, name: str, settings: Dict[str, Any], logits: bool = False):
        inputs, outputs = settings["nin"], settings["nout"]
        bias = {"b": [1, outputs]} if settings.get("hasBias", True) else {}
        super().__init__(name, settings, {"W": [inputs, outputs], **bias})
        self.logits = logits

    def forward(self, x: Activity) -> Activity:
        y = self.affine(x.values)
        return x.with_values(y if self.logits else self.function(y))


class Embedding(Layer):
    """The rows of a table for ids, [B, T]."""

    def __init__(self, name: str, settings: Dict[str, Any]):
        inputs, outputs = settings["nin"], settings["nout"]
        bias = {"b": [1, outputs]} if settings.get("hasBias") else {}
        super().__init__(name, settings, {"W": [inputs, outputs], **bias})

    def forward(self, x: Activity) -> Activity:
        y = self.values["W"][x.values]
        y = y + self.values["b"][0] if "b" in self.values else y
        return x.with_values(self.function(y))


class Scaling(Layer):
    """f(x w + b), where w is a vector."""

    def __init__(self, name: str, settings: Dict[str, Any]):
        shape = [1, settings["nout"]]
        super().__init__(name, settings, {"W": shape, "b": shape})

    def forward(self, x: Activity) -> Activity:
        y = x.values * self.values["W"][0] + self.values["b"][0]
        return x.with_values(self.function(y))


class Function(nn.Module):
    """An activation function, or none if `settings` has none or the outputs are logits."""

    def __init__(self, name: str, settings: Dict[str, Any], logits: bool = False):
        super().__init__()
        given = settings.get("activationFn")
        self.function = function(name, given) if given and not logits else lambda x: x

    def slots(self, prefix: str) -> Slots:
        return {}

    def forward(self, x: Activity) -> Activity:
        return x.with_values(self.function(x.values))


class SimpleRnn(Layer):
    """h(t) = f(x(t) W + h(t-1) R + b)."""

    def __init__(self, name: str, settings: Dict[str, Any]):
        inputs, hidden = settings["nin"], settings["nout"]
        shapes = {"W": [inputs, hidden], "RW": [hidden, hidden], "b": [1, hidden]}
        super().__init__(name, settings, shapes)

    def forward(self, x: Activity) -> Activity:
        projected, outputs = self.affine(x.values), []
        h = projected.new_zeros(len(projected), projected.shape[-1])
        for t in range(projected.shape[1]):
            h = self.function(projected[:, t] + h @ self.values["RW"])
            outputs.append(h)
        return x.with_values(torch.stack(outputs, dim=1))


class Lstm(Layer):
    """An LSTM, with peephole connections or without (Graves 2013).

    The gates are side by side in the order g, f, o, i; the recurrent weight then has the columns of
    the peepholes of f, o and i.
    """

    def __init__(self, name: str, settings: Dict[str, Any], peepholes: bool):
        inputs, self.hidden = settings["nin"], settings["nout"]
        gates = 4 * self.hidden
        recurrent = [self.hidden, gates + (3 if peepholes else 0)]
        super().__init__(name, settings, {"W": [inputs, gates], "RW": recurrent, "b": [1, gates]})
        self.gate, self.peepholes = function(name, settings["gateActivationFn"]), peepholes

    def forward(self, x: Activity) -> Activity:
        projected, outputs = self.affine(x.values), []
        recurrent = self.values["RW"]
        weight, peepholes = recurrent[:, : 4 * self.hidden], recurrent[:, 4 * self.hidden :]
        of_f, of_o, of_i = peepholes.T if self.peepholes else [0, 0, 0]
        h = c = projected.new_zeros(len(projected), self.hidden)
        for t in range(projected.shape[1]):
            g, f, o, i = (projected[:, t] + h @ weight).chunk(4, dim=-1)
            c_of_f, c_of_i = self.gate(f + c * of_f) * c, self.gate(i + c * of_i)
            c = c_of_f + c_of_i * self.function(g)
            h = self.gate(o + c * of_o) * self.function(c)
            outputs.append(h)
        return x.with_values(torch.stack(outputs, dim=1))


class Convolution(Layer):
    """A convolution over time with a stride of 1; steps outside are zero.

    DL4J stores its weight in the order kernel, input, output.
    """

    def __init__(self, name: str, settings: Dict[str, Any]):
        self.sizes = [settings["kernelSize"][0], settings["nin"], settings["nout"]]
        kernel, inputs, outputs = self.sizes
        bias = {"b": [1, outputs]} if settings.get("hasBias", True) else {}
        super().__init__(name, settings, {**bias, "W": [outputs, inputs * kernel]})
        self.dilation, mode = settings["dilation"][0], settings["convolutionMode"]
        if settings["stride"][0] != 1 or mode not in ("Same", "Causal"):
            raise unsupported(name, f"a convolution with a stride or of the mode {mode}")
        reach = (kernel - 1) * self.dilation
        self.past = reach if mode == "Causal" else reach // 2
        self.future = reach - self.past

    def forward(self, x: Activity) -> Activity:
        values = (x.values * x.present).transpose(1, 2)
        padded = nn.functional.pad(values, (self.past, self.future))
        weight = self.values["W"].reshape(self.sizes).permute(2, 1, 0)
        bias = self.values["b"][0] if "b" in self.values else None
        y = nn.functional.conv1d(padded, weight, bias, dilation=self.dilation)
        return x.with_values(self.function(y.transpose(1, 2)))


class Bidirectional(nn.Module):
    """A recurrent layer in each direction."""

    MODES = {
        "ADD": lambda a, b: a + b,
        "MUL": lambda a, b: a * b,
        "AVERAGE": lambda a, b: (a + b) / 2,
        "CONCAT": lambda a, b: torch.cat([a, b], dim=-1),
    }

    def __init__(self, name: str, settings: Dict[str, Any]):
        super().__init__()
        self.ahead, self.back = layer(name, settings["fwd"]), layer(name, settings["bwd"])
        self.join = self.MODES[settings["mode"]]

    def slots(self, prefix: str) -> Slots:
        return {**self.ahead.slots(f"{prefix}f"), **self.back.slots(f"{prefix}b")}

    def forward(self, x: Activity) -> Activity:
        back = self.back(x.reversed()).reversed()
        return x.with_values(self.join(self.ahead(x).values, back.values))


class LastStep(nn.Module):
    """The last step of the outputs of a layer."""

    def __init__(self, name: str, settings: Dict[str, Any]):
        super().__init__()
        self.layer = layer(name, settings["underlying"])

    def slots(self, prefix: str) -> Slots:
        return self.layer.slots(prefix)

    def forward(self, x: Activity) -> Activity:
        return self.layer(x).last()


class Pooling(nn.Module):
    """One vector from the steps of a sequence."""

    def __init__(self, name: str, settings: Dict[str, Any]):
        super().__init__()
        self.kind, self.power = settings["poolingType"], settings["pnorm"]

    def slots(self, prefix: str) -> Slots:
        return {}

    def forward(self, x: Activity) -> Activity:
        if self.kind == "MAX":
            return Activity(x.values.masked_fill(~x.present, float("-inf")).amax(dim=1), None)
        values = x.values * x.present
        if self.kind == "PNORM":
            return Activity(values.abs().pow(self.power).sum(dim=1).pow(1 / self.power), None)
        total = values.sum(dim=1)
        return Activity(total if self.kind == "SUM" else total / x.lengths[:, None], None)


LAYERS: Dict[str, Callable[[str, Dict[str, Any]], nn.Module]] = {
    "EmbeddingSequenceLayer": Embedding,
    "DenseLayer": Dense,
    "OutputLayer": lambda name, settings: Dense(name, settings, logits=True),
    "RnnOutputLayer": lambda name, settings: Dense(name, settings, logits=True),
    "LossLayer": lambda name, settings: Function(name, settings, logits=True),
    "RnnLossLayer": lambda name, settings: Function(name, settings, logits=True),
    "ActivationLayer": Function,
    "DropoutLayer": lambda name, settings: Function(name, settings, logits=True),
    "ElementWiseMultiplicationLayer": Scaling,
    "LSTM": lambda name, settings: Lstm(name, settings, peepholes=False),
    "GravesLSTM": lambda name, settings: Lstm(name, settings, peepholes=True),
    "SimpleRnn": SimpleRnn,
    "Bidirectional": Bidirectional,
    "LastTimeStep": LastStep,
    "GlobalPoolingLayer": Pooling,
    "Convolution1DLayer": Convolution,
}


class Dropped(nn.Module):
    """A layer whose inputs are dropped in training."""

    def __init__(self, inner: nn.Module, kept: float):
        super().__init__()
        self.inner, self.dropout = inner, nn.Dropout(1 - kept)

    def slots(self, prefix: str) -> Slots:
        return self.inner.slots(prefix)

    def forward(self, x: Activity) -> Activity:
        return self.inner(x.with_values(self.dropout(x.values)))


def layer(name: str, settings: Dict[str, Any]) -> nn.Module:
    """Returns a layer of its settings in the configuration."""
    kind = type_of(settings)
    if kind not in LAYERS:
        raise unsupported(name, f"a layer of the type {kind}")
    created, dropout = LAYERS[kind](name, settings), settings.get("idropout")
    if dropout is None:
        return created
    if type_of(dropout) != "Dropout":
        raise unsupported(name, f"a layer with {type_of(dropout)}")
    return Dropped(created, dropout["p"])
