"""Models of Unfold as modules of PyTorch.

`load(folder)` returns a `Model`, which predicts what `unfold predict` predicts; see docs/python.md.
The only dependencies are torch, numpy and safetensors.
"""

from .inputs import Inputs
from .model import Model, load

__all__ = ["Inputs", "Model", "load"]
