#!/usr/bin/env python3
"""Computes golden values of optimizers with PyTorch in float64.

Usage: optimizers.py OUT_FOLDER

Writes optimizers.json: a table and a vector that are trained with given gradients, of which those
of the table touch some of its rows in each update. One row is never touched, one always.

  torch             the version of PyTorch
  rows, width       the shape of the table
  table, vector     the initial parameters, exact in float32; the table row-major
  updates           per update: touched (rows of the table), gradients (of these rows, one after the
                    other) and vector (the gradient of the vector)
  runs              name -> { optimizer (Unfold's OptimizerSettings), table, vector: the parameters
                    after each update }

With "sparse", the rows that an update does not touch stay as they are. The references are
torch.optim.SparseAdam for Adam and torch.optim.Adagrad with sparse gradients. For momentum and
RMSProp, each row is a parameter of torch.optim.SGD or RMSprop by itself, which skip a parameter
without a gradient.

The runs with weight decay are those of torch.optim.AdamW and SGD. A vector decays like a bias.

Also writes schedules.json: name -> { schedule (Unfold's ScheduleSettings), factors: the learning rate
of each update that PyTorch's scheduler of that kind makes of a learning rate of 1 }.
"""

import random
import sys
from pathlib import Path

import torch

from language_model import dump, optimizer_settings, torch_optimizer

ROWS, WIDTH, VECTOR, UPDATES = 7, 3, 4, 9
NEVER, ALWAYS = 5, 2

KINDS = {
    "momentum": optimizer_settings("sgd", 0.1, momentum=0.9),
    "rmsprop": optimizer_settings("rmsprop", 0.05),
    "adam": optimizer_settings("adam", 0.05),
    "adagrad": optimizer_settings("adagrad", 0.05),
}

DECAYING = {
    "adamw": optimizer_settings("adam", 0.05, weight_decay=0.8),
    "adamw_biases": optimizer_settings("adam", 0.05, weight_decay=0.8, decay_biases=True),
    "sgd_decay": optimizer_settings("sgd", 0.1, weight_decay=0.5),
}


def schedule_settings(kind, **others):
    """Returns Unfold's complete ScheduleSettings."""
    return {
        "kind": kind,
        "warmup": 0,
        "every": 1000,
        "factor": 0.25,
        "updates": 0,
        "minimum": 0.0,
        "start": 0.04,
        "rise": 0.3,
        "growth": 1,
    } | others


# Schedule -> Unfold's settings and the number of updates.
SCHEDULES = {
    "step": (schedule_settings("step", every=7, factor=0.5), 30),
    "exponential": (schedule_settings("exponential", every=1, factor=0.9), 30),
    "cosine": (schedule_settings("cosine", updates=25, minimum=0.1), 26),
    "warm_restarts": (schedule_settings("warm-restarts", updates=10, minimum=0.05), 35),
    "warm_restarts_growing": (schedule_settings("warm-restarts", updates=3, growth=2), 50),
    "one_cycle": (schedule_settings("one-cycle", updates=50, minimum=4e-6), 50),
    "one_cycle_early": (
        schedule_settings("one-cycle", updates=33, minimum=0.01, start=0.1, rise=0.15),
        33,
    ),
}


def numbers(rng, count):
    """Returns numbers that are exact in float32."""
    return torch.tensor([rng.uniform(-1, 1) for _ in range(count)]).double()


def draw_updates(rng):
    updates = []
    for _ in range(UPDATES):
        touched = [row for row in range(ROWS) if row == ALWAYS or rng.random() < 0.4]
        touched = [row for row in touched if row != NEVER]
        gradients = numbers(rng, len(touched) * WIDTH).reshape(len(touched), WIDTH)
        updates.append({"touched": touched, "gradients": gradients, "vector": numbers(rng, VECTOR)})
    return updates


class DenseTable:
    """A table whose rows all have a gradient, if only of zeros."""

    def __init__(self, initial, settings):
        self.parameter = torch.nn.Parameter(initial.clone())
        self.optimizer = torch_optimizer(settings, [self.parameter])

    def update(self, touched, gradients):
        self.parameter.grad = torch.zeros_like(self.parameter)
        self.parameter.grad[touched] = gradients
        self.optimizer.step()

    def values(self):
        return self.parameter.detach()


class SparseTable(DenseTable):
    """A table with PyTorch's sparse gradients."""

    def __init__(self, initial, settings):
        super().__init__(initial, settings)
        if settings["kind"] == "adam":
            betas = (settings["beta1"], settings["beta2"])
            self.optimizer = torch.optim.SparseAdam(
                [self.parameter], lr=settings["learningRate"], betas=betas, eps=settings["epsilon"]
            )

    def update(self, touched, gradients):
        self.parameter.grad = torch.sparse_coo_tensor(
            torch.tensor([touched]), gradients, self.parameter.shape, check_invariants=True
        )
        self.optimizer.step()


class TableOfRows:
    """A table each of whose rows is a parameter by itself."""

    def __init__(self, initial, settings):
        self.rows = [torch.nn.Parameter(row.clone()) for row in initial]
        self.optimizer = torch_optimizer(settings, self.rows)

    def update(self, touched, gradients):
        self.optimizer.zero_grad(set_to_none=True)
        for row, gradient in zip(touched, gradients):
            self.rows[row].grad = gradient.clone()
        self.optimizer.step()

    def values(self):
        return torch.stack([row.detach() for row in self.rows])


def table_of(settings, initial):
    if not settings["sparse"]:
        return DenseTable(initial, settings)
    kind = SparseTable if settings["kind"] in ("adam", "adagrad") else TableOfRows
    return kind(initial, settings)


def run(settings, table, vector, updates):
    trained = table_of(settings, table)
    other = torch.nn.Parameter(vector.clone())
    optimizer = torch_optimizer(settings, [other])
    tables, vectors = [], []
    for update in updates:
        trained.update(update["touched"], update["gradients"])
        other.grad = update["vector"].clone()
        optimizer.step()
        tables.append(trained.values().flatten().tolist())
        vectors.append(other.detach().tolist())
    return {"optimizer": settings, "table": tables, "vector": vectors}


def scheduler(settings, optimizer):
    schedulers = torch.optim.lr_scheduler
    if settings["kind"] == "step":
        return schedulers.StepLR(optimizer, settings["every"], settings["factor"])
    if settings["kind"] == "exponential":
        return schedulers.ExponentialLR(optimizer, settings["factor"])
    if settings["kind"] == "cosine":
        return schedulers.CosineAnnealingLR(optimizer, settings["updates"], settings["minimum"])
    if settings["kind"] == "warm-restarts":
        return schedulers.CosineAnnealingWarmRestarts(
            optimizer, settings["updates"], settings["growth"], settings["minimum"]
        )
    return schedulers.OneCycleLR(
        optimizer,
        1.0,
        total_steps=settings["updates"],
        pct_start=settings["rise"],
        cycle_momentum=False,
        div_factor=1 / settings["start"],
        final_div_factor=settings["start"] / settings["minimum"],
    )


def factors(settings, updates):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1).double())], lr=1.0)
    schedule, rates = scheduler(settings, optimizer), []
    for update in range(updates):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        if update + 1 < updates:
            schedule.step()
    return rates


def main(folder):
    rng = random.Random("optimizers")
    table, vector = numbers(rng, ROWS * WIDTH).reshape(ROWS, WIDTH), numbers(rng, VECTOR)
    updates = draw_updates(rng)
    runs = {}
    for name, settings in KINDS.items():
        for sparse in (False, True):
            key = f"sparse_{name}" if sparse else name
            runs[key] = run(settings | {"sparse": sparse}, table, vector, updates)
    for name, settings in DECAYING.items():
        runs[name] = run(settings, table, vector, updates)
    case = {
        "torch": torch.__version__,
        "rows": ROWS,
        "width": WIDTH,
        "table": table.flatten().tolist(),
        "vector": vector.tolist(),
        "updates": [
            {
                "touched": update["touched"],
                "gradients": update["gradients"].flatten().tolist(),
                "vector": update["vector"].tolist(),
            }
            for update in updates
        ],
        "runs": runs,
    }
    (folder / "optimizers.json").write_text(dump(case) + "\n", encoding="utf-8")
    schedules = {
        name: {"schedule": settings, "factors": factors(settings, updates)}
        for name, (settings, updates) in SCHEDULES.items()
    }
    (folder / "schedules.json").write_text(dump(schedules) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
