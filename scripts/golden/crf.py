#!/usr/bin/env python3
"""Computes golden values of conditional random fields with PyTorch in float64.

Usage: crf.py OUT_FOLDER

Writes crf.json: versions, and cases, name -> { steps, tags, scores (by step and tag), start,
transitions (by tag and next tag), end, target (-1 where unknown), loss, gradients of the loss with
respect to scores, start, transitions and end, marginals (by step and tag), path (the best one) }.
All scores are exact in float32. Losses are sums over all paths, one by one, if these are few, and
otherwise by torch.logsumexp, step by step; all gradients are those of PyTorch's autograd.
"""

import itertools
import json
import random
import sys
from pathlib import Path

import torch

FEW_PATHS = 5000


def score(path, scores, start, transitions, end):
    total = start[path[0]] + end[path[-1]]
    for t, tag in enumerate(path):
        total = total + scores[t, tag]
        if t > 0:
            total = total + transitions[path[t - 1], tag]
    return total


def log_sum(allowed, scores, start, transitions, end):
    """Returns ln of the sum over all paths of allowed tags."""
    if torch.tensor([len(tags) for tags in allowed], dtype=torch.float64).prod() <= FEW_PATHS:
        paths = itertools.product(*allowed)
        parts = (scores, start, transitions, end)
        return torch.logsumexp(torch.stack([score(path, *parts) for path in paths]), 0)
    alpha = (start + scores[0])[allowed[0]]
    for t in range(1, len(allowed)):
        steps = transitions[allowed[t - 1]][:, allowed[t]]
        alpha = torch.logsumexp(alpha[:, None] + steps, 0) + scores[t, allowed[t]]
    return torch.logsumexp(alpha + end[allowed[-1]], 0)


def best_path(scores, start, transitions, end):
    best = start + scores[0]
    before = []
    for t in range(1, len(scores)):
        best, choice = (best[:, None] + transitions).max(0)
        best = best + scores[t]
        before.append(choice.tolist())
    path = [int((best + end).argmax())]
    for choice in reversed(before):
        path.append(choice[path[-1]])
    return path[::-1]


def case(seed, steps, tags, spread=1.5, unknown=()):
    draw = random.Random(seed)

    def tensor(*shape):
        count = torch.Size(shape).numel()
        values = [round(draw.gauss(0, spread) * 256) / 256 for _ in range(count)]
        return torch.tensor(values, dtype=torch.float64).view(*shape).requires_grad_()

    parts = [tensor(steps, tags), tensor(tags), tensor(tags, tags), tensor(tags)]
    target = [-1 if t in unknown else draw.randrange(tags) for t in range(steps)]
    every = [list(range(tags)) for _ in range(steps)]
    known = [list(range(tags)) if tag < 0 else [tag] for tag in target]
    normalizer = log_sum(every, *parts)
    marginals = torch.autograd.grad(normalizer, parts[0], retain_graph=True)[0]
    loss = normalizer - log_sum(known, *parts)
    gradients = torch.autograd.grad(loss, parts, allow_unused=True, materialize_grads=True)

    def numbers(values):
        return [float(f"{x:.12g}") for x in values.flatten().tolist()]

    names = ["scores", "start", "transitions", "end"]
    return {
        "steps": steps,
        "tags": tags,
        **{name: part.flatten().tolist() for name, part in zip(names, parts)},
        "target": target,
        "loss": loss.item(),
        **{
            name + "Gradient": numbers(gradient)
            for name, gradient in zip(names, gradients)
        },
        "marginals": numbers(marginals),
        "path": best_path(*[part.detach() for part in parts]),
    }


def main():
    cases = {
        "one step": case(1, 1, 3),
        "two steps": case(2, 2, 2),
        "all paths, one by one": case(3, 5, 4),
        "some tags unknown": case(4, 5, 4, unknown=(1, 4)),
        "first tag unknown": case(5, 6, 3, unknown=(0,)),
        "all tags unknown": case(6, 4, 3, unknown=(0, 1, 2, 3)),
        "100 steps": case(7, 100, 5),
        "100 steps, improbable": case(8, 100, 5, spread=150.0),
        "few tags, improbable": case(9, 8, 3, spread=2000.0),
        "40 tags": case(10, 12, 40, unknown=(3, 4)),
    }
    path = Path(sys.argv[1]) / "crf.json"
    content = {"versions": {"torch": torch.__version__}, "cases": cases}
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
