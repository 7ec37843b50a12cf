#!/usr/bin/env python3
"""Computes golden values of networks over examples with PyTorch in float64.

    OMP_NUM_THREADS=1 python3 examples.py OUT_FOLDER

Writes one JSON file per case: a tagger of two bidirectional LSTM layers over packed sequences, with
and without weights of its classes, and networks that make one sequence of another: bidirectional LSTM with additive attention, GRU of two
layers with dot-product attention, and a tanh RNN without any.

Each run makes five steps on five chunks, all runs from the same initial parameters, which are exact
in float32. The loss of a chunk is the sum over its unmasked targets divided by their number; with
weights of the classes, the weighted sum divided by the sum of the weights.

A file has
  case, torch
  network            Unfold's NetworkSettings, whole
  shape              Unfold's DataShape
  classWeights       the weight of each class in the loss; empty if they are all 1
  sizes              {batch, steps, sourceSteps}; without a source sourceSteps is 0
  shapes             name -> dimensions, of the parameters
  initialParameters  name -> values, row-major
  inputs, targets    per chunk, time-major: step t of lane b at t * batch + b. Target -1 is masked,
                     and the step absent.
  sources, sourceLengths
                     per chunk: the tokens of the source, time-major, and the length of each lane
  runs               name -> { optimizer, clip, losses (one per chunk), gradients (of the first two
                     chunks, before clipping; only in "sgd"), finalParameters }

The layout of the parameters is Unfold's, as language_model.py documents it. Of a bidirectional
layer the tensors of the direction that reads from the end have ".reverse" in their names.
"""

import random
import sys
from pathlib import Path

import torch
from torch import nn

from language_model import (
    CELLS,
    MASKED,
    PLAIN,
    RUNS,
    clip_in_place,
    dump,
    flat,
    torch_optimizer,
)

TOKENS, CLASSES, EMBEDDING, HIDDEN, BATCH, STEPS, SOURCE_STEPS, CHUNKS = 7, 6, 5, 4, 3, 5, 4, 5
RECORDED_GRADIENTS = 2
RUN_NAMES = ("sgd", "adam")


def network_settings(kind, cell, layers, bidirectional, attention="none"):
    """Returns Unfold's complete NetworkSettings."""
    layer = {"type": cell, "hidden": HIDDEN, "bidirectional": bidirectional}
    if cell == "lstm":
        layer["forgetBias"] = 0.0
    layer |= {"residual": False, "secondBias": False}
    return {
        "kind": kind,
        "layers": [layer] * layers,
        "embedding": EMBEDDING,
        "dropout": 0.0,
        "regularization": PLAIN,
        "initialValues": {"embedding": 1.0, "recurrent": "uniform", "output": "uniform"},
        "encoder": {
            "pooling": "last",
            "stride": 1,
            "characters": {"embedding": 25, "hidden": 25, "maxLength": 24},
        },
        "decoder": {"attention": attention, "start": "state"},
        "output": {
            "kind": "softmax",
            "cutoffs": [],
            "division": 1,
            "tied": False,
            "recurrent": False,
            "negatives": {
                "count": 2048,
                "proposal": "log-uniform",
                "inBatch": False,
                "loss": "cross-entropy",
                "regularization": 1.0,
            },
        },
    }


def cell_of(settings):
    """Returns the type of the layers, which is the same for all."""
    return settings["layers"][0]["type"]


CASES = {
    "tagger_lstm_2_bidirectional": network_settings("tagger", "lstm", 2, True),
    "tagger_lstm_1_bidirectional_weighted": network_settings("tagger", "lstm", 1, True),
    "sequence_lstm_1_bidirectional_additive": network_settings(
        "sequence-to-sequence", "lstm", 1, True, "additive"
    ),
    "sequence_lstm_1_bidirectional_dot": network_settings(
        "sequence-to-sequence", "lstm", 1, True, "dot"
    ),
    "sequence_gru_2_dot": network_settings("sequence-to-sequence", "gru", 2, False, "dot"),
    "sequence_rnn_1": network_settings("sequence-to-sequence", "rnn", 1, False),
}


CLASS_WEIGHTS = {"tagger_lstm_1_bidirectional_weighted": [0.25, 3.0, 1.0, 0.5, 7.5, 1.25]}


class Layers:
    """A torch.nn.RNN, LSTM or GRU with Unfold's names, and one bias where Unfold has one."""

    def __init__(self, module, cell, prefix):
        self.module, self.cell, self.prefix = module, cell, prefix
        self.frozen = 2 * HIDDEN if cell == "gru" else CELLS[cell][1] * HIDDEN
        for suffix, _ in self.parts():
            with torch.no_grad():
                self.weight("bias_hh", suffix)[: self.frozen] = 0
            self.weight("bias_hh", suffix).register_hook(self.freeze)

    def parts(self):
        """Returns PyTorch's suffix and Unfold's prefix of each layer and direction."""
        for layer in range(self.module.num_layers):
            yield f"_l{layer}", f"{self.prefix}layers.{layer}"
            if self.module.bidirectional:
                yield f"_l{layer}_reverse", f"{self.prefix}layers.{layer}.reverse"

    def weight(self, kind, suffix):
        return getattr(self.module, kind + suffix)

    def freeze(self, gradient):
        gradient = gradient.clone()
        gradient[: self.frozen] = 0
        return gradient

    def named(self, of):
        values = {}
        for suffix, name in self.parts():
            values[f"{name}.input_weight"] = of(self.weight("weight_ih", suffix)).T
            values[f"{name}.recurrent_weight"] = of(self.weight("weight_hh", suffix)).T
            values[f"{name}.bias"] = of(self.weight("bias_ih", suffix))
            if self.cell == "gru":
                hidden = of(self.weight("bias_hh", suffix))
                values[f"{name}.recurrent_bias"] = hidden[self.frozen :]
        return values

    def run(self, values, lengths):
        """Returns outputs [T, B, ...] and final states; each lane is read up to its own length."""
        packed = nn.utils.rnn.pack_padded_sequence(values, lengths, enforce_sorted=False)
        outputs, states = self.module(packed)
        outputs, _ = nn.utils.rnn.pad_packed_sequence(outputs, total_length=values.shape[0])
        return outputs, states if self.cell == "lstm" else (states,)


class Example(nn.Module):
    """Base class of all cases."""

    def __init__(self, settings):
        super().__init__()
        self.settings = settings
        self.class_weights = None

    def recurrent(self, inputs, bidirectional):
        kind, _ = CELLS[cell_of(self.settings)]
        return kind(inputs, HIDDEN, len(self.settings["layers"]), bidirectional=bidirectional)

    def finish(self):
        """Rounds the parameters to float32 and keeps them in float64."""
        self.double()
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.copy_(parameter.float().double())

    def named(self, of):
        """Returns the result of `of` for each parameter, by Unfold's names and in its layout."""
        values = self.values(of)
        return {name: value.detach().contiguous() for name, value in values.items()}

    def loss(self, features, chunk):
        return nn.functional.cross_entropy(
            self.head(features).flatten(0, 1),
            chunk["targets"].flatten(),
            weight=self.class_weights,
            ignore_index=MASKED,
        )


class Tagger(Example):
    def __init__(self, settings):
        super().__init__(settings)
        self.embedding = nn.Embedding(TOKENS, EMBEDDING)
        self.layers = self.recurrent(EMBEDDING, True)
        self.head = nn.Linear(2 * HIDDEN, CLASSES)
        self.finish()
        self.view = Layers(self.layers, cell_of(settings), "")

    def values(self, of):
        return {
            "embedding.weight": of(self.embedding.weight),
            **self.view.named(of),
            "head.weight": of(self.head.weight).T,
            "head.bias": of(self.head.bias),
        }

    def forward(self, chunk):
        outputs, _ = self.view.run(self.embedding(chunk["inputs"]), chunk["lengths"])
        return self.loss(outputs, chunk)


class SequenceToSequence(Example):
    def __init__(self, settings):
        super().__init__(settings)
        self.both = settings["layers"][0]["bidirectional"]
        self.attention = settings["decoder"]["attention"]
        width = 2 * HIDDEN if self.both else HIDDEN
        cell, layers = cell_of(settings), len(settings["layers"])
        self.source_embedding = nn.Embedding(TOKENS, EMBEDDING)
        self.encoder = self.recurrent(EMBEDDING, self.both)
        self.embedding = nn.Embedding(CLASSES, EMBEDDING)
        self.decoder = self.recurrent(EMBEDDING, False)
        states = layers * (2 if cell == "lstm" else 1)
        if self.both:
            self.start = nn.ModuleList(nn.Linear(2 * HIDDEN, HIDDEN) for _ in range(states))
        if self.attention == "additive":
            self.query = nn.Linear(HIDDEN, HIDDEN, bias=False)
            self.vector = nn.Linear(HIDDEN, 1, bias=False)
        if self.attention == "additive" or (self.attention == "dot" and self.both):
            self.key = nn.Linear(width, HIDDEN, bias=False)
        if self.attention != "none":
            self.combination = nn.Linear(width + HIDDEN, HIDDEN)
        self.head = nn.Linear(HIDDEN, CLASSES)
        self.widen_attention()
        self.finish()
        self.encoder_view = Layers(self.encoder, cell, "encoder.")
        self.decoder_view = Layers(self.decoder, cell, "decoder.")

    def widen_attention(self):
        """Scales the scores so that their gradients are not negligible."""
        with torch.no_grad():
            for name in ("query", "vector", "key"):
                if hasattr(self, name):
                    getattr(self, name).weight.mul_(4)

    def values(self, of):
        values = {"encoder.embedding.weight": of(self.source_embedding.weight)}
        values |= self.encoder_view.named(of)
        if self.both:
            for i, linear in enumerate(self.start):
                values[f"start.{i}.weight"] = of(linear.weight).T
                values[f"start.{i}.bias"] = of(linear.bias)
        values["decoder.embedding.weight"] = of(self.embedding.weight)
        values |= self.decoder_view.named(of)
        if self.attention == "additive":
            values["attention.query_weight"] = of(self.query.weight).T
            values["attention.vector"] = of(self.vector.weight)
        if hasattr(self, "key"):
            values["attention.key_weight"] = of(self.key.weight).T
        if self.attention != "none":
            values["attention.combination.weight"] = of(self.combination.weight).T
            values["attention.combination.bias"] = of(self.combination.bias)
        values["head.weight"] = of(self.head.weight).T
        values["head.bias"] = of(self.head.bias)
        return values

    def forward(self, chunk):
        source = self.source_embedding(chunk["sources"])
        memory, ends = self.encoder_view.run(source, chunk["sourceLengths"])
        start = self.first_states(ends)
        inputs = self.embedding(chunk["inputs"])
        hidden, _ = self.decoder(inputs, start if cell_of(self.settings) == "lstm" else start[0])
        if self.attention != "none":
            hidden = self.attend(hidden, memory, chunk["sourceLengths"])
        return self.loss(hidden, chunk)

    def first_states(self, ends):
        """Returns each state of each layer in Unfold's order: layer by layer, hidden before cell."""
        if not self.both:
            return ends
        layers = len(self.settings["layers"])
        start = [[None] * layers for _ in ends]
        for layer in range(layers):
            for part, values in enumerate(ends):
                both = torch.cat([values[2 * layer], values[2 * layer + 1]], dim=-1)
                linear = self.start[layer * len(ends) + part]
                start[part][layer] = torch.tanh(linear(both))
        return tuple(torch.stack(part) for part in start)

    def attend(self, hidden, memory, lengths):
        """Attention of Luong et al. 2015 over all steps at once; [T, B, H]."""
        keys = self.key(memory) if hasattr(self, "key") else memory
        if self.attention == "additive":
            sums = self.query(hidden)[:, None] + keys[None]
            scores = self.vector(torch.tanh(sums)).squeeze(-1)
        else:
            scores = torch.einsum("tbh,sbh->tsb", hidden, keys) / HIDDEN**0.5
        absent = torch.arange(memory.shape[0])[:, None] >= lengths[None]
        weights = torch.softmax(scores.masked_fill(absent[None], float("-inf")), dim=1)
        contexts = torch.einsum("tsb,sbd->tbd", weights, memory)
        return torch.tanh(self.combination(torch.cat([contexts, hidden], dim=-1)))


def draw_chunks(settings, rng):
    """Returns five chunks of sequences of different lengths, the longest as long as a chunk."""
    from_source = settings["kind"] == "sequence-to-sequence"
    chunks = []
    for number in range(CHUNKS):
        lengths = [rng.randrange(1, STEPS + 1) for _ in range(BATCH)]
        source_lengths = [rng.randrange(1, SOURCE_STEPS + 1) for _ in range(BATCH)]
        lengths[number % BATCH], source_lengths[(number + 1) % BATCH] = STEPS, SOURCE_STEPS
        inputs = torch.zeros(STEPS, BATCH, dtype=torch.long)
        targets = torch.full((STEPS, BATCH), MASKED)
        sources = torch.zeros(SOURCE_STEPS, BATCH, dtype=torch.long)
        for b in range(BATCH):
            for t in range(lengths[b]):
                inputs[t, b] = rng.randrange(CLASSES if from_source else TOKENS)
                targets[t, b] = rng.randrange(CLASSES)
            for s in range(source_lengths[b]):
                sources[s, b] = rng.randrange(TOKENS)
        chunks.append(
            {
                "inputs": inputs,
                "targets": targets,
                "lengths": torch.tensor(lengths),
                "sources": sources if from_source else torch.zeros(0, dtype=torch.long),
                "sourceLengths": torch.tensor(source_lengths if from_source else []),
            }
        )
    return chunks


def train(model, initial, chunks, name):
    optimizer_of_run, clip = RUNS[name]
    model.load_state_dict(initial)
    parameters = list(model.parameters())
    optimizer = torch_optimizer(optimizer_of_run, parameters)
    losses, gradients = [], []
    for number, chunk in enumerate(chunks):
        optimizer.zero_grad()
        loss = model(chunk)
        loss.backward()
        losses.append(loss.item())
        if name == "sgd" and number < RECORDED_GRADIENTS:
            gradients.append(flat(model.named(lambda parameter: parameter.grad)))
        clip_in_place(clip, parameters)
        optimizer.step()
    return {
        "optimizer": optimizer_of_run,
        "clip": clip,
        "losses": losses,
        "gradients": gradients,
        "finalParameters": flat(model.named(lambda parameter: parameter)),
    }


def make_case(name, settings):
    torch.manual_seed(sum(name.encode()))
    tagger = settings["kind"] == "tagger"
    model = (Tagger if tagger else SequenceToSequence)(settings)
    weights = CLASS_WEIGHTS.get(name, [])
    if weights:
        model.class_weights = torch.tensor(weights, dtype=torch.float64)
    initial = {key: value.clone() for key, value in model.state_dict().items()}
    chunks = draw_chunks(settings, random.Random(name))
    parameters = model.named(lambda parameter: parameter)
    return {
        "case": name,
        "torch": torch.__version__,
        "network": settings,
        "shape": {
            "inputs": [{"kind": "tokens", "size": TOKENS, "embedding": 0, "into": "steps"}],
            "alphabet": 0,
            "target": "classes",
            "targets": CLASSES,
        },
        "classWeights": weights,
        "sizes": {"batch": BATCH, "steps": STEPS, "sourceSteps": 0 if tagger else SOURCE_STEPS},
        "shapes": {key: list(value.shape) for key, value in parameters.items()},
        "initialParameters": flat(parameters),
        **{
            part: [chunk[part].flatten().tolist() for chunk in chunks]
            for part in ("inputs", "targets", "sources", "sourceLengths")
        },
        "runs": {run: train(model, initial, chunks, run) for run in RUN_NAMES},
    }


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: examples.py OUT_FOLDER")
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, settings in CASES.items():
        text = dump(make_case(name, settings)) + "\n"
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
