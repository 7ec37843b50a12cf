"""Networks of Deeplearning4j 1.0.0-M2 (network.kind = dl4j).

Their configuration is the JSON of DL4J, and their parameters have DL4J's names.
"""

import json
from typing import Any, Callable, Dict, List, Optional

import torch
from torch import nn

from .dl4j_layers import Activity, function, layer, type_of, unsupported
from .inputs import Inputs
from .layers import Slots

# Those between layers over sequences and layers over steps change the shape only.
PREPROCESSORS = ("RnnToFeedForwardPreProcessor", "FeedForwardToRnnPreProcessor")


def merged(parts: List[Activity], settings: Dict[str, Any]) -> Activity:
    return parts[0].with_values(torch.cat([part.values for part in parts], dim=-1))


def elementwise(parts: List[Activity], settings: Dict[str, Any]) -> Activity:
    values = torch.stack([part.values for part in parts])
    results = {
        "Add": lambda: values.sum(dim=0),
        "Average": lambda: values.mean(dim=0),
        "Product": lambda: values.prod(dim=0),
        "Max": lambda: values.amax(dim=0),
        "Subtract": lambda: values[0] - values[1],
    }
    return parts[0].with_values(results[settings["op"]]())


VERTICES: Dict[str, Callable[[List[Activity], Dict[str, Any]], Activity]] = {
    "MergeVertex": merged,
    "ElementWiseVertex": elementwise,
    "ScaleVertex": lambda parts, s: parts[0].with_values(parts[0].values * s["scaleFactor"]),
    "ShiftVertex": lambda parts, s: parts[0].with_values(parts[0].values + s["shiftFactor"]),
    "SubsetVertex": lambda parts, s: parts[0].with_values(
        parts[0].values[..., s["from"] : s["to"] + 1]
    ),
    "LastTimeStepVertex": lambda parts, s: parts[0].last(),
    "ReverseTimeSeriesVertex": lambda parts, s: parts[0].reversed(),
}


class Dl4jNetwork(nn.Module):
    """A network of DL4J, which returns logits, or numbers: [B, T, C], or [B, C] for a sequence."""

    def __init__(self, network: Dict[str, Any], shape: Dict[str, Any]):
        super().__init__()
        configuration = json.loads(network["configuration"])
        graph = configuration if "vertices" in configuration else _graph(configuration)
        (self.source,), (self.end,) = graph["networkInputs"], graph["networkOutputs"]
        self.vertices, self.befores = graph["vertices"], graph["vertexInputs"]
        made = {name: self._layer(name, vertex) for name, vertex in self.vertices.items()}
        self.layers = {name: made_of for name, made_of in made.items() if made_of is not None}
        self.parts = nn.ModuleList(self.layers.values())
        self.frames, self.width = shape["target"] == "frames", shape["inputs"][0]["size"]
        ids = [name for name, vertex in self.vertices.items() if _reads_ids(vertex)]
        self.reads_ids = any(self.source in self.befores[name] for name in ids)

    @staticmethod
    def _layer(name: str, vertex: Dict[str, Any]) -> Optional[nn.Module]:
        kind = type_of(vertex)
        if kind == "LayerVertex":
            before = vertex.get("preProcessor")
            if before is not None and type_of(before) not in PREPROCESSORS:
                raise unsupported(name, f"a layer with {type_of(before)}")
            return layer(name, vertex["layerConf"]["layer"])
        if kind not in VERTICES:
            raise unsupported(name, f"a vertex of the type {kind}")
        return None

    def slots(self) -> Slots:
        slots = {}
        for name, part in self.layers.items():
            slots.update(part.slots(f"{name}_"))
        return slots

    def forward(self, inputs: Inputs) -> torch.Tensor:
        """Returns logits, or numbers."""
        x = inputs.frames
        if inputs.tokens.shape[-1]:
            ids = inputs.tokens[..., 0]
            x = ids if self.reads_ids else nn.functional.one_hot(ids, self.width).to(x.dtype)
        found = {self.source: Activity(x, inputs.lengths)}
        outputs = self._output(self.end, found).values
        if not self.frames:
            return outputs
        last = self.vertices[self.end]["layerConf"]["layer"]
        return function(self.end, last["activationFn"])(outputs)

    def _output(self, name: str, found: Dict[str, Activity]) -> Activity:
        if name not in found:
            before = [self._output(vertex, found) for vertex in self.befores[name]]
            if name in self.layers:
                found[name] = self.layers[name](before[0])
            else:
                vertex = self.vertices[name]
                found[name] = VERTICES[type_of(vertex)](before, vertex)
        return found[name]


def _reads_ids(vertex: Dict[str, Any]) -> bool:
    settings = vertex.get("layerConf", {}).get("layer")
    return settings is not None and type_of(settings) == "EmbeddingSequenceLayer"


def _graph(configuration: Dict[str, Any]) -> Dict[str, Any]:
    """Returns the graph of a list of layers, whose vertices have their numbers as names."""
    before, vertices = configuration.get("inputPreProcessors", {}), {}
    for i, settings in enumerate(configuration["confs"]):
        vertices[str(i)] = {
            "@class": "LayerVertex",
            "layerConf": settings,
            "preProcessor": before.get(str(i)),
        }
    return {
        "vertices": vertices,
        "vertexInputs": {name: [str(int(name) - 1)] for name in vertices},
        "networkInputs": ["-1"],
        "networkOutputs": [str(len(vertices) - 1)],
    }
