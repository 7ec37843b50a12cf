#!/usr/bin/env python3
"""Computes golden values of language models with PyTorch in float64.

Usage: language_model.py OUT_FOLDER

Writes one JSON file per case: every cell (rnn, lstm, gru) with one and two layers, and
lstm_2_documents, where lanes are reset at document boundaries and padded at their ends, and
lstm_1_adaptive, whose output layer is torch.nn.AdaptiveLogSoftmaxWithLoss, lstm_1_sampled, whose
losses are those of a sampled softmax with Unfold's negatives, lstm_1_in_batch, whose negatives are
also the targets of the chunk, lstm_1_in_batch_ranked, whose negatives are these alone and whose
loss is BPR-max, and a case for every other type of
layer, which is above a layer of LSTM. lstm_2_regularized has smoothed labels, and penalties of the
outputs of its highest layer, whose gradients are included but whose values are not part of the
losses. rnn_1_second_bias, lstm_1_second_bias and gru_1_second_bias have bias_hh as a parameter.
jordan_1 is a tanh layer that also reads the
true target of the step before, one-hot: recurrence through the output with teacher forcing.

The network is embedding -> recurrent layers -> linear -> softmax cross-entropy. The loss of a
chunk is the sum over its unmasked targets divided by their number. State is carried from chunk to
chunk, its gradient is not (truncated BPTT). Each run makes one step on each of ten chunks, all
runs from the same initial parameters, which are exact in float32.

Layout of the parameters, which is Unfold's: matrices are [in, out], gates stand side by side in
the order of PyTorch (LSTM i, f, g, o; GRU r, z, n); the bias is PyTorch's bias_ih, while bias_hh
is zero and frozen, except for the GRU's new gate, whose third of bias_hh is recurrent_bias.

A file has
  case, torch, sizes {vocabulary, embedding, hidden, batch, steps}
  layers             the layers, Unfold's LayerSettings
  output             the output layer, Unfold's OutputSettings
  regularization     Unfold's RegularizationSettings
  shapes             name -> dimensions, of the parameters
  initialParameters  name -> values, row-major
  inputs, targets, resets
                     per chunk, time-major: step t of lane b at t * batch + b. Target -1 is masked:
                     the step copies the state. A reset sets the lane's state to zero before the
                     step.
  runs               name -> { optimizer, clip, losses (one per chunk), gradients (of the first
                     two chunks, before clipping; only in "sgd"), finalParameters, finalCarry }
A carry maps layers.L.hidden, and for the LSTM layers.L.cell, to [batch, hidden]; of layers over a
limited number of steps P, their last inputs to [batch, P * hidden], and the place of the next one;
of jordan_1, output to the last target.
"""

import json
import math
import random
import sys
from pathlib import Path

import torch
from torch import nn

VOCABULARY, EMBEDDING, HIDDEN, BATCH, STEPS, CHUNKS = 7, 5, 6, 3, 4, 10
MASKED = -1
BOUNDARY = VOCABULARY - 1
RECORDED_GRADIENTS = 2

NEGATIVES = {
    "count": 2048,
    "proposal": "log-uniform",
    "inBatch": False,
    "loss": "cross-entropy",
    "regularization": 1.0,
}
SOFTMAX = {
    "kind": "softmax",
    "cutoffs": [],
    "division": 1,
    "tied": False,
    "recurrent": False,
    "negatives": NEGATIVES,
}
RECURRENT = SOFTMAX | {"recurrent": True}
ADAPTIVE = SOFTMAX | {"kind": "adaptive", "cutoffs": [2, 5], "division": 2}
SAMPLED = SOFTMAX | {"kind": "sampled", "negatives": NEGATIVES | {"count": 3}}
IN_BATCH = SAMPLED | {"negatives": NEGATIVES | {"count": 2, "inBatch": True}}
IN_BATCH_RANKED = SAMPLED | {
    "negatives": NEGATIVES
    | {"count": 0, "inBatch": True, "loss": "bpr-max", "regularization": 0.3}
}
OUTPUTS = {
    "adaptive": ADAPTIVE,
    "sampled": SAMPLED,
    "in_batch": IN_BATCH,
    "in_batch_ranked": IN_BATCH_RANKED,
    "jordan": RECURRENT,
}

PLAIN = {
    "locked": False,
    "inputDropout": -1.0,
    "outputDropout": -1.0,
    "wordDropout": 0.0,
    "weightDropout": 0.0,
    "activation": 0.0,
    "temporalActivation": 0.0,
    "labelSmoothing": 0.0,
}
REGULARIZED = PLAIN | {"activation": 2.0, "temporalActivation": 1.5, "labelSmoothing": 0.1}

CELLS = {"rnn": (nn.RNN, 1), "lstm": (nn.LSTM, 4), "gru": (nn.GRU, 3)}

# Variant of a case -> Unfold's LayerSettings of the layer above the recurrent ones.
ABOVE = {
    "dense": {"type": "dense", "hidden": HIDDEN, "activation": "relu", "residual": True},
    "layer_normalization": {"type": "layer-normalization"},
    "time_delay": {
        "type": "time-delay",
        "hidden": HIDDEN,
        "offsets": [-3, -1, 0],
        "activation": "tanh",
        "directConnections": True,
    },
    "dilated_convolution": {
        "type": "dilated-convolution",
        "hidden": 4,
        "filter": 2,
        "dilations": [3, 7],
        "blocks": 2,
        "skip": HIDDEN,
        "activation": "relu",
        "unitDropout": 0.0,
    },
}

NO_CLIP = {"norm": 0.0, "value": 0.0}


def optimizer_settings(kind, learning_rate, momentum=0.0, weight_decay=0.0, decay_biases=False):
    """Returns Unfold's complete OptimizerSettings; the constants are PyTorch's defaults."""
    return {
        "kind": kind,
        "learningRate": learning_rate,
        "momentum": momentum,
        "decay": 0.99,
        "beta1": 0.9,
        "beta2": 0.999,
        "epsilon": 1e-8,
        "sparse": False,
        "weightDecay": weight_decay,
        "decayBiases": decay_biases,
    }


# Run -> Unfold's OptimizerSettings and ClipSettings; 0 switches clipping off.
RUNS = {
    "sgd": (optimizer_settings("sgd", 0.5), NO_CLIP | {"norm": 0.25}),
    "rmsprop": (optimizer_settings("rmsprop", 0.01), NO_CLIP),
    "adam": (optimizer_settings("adam", 0.01), NO_CLIP | {"value": 0.05}),
    "momentum": (optimizer_settings("sgd", 0.1, momentum=0.9), NO_CLIP),
    "adamw": (optimizer_settings("adam", 0.01, weight_decay=2.0), NO_CLIP),
}


class LanguageModel(nn.Module):
    # Minimized besides the loss.
    penalty = 0

    def __init__(self, cell, layers):
        super().__init__()
        kind, self.gates = CELLS[cell]
        self.cell = cell
        self.layers = layers
        self.embedding = nn.Embedding(VOCABULARY, EMBEDDING)
        self.recurrent = kind(EMBEDDING, HIDDEN, layers)
        self.head = self.make_head()
        self.double()
        with torch.no_grad():
            for layer in range(layers):
                self.bias_hh(layer)[: self.frozen()] = 0
            for parameter in self.parameters():
                parameter.copy_(parameter.float().double())
        for layer in range(layers):
            self.bias_hh(layer).register_hook(self.freeze)

    def make_head(self):
        return nn.Linear(HIDDEN, VOCABULARY)

    def named_head(self, of):
        return {"head.weight": of(self.head.weight).T, "head.bias": of(self.head.bias)}

    def bias_hh(self, layer):
        return getattr(self.recurrent, f"bias_hh_l{layer}")

    def frozen(self):
        """Returns the number of leading components of bias_hh that stay zero."""
        return 2 * HIDDEN if self.cell == "gru" else self.gates * HIDDEN

    def freeze(self, gradient):
        gradient = gradient.clone()
        gradient[: self.frozen()] = 0
        return gradient

    def named(self, of):
        """Returns the result of `of` for each parameter, by Unfold's names and in its layout."""
        values = {"embedding.weight": of(self.embedding.weight)}
        for layer in range(self.layers):
            weight = lambda kind: of(getattr(self.recurrent, f"{kind}_l{layer}"))
            values[f"layers.{layer}.input_weight"] = weight("weight_ih").T
            values[f"layers.{layer}.recurrent_weight"] = weight("weight_hh").T
            values[f"layers.{layer}.bias"] = weight("bias_ih")
            assert not weight("bias_hh")[: self.frozen()].any()
            if self.cell == "gru":
                values[f"layers.{layer}.recurrent_bias"] = weight("bias_hh")[self.frozen() :]
        values |= self.named_head(of)
        return {name: value.detach().contiguous() for name, value in values.items()}

    def zero_carry(self):
        zeros = torch.zeros(self.layers, BATCH, HIDDEN, dtype=torch.float64)
        return (zeros, zeros) if self.cell == "lstm" else (zeros,)

    def named_carry(self, carry):
        return {
            f"layers.{layer}.{part}": values[layer]
            for layer in range(self.layers)
            for part, values in zip(("hidden", "cell"), carry)
        }

    def forward(self, chunk, carry):
        """Returns the loss of a chunk of full lanes, and the carry after it."""
        state = carry if self.cell == "lstm" else carry[0]
        hidden, state = self.recurrent(self.embedding(chunk["inputs"]), state)
        return self.loss(hidden, chunk), state if self.cell == "lstm" else (state,)

    def loss(self, hidden, chunk):
        return nn.functional.cross_entropy(
            self.head(hidden).flatten(0, 1), chunk["targets"].flatten(), ignore_index=MASKED
        )


class SecondBiasLanguageModel(LanguageModel):
    """A language model whose recurrent layers have both biases of PyTorch."""

    def frozen(self):
        return 0

    def named(self, of):
        values = {"embedding.weight": of(self.embedding.weight)}
        second = (self.gates - 1 if self.cell == "gru" else self.gates) * HIDDEN
        for layer in range(self.layers):
            weight = lambda kind: of(getattr(self.recurrent, f"{kind}_l{layer}"))
            values[f"layers.{layer}.input_weight"] = weight("weight_ih").T
            values[f"layers.{layer}.recurrent_weight"] = weight("weight_hh").T
            values[f"layers.{layer}.bias"] = weight("bias_ih")
            if self.cell == "gru":
                values[f"layers.{layer}.recurrent_bias"] = weight("bias_hh")[second:]
            values[f"layers.{layer}.second_bias"] = weight("bias_hh")[:second]
        values |= self.named_head(of)
        return {name: value.detach().contiguous() for name, value in values.items()}


class RegularizedLanguageModel(LanguageModel):
    """A language model with label smoothing and penalties of activations, without dropout."""

    def loss(self, hidden, chunk):
        self.penalty = REGULARIZED["activation"] * hidden.pow(2).mean()
        changes = hidden[1:] - hidden[:-1]
        self.penalty = self.penalty + REGULARIZED["temporalActivation"] * changes.pow(2).mean()
        return nn.functional.cross_entropy(
            self.head(hidden).flatten(0, 1),
            chunk["targets"].flatten(),
            label_smoothing=REGULARIZED["labelSmoothing"],
        )


class AdaptiveLanguageModel(LanguageModel):
    """A language model with an adaptive softmax."""

    def make_head(self):
        return nn.AdaptiveLogSoftmaxWithLoss(
            HIDDEN, VOCABULARY, ADAPTIVE["cutoffs"], div_value=ADAPTIVE["division"]
        )

    def named_head(self, of):
        values = {"head.weight": of(self.head.head.weight).T}
        for i, (projection, words) in enumerate(self.head.tail):
            values[f"head.tails.{i}.projection"] = of(projection.weight).T
            values[f"head.tails.{i}.weight"] = of(words.weight).T
        return values

    def loss(self, hidden, chunk):
        return self.head(hidden.flatten(0, 1), chunk["targets"].flatten()).loss


GAMMA = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def mix(z):
    """Returns the output of SplitMix64 for a state."""
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


def negatives(count):
    """Returns the classes that Unfold draws with the key 0, and the number of draws."""
    key = mix(mix(GAMMA) ^ mix((-2 * GAMMA + 1) & MASK))
    drawn, draws = [], 0
    while len(drawn) < count:
        draws += 1
        point = (mix((key + draws * GAMMA) & MASK) >> 11) / (1 << 53)
        value = int(math.exp(point * math.log(VOCABULARY + 1))) - 1
        if value not in drawn:
            drawn.append(value)
    return drawn, draws


class SampledLanguageModel(LanguageModel):
    """A language model whose loss is that among some classes, each with its score - ln pi."""

    settings = SAMPLED["negatives"]

    def named_head(self, of):
        return {"head.weight": of(self.head.weight), "head.bias": of(self.head.bias)}

    def loss(self, hidden, chunk):
        drawn, draws = negatives(self.settings["count"])
        targets = chunk["targets"].flatten()
        rows, targets = hidden.flatten(0, 1)[targets != MASKED], targets[targets != MASKED]
        if self.settings["inBatch"]:
            drawn += [target for target in targets.unique().tolist() if target not in drawn]
            draws += len(targets)
        scores = self.corrected(self.head(rows), draws)
        of_targets = scores.gather(1, targets[:, None])
        others = scores[:, drawn].masked_fill(
            targets[:, None] == torch.tensor(drawn), -math.inf
        )
        return self.compared(of_targets, others)

    def corrected(self, scores, draws):
        q = [math.log((v + 2) / (v + 1)) / math.log(VOCABULARY + 1) for v in range(VOCABULARY)]
        included = torch.tensor([1 - (1 - p) ** draws for p in q], dtype=torch.float64)
        return scores - included.log()

    def compared(self, of_targets, others):
        return (torch.cat([of_targets, others], dim=1).logsumexp(1) - of_targets[:, 0]).mean()


class InBatchLanguageModel(SampledLanguageModel):
    """A language model whose loss is that among some classes and the targets of the chunk."""

    settings = IN_BATCH["negatives"]


class InBatchRankedLanguageModel(SampledLanguageModel):
    """A language model that compares the targets of a chunk by BPR-max."""

    settings = IN_BATCH_RANKED["negatives"]

    def corrected(self, scores, draws):
        return scores

    def compared(self, of_targets, others):
        weights = others.softmax(1)
        ranked = (weights * torch.sigmoid(of_targets - others)).sum(1)
        squares = (weights * others.masked_fill(weights == 0, 0) ** 2).sum(1)
        return (self.settings["regularization"] * squares - ranked.log()).mean()


class NormalizedLanguageModel(LanguageModel):
    """A language model with layer normalization above its recurrent layers."""

    def make_head(self):
        self.above = nn.LayerNorm(HIDDEN)
        nn.init.uniform_(self.above.weight, 0.5, 1.5)
        nn.init.uniform_(self.above.bias, -0.5, 0.5)
        return super().make_head()

    def named_head(self, of):
        values = {
            f"layers.{self.layers}.gain": of(self.above.weight),
            f"layers.{self.layers}.bias": of(self.above.bias),
        }
        return values | super().named_head(of)

    def loss(self, hidden, chunk):
        return super().loss(self.above(hidden), chunk)


class DenseLanguageModel(LanguageModel):
    """A language model with a residual dense layer above its recurrent layers."""

    def make_head(self):
        self.above = nn.Linear(HIDDEN, HIDDEN)
        return super().make_head()

    def named_head(self, of):
        values = {
            f"layers.{self.layers}.weight": of(self.above.weight).T,
            f"layers.{self.layers}.bias": of(self.above.bias),
        }
        return values | super().named_head(of)

    def loss(self, hidden, chunk):
        return super().loss(hidden + torch.relu(self.above(hidden)), chunk)


class TimeDelayLanguageModel(LanguageModel):
    """A language model with a time-delay layer above its recurrent layers."""

    offsets = ABOVE["time_delay"]["offsets"]

    def make_head(self):
        window = len(self.offsets) * HIDDEN
        self.above = nn.Linear(window, HIDDEN)
        return nn.Linear(HIDDEN + window, VOCABULARY)

    def named_head(self, of):
        values = {
            f"layers.{self.layers}.weight": of(self.above.weight).T,
            f"layers.{self.layers}.bias": of(self.above.bias),
        }
        return values | super().named_head(of)

    def zero_carry(self):
        past = torch.zeros(-self.offsets[0], BATCH, HIDDEN, dtype=torch.float64)
        return super().zero_carry() + (past,)

    def forward(self, chunk, carry):
        hidden, state = self.recurrent(self.embedding(chunk["inputs"]), carry[:2])
        past = len(carry[2])
        steps = torch.cat([carry[2], hidden])
        parts = [steps[past + offset : past + offset + STEPS] for offset in self.offsets]
        window = torch.cat(parts, dim=2)
        top = torch.cat([torch.tanh(self.above(window)), window], dim=2)
        return self.loss(top, chunk), (*state, steps[-past:])

    def named_carry(self, carry):
        values = super().named_carry(carry)
        return values | ring(f"layers.{self.layers}", carry[2])


class ConvolutionalLanguageModel(LanguageModel):
    """A language model with dilated convolutions above its recurrent layers."""

    settings = ABOVE["dilated_convolution"]

    def make_head(self):
        units, size = self.settings["hidden"], self.settings["filter"]
        self.dilations = self.settings["dilations"] * self.settings["blocks"]
        self.filters = nn.ModuleList(
            nn.Conv1d(HIDDEN, 2 * units, size, dilation=dilation) for dilation in self.dilations
        )
        self.residuals = nn.ModuleList(nn.Linear(units, HIDDEN) for _ in self.dilations[1:])
        self.skips = nn.ModuleList(
            nn.Linear(units, self.settings["skip"]) for _ in self.dilations
        )
        return super().make_head()

    def named_head(self, of):
        values = {}
        for i, (gate, skip) in enumerate(zip(self.filters, self.skips)):
            prefix = f"layers.{self.layers}.{i}"
            both = [*self.residuals[i : i + 1], skip]
            values[f"{prefix}.gate_weight"] = of(gate.weight).permute(2, 1, 0).flatten(0, 1)
            values[f"{prefix}.gate_bias"] = of(gate.bias)
            values[f"{prefix}.output_weight"] = torch.cat([of(part.weight).T for part in both], 1)
            values[f"{prefix}.output_bias"] = torch.cat([of(part.bias) for part in both])
        return values | super().named_head(of)

    def past(self, dilation):
        return (self.settings["filter"] - 1) * dilation

    def zero_carry(self):
        zeros = lambda steps: torch.zeros(steps, BATCH, HIDDEN, dtype=torch.float64)
        return super().zero_carry() + tuple(zeros(self.past(d)) for d in self.dilations)

    def forward(self, chunk, carry):
        x, state = self.recurrent(self.embedding(chunk["inputs"]), carry[:2])
        skips, pasts = 0, []
        for i, dilation in enumerate(self.dilations):
            steps = torch.cat([carry[2 + i], x])
            pasts.append(steps[-self.past(dilation) :])
            filters, gates = self.filters[i](steps.permute(1, 2, 0)).permute(2, 0, 1).chunk(2, 2)
            units = torch.tanh(filters) * torch.sigmoid(gates)
            skips = skips + self.skips[i](units)
            if i < len(self.residuals):
                x = x + self.residuals[i](units)
        return self.loss(torch.relu(skips), chunk), (*state, *pasts)

    def named_carry(self, carry):
        values = super().named_carry(carry)
        for i, past in enumerate(carry[2:]):
            values |= ring(f"layers.{self.layers}.{i}", past)
        return values


def ring(name, past):
    """Returns the last inputs as Unfold carries them: input n of a lane is in place n mod P."""
    place = CHUNKS * STEPS % len(past)
    inputs = past.roll(place, 0).transpose(0, 1).flatten(1)
    return {f"{name}.inputs": inputs, f"{name}.place": torch.full((BATCH, 1), float(place))}


class JordanLanguageModel(LanguageModel):
    """A tanh layer over the input and the target of the step before, without other recurrence."""

    def __init__(self, _, layers):
        super().__init__("rnn", layers)

    def named(self, of):
        weights = [of(self.recurrent.weight_ih_l0).T, of(self.feedback)]
        values = {
            "embedding.weight": of(self.embedding.weight),
            "layers.0.weight": torch.cat(weights),
            "layers.0.bias": of(self.recurrent.bias_ih_l0),
        }
        values |= self.named_head(of)
        return {name: value.detach().contiguous() for name, value in values.items()}

    def make_head(self):
        self.feedback = nn.Parameter(torch.empty(VOCABULARY, HIDDEN).uniform_(-0.5, 0.5))
        self.recurrent.weight_hh_l0.requires_grad_(False)
        return super().make_head()

    def zero_carry(self):
        return (torch.zeros(BATCH, VOCABULARY, dtype=torch.float64),)

    def forward(self, chunk, carry):
        (output,) = carry
        hidden = []
        for x, target in zip(self.embedding(chunk["inputs"]), chunk["targets"]):
            weight, bias = self.recurrent.weight_ih_l0, self.recurrent.bias_ih_l0
            hidden.append(torch.tanh(x @ weight.T + output @ self.feedback + bias))
            output = nn.functional.one_hot(target, VOCABULARY).double()
        return self.loss(torch.stack(hidden), chunk), (output,)

    def named_carry(self, carry):
        return {"output": carry[0]}


class DocumentLanguageModel(LanguageModel):
    """An LSTM in plain operations, with resets and masked steps."""

    def forward(self, chunk, carry):
        hidden, memory = [list(part.unbind()) for part in carry]
        tops = []
        for t in range(STEPS):
            x = self.embedding(chunk["inputs"][t])
            reset = chunk["resets"][t][:, None]
            copies = (chunk["targets"][t] == MASKED)[:, None]
            for layer in range(self.layers):
                h, c = hidden[layer].masked_fill(reset, 0), memory[layer].masked_fill(reset, 0)
                next_h, next_c = self.step(layer, x, h, c)
                hidden[layer] = torch.where(copies, h, next_h)
                memory[layer] = torch.where(copies, c, next_c)
                x = hidden[layer]
            tops.append(x)
        return self.loss(torch.stack(tops), chunk), (torch.stack(hidden), torch.stack(memory))

    def step(self, layer, x, h, c):
        weight = lambda kind: getattr(self.recurrent, f"{kind}_l{layer}")
        gates = x @ weight("weight_ih").T + weight("bias_ih")
        gates = gates + h @ weight("weight_hh").T + weight("bias_hh")
        i, f, g, o = gates.chunk(4, dim=1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


def draw_chunks(documents, rng):
    """Returns ten chunks; each lane continues from chunk to chunk until it is padded."""
    chunks = []
    last = [rng.randrange(VOCABULARY) for _ in range(BATCH)]
    for number in range(CHUNKS):
        inputs = torch.zeros(STEPS, BATCH, dtype=torch.long)
        targets = torch.full((STEPS, BATCH), MASKED)
        resets = torch.zeros(STEPS, BATCH, dtype=torch.bool)
        for b in range(BATCH):
            # At least one lane is padded in all chunks but the fourth, completely in the second.
            padded = documents and number != 3 and b == number % BATCH
            length = STEPS - 1 - (number + 2) % STEPS if padded else STEPS
            for t in range(length):
                inputs[t, b] = last[b]
                last[b] = rng.randrange(VOCABULARY)
                targets[t, b] = last[b]
                resets[t, b] = documents and inputs[t, b] == BOUNDARY
        chunks.append({"inputs": inputs, "targets": targets, "resets": resets})
    if documents:
        first_two = torch.stack([chunk["resets"] for chunk in chunks[:2]])
        assert first_two[:, 1:].any(), "a reset inside a chunk belongs among the first two"
        assert any(chunk["resets"][0].any() for chunk in chunks[1:]), "a reset at a chunk's edge"
        assert all((chunk["targets"] == MASKED).any() for chunk in chunks[:2])
    return chunks


def with_decay(settings, parameters):
    """Returns groups of parameters with a weight decay: of biases and gains only if asked for."""
    decays = lambda parameter: settings["decayBiases"] or parameter.dim() > 1
    return [
        {"params": [p], "weight_decay": settings["weightDecay"] if decays(p) else 0.0}
        for p in parameters
    ]


def torch_optimizer(settings, parameters):
    rate, epsilon = settings["learningRate"], settings["epsilon"]
    if settings["weightDecay"] > 0:
        # The weight decay of torch.optim.SGD is added to the gradient, which without momentum is the
        # same as a decoupled one.
        groups = with_decay(settings, parameters)
        if settings["kind"] == "sgd":
            assert settings["momentum"] == 0, "PyTorch has no decoupled decay with momentum"
            return torch.optim.SGD(groups, lr=rate)
        assert settings["kind"] == "adam", "PyTorch has decoupled decay of Adam only"
        betas = (settings["beta1"], settings["beta2"])
        return torch.optim.AdamW(groups, lr=rate, betas=betas, eps=epsilon)
    if settings["kind"] == "sgd":
        return torch.optim.SGD(parameters, lr=rate, momentum=settings["momentum"])
    if settings["kind"] == "rmsprop":
        return torch.optim.RMSprop(parameters, lr=rate, alpha=settings["decay"], eps=epsilon)
    if settings["kind"] == "adagrad":
        return torch.optim.Adagrad(parameters, lr=rate, eps=epsilon)
    betas = (settings["beta1"], settings["beta2"])
    return torch.optim.Adam(parameters, lr=rate, betas=betas, eps=epsilon)


def clip_in_place(settings, parameters):
    """Clips the gradients; returns whether that changed them."""
    changed = False
    if settings["value"] > 0:
        changed = max(parameter.grad.abs().max() for parameter in parameters) > settings["value"]
        nn.utils.clip_grad_value_(parameters, settings["value"])
    if settings["norm"] > 0:
        changed = nn.utils.clip_grad_norm_(parameters, settings["norm"]) > settings["norm"]
    return bool(changed)


def train(model, initial, chunks, name):
    optimizer_of_run, clip = RUNS[name]
    model.load_state_dict(initial)
    parameters = list(model.parameters())
    optimizer = torch_optimizer(optimizer_of_run, parameters)
    carry, losses, gradients, clipped = model.zero_carry(), [], [], False
    for number, chunk in enumerate(chunks):
        optimizer.zero_grad()
        loss, carry = model(chunk, carry)
        (loss + model.penalty).backward()
        for parameter in parameters:
            if parameter.grad is None:  # a cluster of which the chunk has no target
                parameter.grad = torch.zeros_like(parameter)
        carry = tuple(part.detach() for part in carry)
        losses.append(loss.item())
        if name == "sgd" and number < RECORDED_GRADIENTS:
            gradients.append(flat(model.named(lambda parameter: parameter.grad)))
        clipped |= clip_in_place(clip, parameters)
        optimizer.step()
    assert clipped == any(clip.values()), f"{name}: clipping changed nothing: a poor test of it"
    return {
        "optimizer": optimizer_of_run,
        "clip": clip,
        "losses": losses,
        "gradients": gradients,
        "finalParameters": flat(model.named(lambda parameter: parameter)),
        "finalCarry": flat(model.named_carry(carry)),
    }


def flat(named):
    return {name: values.flatten().tolist() for name, values in named.items()}


def check_plain_operations(model, initial, rng):
    """Checks that without resets and masks the plain operations agree with torch.nn.LSTM."""
    model.load_state_dict(initial)
    reference = LanguageModel("lstm", model.layers)
    reference.load_state_dict(initial)
    carries = [model.zero_carry(), model.zero_carry()]
    for chunk in draw_chunks(False, rng):
        for i, candidate in enumerate((model, reference)):
            candidate.zero_grad()
            loss, carry = candidate(chunk, carries[i])
            loss.backward()
            carries[i] = tuple(part.detach() for part in carry)
        gradients = [m.named(lambda parameter: parameter.grad) for m in (model, reference)]
        for name, values in gradients[0].items():
            torch.testing.assert_close(values, gradients[1][name], rtol=1e-12, atol=1e-14)
        torch.testing.assert_close(*carries, rtol=1e-12, atol=1e-14)


def layer_settings(cell, layers, variant):
    """Returns Unfold's LayerSettings of all layers."""
    if cell == "jordan":
        return [ABOVE["dense"] | {"activation": "tanh", "residual": False}]
    recurrent = {"type": cell, "hidden": HIDDEN, "bidirectional": False}
    if cell == "lstm":
        recurrent["forgetBias"] = 0.0
    recurrent["residual"] = False
    recurrent["secondBias"] = variant == "second_bias"
    return [recurrent] * layers + ([ABOVE[variant]] if variant in ABOVE else [])


def make_case(cell, layers, variant):
    name = f"{cell}_{layers}" + (f"_{variant}" if variant else "")
    documents = variant == "documents"
    torch.manual_seed(sum(name.encode()))
    rng = random.Random(name)
    kinds = {
        "documents": DocumentLanguageModel,
        "adaptive": AdaptiveLanguageModel,
        "sampled": SampledLanguageModel,
        "in_batch": InBatchLanguageModel,
        "in_batch_ranked": InBatchRankedLanguageModel,
        "dense": DenseLanguageModel,
        "layer_normalization": NormalizedLanguageModel,
        "time_delay": TimeDelayLanguageModel,
        "dilated_convolution": ConvolutionalLanguageModel,
        "jordan": JordanLanguageModel,
        "regularized": RegularizedLanguageModel,
        "second_bias": SecondBiasLanguageModel,
    }
    model = kinds.get(variant or cell, LanguageModel)(cell, layers)
    initial = {key: value.clone() for key, value in model.state_dict().items()}
    if documents:
        check_plain_operations(model, initial, rng)
        model.load_state_dict(initial)
    chunks = draw_chunks(documents, rng)
    parameters = model.named(lambda parameter: parameter)
    return {
        "case": name,
        "torch": torch.__version__,
        "layers": layer_settings(cell, layers, variant),
        "sizes": {
            "vocabulary": VOCABULARY,
            "embedding": EMBEDDING,
            "hidden": HIDDEN,
            "batch": BATCH,
            "steps": STEPS,
        },
        "output": OUTPUTS.get(variant or cell, SOFTMAX),
        "regularization": REGULARIZED if variant == "regularized" else PLAIN,
        "shapes": {key: list(value.shape) for key, value in parameters.items()},
        "initialParameters": flat(parameters),
        **{
            part: [chunk[part].flatten().tolist() for chunk in chunks]
            for part in ("inputs", "targets", "resets")
        },
        "runs": {run: train(model, initial, chunks, run) for run in RUNS},
    }


def dump(value, indent=""):
    """JSON with an object's keys on lines of their own and every array of numbers on one line.

    Floats are written by repr: 17 significant digits or fewer that name the same double.
    """
    if not isinstance(value, dict):
        return json.dumps(value)
    inner = indent + "  "
    lines = (f"{inner}{json.dumps(key)}: {dump(item, inner)}" for key, item in value.items())
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: language_model.py OUT_FOLDER")
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.backends.nnpack.set_flags(False)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    cases = [(cell, layers, "") for cell in CELLS for layers in (1, 2)]
    cases += [("lstm", 2, "documents"), ("lstm", 2, "regularized"), ("jordan", 1, "")]
    cases += [(cell, 1, "second_bias") for cell in CELLS]
    cases += [("lstm", 1, variant) for variant in OUTPUTS if variant != "jordan"]
    cases += [("lstm", 1, variant) for variant in ABOVE]
    for case in cases:
        golden = make_case(*case)
        (folder / f"{golden['case']}.json").write_text(dump(golden) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
