"""Conditional random fields over the tags of sequences (Lample et al. 2016)."""

from typing import List, Optional

import torch
from torch import nn

from .layers import Slots
from .parts import Affine

INSIDE, OPEN = "IE", "BI"


class Crf(Affine):
    """The output layer of a tagger whose tags are predicted together.

    Its outputs are the scores of the tags of each step, [B, T, C]. A sequence of tags has the sum of
    these scores, of `transitions[before, tag]`, and of `start` and `end` of its first and last tag.
    """

    def __init__(self, width: int, tags: int):
        super().__init__(width, tags)
        self.start = nn.Parameter(torch.zeros(1, tags))
        self.transitions = nn.Parameter(torch.zeros(tags, tags))
        self.end = nn.Parameter(torch.zeros(1, tags))

    def slots(self) -> Slots:
        own = {"start": self.start, "transitions": self.transitions, "end": self.end}
        return {**super().slots(), **{f"head.{name}": value for name, value in own.items()}}

    def loss(self, scores: torch.Tensor, tags: torch.Tensor, lengths: torch.Tensor):
        """Returns - ln p of the tags of each sequence, [B]; tags after its length are ignored."""
        at = torch.arange(scores.shape[1], device=scores.device)
        used = at < lengths[:, None]
        tags = tags.masked_fill(~used, 0)
        chosen = scores.gather(2, tags[..., None])[..., 0]
        passed = self.transitions[tags[:, :-1], tags[:, 1:]]
        total = (chosen * used).sum(dim=1) + (passed * used[:, 1:]).sum(dim=1)
        last = tags.gather(1, lengths[:, None] - 1)[:, 0]
        total = total + self.start[0, tags[:, 0]] + self.end[0, last]
        return self.log_normalizer(scores, lengths) - total

    def log_normalizer(
        self, scores: torch.Tensor, lengths: torch.Tensor, order: Optional["Order"] = None
    ) -> torch.Tensor:
        """Returns the logarithm of the sum over all sequences of tags, [B], or those in order."""
        start, transitions, end = self._ordered(order)
        alpha = start + scores[:, 0]
        for t in range(1, scores.shape[1]):
            after = torch.logsumexp(alpha[:, :, None] + transitions, dim=1) + scores[:, t]
            alpha = torch.where((t < lengths)[:, None], after, alpha)
        return torch.logsumexp(alpha + end, dim=1)

    def marginals(
        self, scores: torch.Tensor, lengths: torch.Tensor, order: Optional["Order"] = None
    ) -> torch.Tensor:
        """Returns the probability of each tag at each step, [B, T, C]."""
        with torch.enable_grad():
            scores = scores.detach().requires_grad_()
            total = self.log_normalizer(scores, lengths, order).sum()
            return torch.autograd.grad(total, scores)[0]

    @torch.no_grad()
    def best(
        self, scores: torch.Tensor, lengths: torch.Tensor, order: Optional["Order"] = None
    ) -> List[List[int]]:
        """Returns the most probable tags of each sequence."""
        start, transitions, end = self._ordered(order)
        best, before = start + scores[:, 0], []
        for t in range(1, scores.shape[1]):
            after, choice = (best[:, :, None] + transitions).max(dim=1)
            best = torch.where((t < lengths)[:, None], after + scores[:, t], best)
            before.append(choice)
        last = (best + end).argmax(dim=1).tolist()
        return [self._path(tag, before, i, int(n)) for i, (tag, n) in enumerate(zip(last, lengths))]

    @staticmethod
    def _path(tag: int, before: List[torch.Tensor], index: int, length: int) -> List[int]:
        path = [tag]
        for choice in reversed(before[: length - 1]):
            path.append(int(choice[index, path[-1]]))
        return path[::-1]

    def _ordered(self, order: Optional["Order"]):
        if order is None:
            return self.start, self.transitions, self.end
        least = float("-inf")
        device = self.start.device
        return (
            self.start.masked_fill(~order.starts.to(device), least),
            self.transitions.masked_fill(~order.follows.to(device), least),
            self.end.masked_fill(~order.ends.to(device), least),
        )


class Order:
    """The tags that may start and end a sequence and follow each other, as it is read.

    `kind` is network.output.kind: crf-bio or crf-bioes.
    """

    def __init__(self, kind: str, names: List[str], backwards: bool):
        position, types = [name[0] for name in names], [name[2:] for name in names]
        bioes = kind == "crf-bioes"
        starts = [p not in INSIDE for p in position]
        ends = [not bioes or p not in OPEN for p in position]
        follows = [
            [
                position[i] in OPEN and types[i] == types[j]
                if position[j] in INSIDE
                else not bioes or position[i] not in OPEN
                for j in range(len(names))
            ]
            for i in range(len(names))
        ]
        self.starts, self.ends = torch.tensor(starts), torch.tensor(ends)
        self.follows = torch.tensor(follows)
        if backwards:
            self.starts, self.ends, self.follows = self.ends, self.starts, self.follows.T
