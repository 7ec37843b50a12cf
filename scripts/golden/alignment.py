#!/usr/bin/env python3
"""Computes golden values of connectionist temporal classification with PyTorch in float64.

Usage: alignment.py OUT_FOLDER

Writes ctc.json: versions, and cases, name -> { steps, classes, blank, logits (by step and class),
target, loss, gradient (of the loss with respect to the logits) }. The logits are exact in float32.
"""

import json
import random
import sys
from pathlib import Path

import torch


def case(seed, steps, classes, target, blank=1, spread=2.0):
    draw = random.Random(seed)
    values = [round(draw.gauss(0, spread) * 256) / 256 for _ in range(steps * classes)]
    logits = torch.tensor(values, dtype=torch.float64).view(steps, 1, classes).requires_grad_()
    loss = torch.nn.functional.ctc_loss(
        logits.log_softmax(2),
        torch.tensor([target], dtype=torch.long).view(1, len(target)),
        torch.tensor([steps]),
        torch.tensor([len(target)]),
        blank=blank,
        reduction="sum",
    )
    loss.backward()
    return {
        "steps": steps,
        "classes": classes,
        "blank": blank,
        "logits": values,
        "target": target,
        "loss": loss.item(),
        "gradient": [float(f"{x:.12g}") for x in logits.grad.flatten().tolist()],
    }


def main():
    draw = random.Random(0)
    tokens = [c for c in range(50) if c != 1]
    cases = {
        "no token": case(1, 6, 4, []),
        "no token, one step": case(2, 1, 4, []),
        "one token": case(3, 6, 4, [2]),
        "one token, one step": case(4, 1, 4, [3]),
        "repeated tokens": case(5, 9, 4, [2, 2, 2, 2]),
        "repeated tokens in as few steps as possible": case(6, 7, 4, [2, 2, 2, 2]),
        "different tokens in as few steps as possible": case(7, 4, 6, [2, 3, 5, 0]),
        "some repeated": case(8, 12, 5, [3, 3, 2, 0, 0, 4]),
        "the first class is the blank": case(9, 12, 5, [3, 3, 2, 1, 1, 4], blank=0),
        "the last class is the blank": case(10, 12, 5, [3, 3, 2, 0], blank=4),
        "200 steps": case(11, 200, 6, [draw.choice([0, 2, 3, 4, 5]) for _ in range(40)]),
        "200 steps, improbable": case(
            12, 200, 6, [draw.choice([0, 2, 3, 4, 5]) for _ in range(60)], spread=150.0
        ),
        "50 classes": case(13, 40, 50, [draw.choice(tokens) for _ in range(12)]),
    }
    path = Path(sys.argv[1]) / "ctc.json"
    content = {"versions": {"torch": torch.__version__}, "cases": cases}
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
