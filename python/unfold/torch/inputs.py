"""The encoded inputs of a network."""

from dataclasses import dataclass, replace
from typing import List, Optional

import torch
from torch.nn.utils.rnn import pad_sequence


@dataclass
class Inputs:
    """A batch of sequences, each in a row, padded at its end.

    tokens      ids of the columns of tokens, [B, T, n]
    frames      the numbers of the other columns side by side, [B, T, F]
    lengths     the steps of each sequence, [B]
    characters  the characters of the words of the first column, [B, T, C], if they are read
    word_lengths  the number of characters of each word, [B, T]
    """

    tokens: torch.Tensor
    frames: torch.Tensor
    lengths: torch.Tensor
    characters: Optional[torch.Tensor] = None
    word_lengths: Optional[torch.Tensor] = None

    @property
    def present(self) -> torch.Tensor:
        """Returns whether each step belongs to its sequence, [B, T]."""
        return present(self.lengths, self.tokens.shape[1])

    def to(self, *args) -> "Inputs":
        """Returns the inputs on another device or, of frames, with another type."""
        device = self.frames.to(*args).device
        ids = {
            name: value.to(device)
            for name, value in vars(self).items()
            if value is not None and name != "frames"
        }
        return replace(self, frames=self.frames.to(*args), **ids)

    @staticmethod
    def pad(sequences: List["Inputs"]) -> "Inputs":
        """Returns one batch of several."""

        def join(name):
            parts = [
                row[: int(steps)]
                for batch in sequences
                for row, steps in zip(getattr(batch, name), batch.lengths)
            ]
            if name == "characters":
                width = max(part.shape[1] for part in parts)
                parts = [torch.nn.functional.pad(p, (0, width - p.shape[1])) for p in parts]
            return pad_sequence(parts, batch_first=True)

        with_characters = sequences[0].characters is not None
        return Inputs(
            join("tokens"),
            join("frames"),
            torch.cat([x.lengths for x in sequences]),
            join("characters") if with_characters else None,
            join("word_lengths") if with_characters else None,
        )


def present(lengths: torch.Tensor, steps: int) -> torch.Tensor:
    """Returns whether each of a number of steps is below a length, [B, T]."""
    return torch.arange(steps, device=lengths.device)[None] < lengths[:, None]
