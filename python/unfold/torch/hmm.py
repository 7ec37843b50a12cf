"""Hidden Markov models of words over the outputs of a network (Bourlard and Morgan 1994)."""

from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple

import numpy
import torch
from torch import nn

from .columns import split
from .folder import Vocabulary
from .layers import Slots

SPECIAL = 2  # <unk> and the boundary, which have no model
SILENCE = "<silence>"


@dataclass
class Graph:
    """The possible sequences of words: those of all paths from node 0 to an end.

    `arcs` are words between nodes: (from, token, to).
    """

    ends: List[bool]
    arcs: List[Tuple[int, int, int]]

    @staticmethod
    def of(tokens: List[int]) -> "Graph":
        """Returns the graph of one sequence."""
        last = len(tokens)
        ends = [node == last for node in range(last + 1)]
        return Graph(ends, [(i, token, i + 1) for i, token in enumerate(tokens)])


@dataclass
class Word:
    """A word of a path: its token, its first step, and the step after its last one."""

    token: int
    first: int
    end: int


@dataclass
class Path:
    """The state of each step, the words in their order, and the logarithm of the score."""

    states: List[int]
    words: List[Word]
    score: float

    @property
    def tokens(self) -> List[int]:
        """Returns the tokens of the words."""
        return [word.token for word in self.words]


class WordModels(nn.Module):
    """The models of words: a chain of states for each word, and one for silence.

    prior    P(s) of each state
    advance  the probability of leaving each state after a step
    """

    def __init__(self, settings: Dict[str, Any], tokens: int):
        super().__init__()
        self.words, self.of_word = tokens - SPECIAL, settings["states"]
        self.of_silence, self.settings = settings["silence"], settings
        self.count = self.words * self.of_word + self.of_silence
        self.register_buffer("prior", torch.full((self.count,), 1 / self.count))
        self.register_buffer("advance", torch.full((self.count,), 0.5))

    def slots(self) -> Slots:
        return {"hmm.prior": self.prior[None], "hmm.advance": self.advance[None]}

    def names(self, vocabulary: Vocabulary) -> List[str]:
        """Returns the names of the states, such as 07:two.1."""
        names = []
        for state in range(self.count):
            silence = state - self.words * self.of_word
            place = silence if silence >= 0 else state % self.of_word
            word = SILENCE if silence >= 0 else vocabulary.tokens[SPECIAL + state // self.of_word]
            names.append(f"{state:0{len(str(self.count - 1))}d}:{word}.{place + 1}")
        return names

    def likelihoods(self, logits: torch.Tensor) -> torch.Tensor:
        """Returns k (ln P(s | x) - ln P(s)) for the outputs of a network, in double precision."""
        posteriors = torch.log_softmax(logits.double(), dim=-1)
        return self.settings["acousticScale"] * (posteriors - self.prior.double().log())

    def best(self, logits: torch.Tensor, graph: Graph) -> Optional[Path]:
        """Returns the best path of a graph for the outputs of T steps, [T, S]; None if no path has
        so many steps.

        Raises ValueError if a word of the graph has no model.
        """
        for _, token, _ in graph.arcs:
            if not SPECIAL <= token < SPECIAL + self.words:
                raise ValueError(f"expected the tokens of words with a model, found {token}")
        return Trellis(self, graph).best(self.likelihoods(logits).cpu().numpy())

    def align(self, logits: torch.Tensor, tokens: List[int]) -> Optional[Path]:
        """Returns the best path of a sequence of words; None if it has too few steps."""
        return self.best(logits, Graph.of(tokens))


class Grammar:
    """The automaton of a grammar, a list of regular sequences of words (Glushkov 1961).

    Nodes that are followed by the same words are merged.
    """

    def __init__(self, models: WordModels, vocabulary: Vocabulary):
        self._vocabulary, self._words = vocabulary, range(SPECIAL, SPECIAL + models.words)
        self._ends, self._arcs = [False], {}
        for sequence in models.settings["grammar"]:
            self._add(split(sequence))
        self.graph = self._merged()

    def _add(self, items: List[str]) -> None:
        first = len(self._ends)
        self._ends += [False] * len(items)
        for node in [0] + list(range(first, first + len(items))):
            after = 0 if node == 0 else node - first + 1
            if after > 0 and items[after - 1][-1] in "*+":
                self._connect(node, items[after - 1], node)
            while after < len(items):
                self._connect(node, items[after], first + after)
                if items[after][-1] not in "*?":
                    break
                after += 1
            self._ends[node] = self._ends[node] or after == len(items)

    def _connect(self, before: int, item: str, after: int) -> None:
        words = item[:-1] if item[-1] in "?*+" else item
        ids = self._words if words == "." else map(self._vocabulary.id, words.split("|"))
        for token in ids:
            self._arcs[before, token, after] = None  # a dict keeps their order

    def _merged(self) -> Graph:
        """Merges nodes from which the same sequences lead to an end, by refining a partition."""
        nodes, before, count = range(len(self._ends)), 0, 1
        classes = [0] * len(self._ends)
        while count > before:
            before, numbers = count, {}
            futures = [self._future(node, classes) for node in nodes]
            classes = [numbers.setdefault(future, len(numbers)) for future in futures]
            count = len(numbers)
        ends = [False] * count
        for node in nodes:
            ends[classes[node]] = self._ends[node]
        arcs = {(classes[a], token, classes[b]): None for a, token, b in self._arcs}
        return Graph(ends, list(arcs))

    def _future(self, node: int, classes: List[int]) -> Tuple:
        words = frozenset((token, classes[b]) for a, token, b in self._arcs if a == node)
        return classes[node], self._ends[node], words


class Trellis:
    """The search for the best path through the chains of states of a graph (Viterbi 1967).

    Its chains are the silence at each node, if there is any, then the words of the arcs. Each node
    has two points, 2 n before silence and 2 n + 1 after it. Of equal scores the first in this order
    is kept: staying in a state; no silence; the arc, then the end that comes first.
    """

    def __init__(self, models: WordModels, graph: Graph):
        self._graph, nodes = graph, len(graph.ends)
        silent = nodes if models.of_silence > 0 else 0
        silence = models.words * models.of_word
        chains = [(2 * n, 2 * n + 1, None, silence, models.of_silence) for n in range(silent)]
        for a, token, b in graph.arcs:
            state = (token - SPECIAL) * models.of_word
            chains.append((2 * a + 1, 2 * b, token, state, models.of_word))
        self._chains, lengths = chains, [length for *_, length in chains]
        self._first = numpy.cumsum([0] + lengths)[:-1].astype(int)
        self._last = self._first + numpy.array(lengths, dtype=int) - 1
        self._chain = numpy.repeat(numpy.arange(len(chains)), lengths)
        parts = [numpy.arange(state, state + length) for _, _, _, state, length in chains]
        self._states = numpy.concatenate(parts) if parts else numpy.zeros(0, dtype=int)
        self._entries = numpy.array([entry for entry, *_ in chains], dtype=int)
        exits = numpy.array([exit for _, exit, *_ in chains], dtype=int)
        self._into = [numpy.nonzero(exits == point)[0] for point in range(2 * nodes)]
        advance = models.advance.double().cpu().numpy()[self._states]
        with numpy.errstate(divide="ignore"):
            self._stay, self._advance = numpy.log1p(-advance), numpy.log(advance)
        degrees = [sum(a == node for a, _, _ in graph.arcs) for node in range(nodes)]
        penalty = models.settings["wordPenalty"]
        self._costs = numpy.array(
            [
                0 if token is None else numpy.log(max(1, degrees[entry // 2])) + penalty
                for entry, _, token, _, _ in chains
            ]
        )

    def best(self, likelihoods: numpy.ndarray) -> Optional[Path]:
        """Returns the best path for the likelihoods of states, [T, S]."""
        steps, cells = len(likelihoods), numpy.full(len(self._states), -numpy.inf)
        points = numpy.full(len(self._into), -numpy.inf)
        points[:2] = 0
        entered, origins = numpy.zeros((steps, len(cells)), dtype=bool), []
        for t in range(steps):
            enter = numpy.empty_like(cells)
            enter[1:] = (cells + self._advance)[:-1]
            enter[self._first] = points[self._entries] - self._costs
            same = cells + self._stay
            entered[t] = enter > same
            cells = numpy.maximum(enter, same) + likelihoods[t, self._states]
            points, origin = self._leave(cells)
            origins.append(origin)
        ends = [2 * n + 1 for n, end in enumerate(self._graph.ends) if end]
        end = max(ends, key=lambda point: points[point], default=None)
        if end is None or points[end] == -numpy.inf or steps == 0:
            return None
        return self._path(entered, origins, end, float(points[end]))

    def _leave(self, cells: numpy.ndarray) -> Tuple[numpy.ndarray, numpy.ndarray]:
        """Returns the scores of the points after a step, and the cells from which they came."""
        scores = (cells + self._advance)[self._last]
        points = numpy.full(len(self._into), -numpy.inf)
        origins = numpy.full(len(points), -1)
        for first in range(0, len(points), 2):
            for point in (first, first + 1):
                if point > first:
                    points[point], origins[point] = points[first], origins[first]
                chains = self._into[point]
                if len(chains):
                    best = chains[scores[chains].argmax()]
                    if scores[best] > points[point]:
                        points[point], origins[point] = scores[best], self._last[best]
        return points, origins

    def _path(self, entered, origins, end: int, score: float) -> Path:
        steps = len(origins)
        states, words, to, cell = [0] * steps, [], steps, origins[-1][end]
        for t in range(steps - 1, -1, -1):
            states[t] = int(self._states[cell])
            if not entered[t, cell]:
                continue
            chain = self._chain[cell]
            if cell > self._first[chain]:
                cell -= 1
                continue
            entry, _, token, _, _ = self._chains[chain]
            if token is not None:
                words.append(Word(token, t, to))
            to = t
            cell = origins[t - 1][entry] if t > 0 else -1
        return Path(states, words[::-1], score)
