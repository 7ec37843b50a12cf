"""Reading of model folders."""

import hashlib
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional

import numpy
import torch
from safetensors.numpy import load_file

UNKNOWN, BOUNDARY, LINE_END, MISSING = "<unk>", "<doc>", "<eos>", "<missing>"
UNKNOWN_ID = 0
MAJOR_VERSION = "1"


class Vocabulary:
    """Tokens and their ids: `<unk>`, then the boundary `<doc>` if there is one, then the others."""

    def __init__(self, tokens: List[str], boundary: bool):
        self.tokens = [UNKNOWN] + ([BOUNDARY] if boundary else []) + tokens
        self.boundary: Optional[int] = 1 if boundary else None
        self._ids = {token: id for id, token in enumerate(self.tokens) if token != BOUNDARY}
        self._json: Optional[Dict[str, Any]] = None
        self._tokenizer: Any = None

    def __len__(self) -> int:
        return len(self.tokens)

    def id(self, token: str) -> int:
        """Returns the id of a token, or that of `<unk>`."""
        return self._ids.get(token, 0)

    def is_of_subwords(self) -> bool:
        """Returns whether tokens are subwords."""
        return self._json is not None

    def cut(self, text: str) -> List[int]:
        """Returns the ids of the subwords of a text."""
        return self._subwords().encode(text, add_special_tokens=False).ids

    def joined(self, ids: List[int]) -> str:
        """Returns the text of subwords, without special tokens."""
        first = 1 if self.boundary is None else 2
        return self._subwords().decode([id for id in ids if id >= first])

    def _subwords(self) -> Any:
        if self._tokenizer is None:
            try:
                from tokenizers import Tokenizer
            except ImportError as error:
                raise ImportError(
                    "a model of subwords needs the package tokenizers: pip install tokenizers"
                ) from error
            self._tokenizer = Tokenizer.from_str(json.dumps(self._json))
        return self._tokenizer

    @staticmethod
    def read(path: Path) -> "Vocabulary":
        """Reads vocabulary.txt."""
        escapes = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
        tokens = []
        for line in lines[:-1] if lines[-1] == "" else lines:
            text, token = line[:-1] if line.endswith("\r") else line, ""
            while text:
                width = 2 if text[0] == "\\" else 1
                token += escapes[text[:width]] if width == 2 else text[0]
                text = text[width:]
            tokens.append(token)
        if tokens[:1] != [UNKNOWN]:
            raise ValueError(f"{path}: expected {UNKNOWN} in line 1, found {tokens[:1]}")
        boundary = tokens[1:2] == [BOUNDARY]
        return Vocabulary(tokens[2 if boundary else 1 :], boundary)


    @staticmethod
    def of_subwords(tokenizer: Dict[str, Any], boundary: bool) -> "Vocabulary":
        """Returns the vocabulary of a tokenizer.json, whose first tokens are the special ones."""
        vocabulary = tokenizer["model"]["vocab"]
        tokens = (
            sorted(vocabulary, key=vocabulary.get)
            if isinstance(vocabulary, dict)
            else [token for token, _ in vocabulary]
        )
        known = Vocabulary(tokens[2 if boundary else 1 :], boundary)
        known._json = tokenizer
        return known


@dataclass
class Folder:
    """The content of a model folder.

    `config` is config.json, `schema` form.json of a model over a table, `vocabulary` that of a
    language model, and `tensors` the parameters by their names, f32, in the order of their file.
    """

    path: Path
    config: Dict[str, Any]
    schema: Optional[Dict[str, Any]]
    vocabulary: Optional[Vocabulary]
    tensors: Dict[str, numpy.ndarray]
    sha256: Optional[str]
    longest_target: Optional[int]

    @staticmethod
    def read(path) -> "Folder":
        """Reads a model folder, or the folder `model` of a run."""
        path = Path(path)
        path = path if (path / "config.json").exists() else path / "model"
        config = _json(path / "config.json")
        version = str(config.get("formatVersion", ""))
        if version.split(".")[0] != MAJOR_VERSION:
            raise ValueError(
                f"{path}: expected a model of formatVersion {MAJOR_VERSION}, found {version!r}"
            )
        schema = path / "form.json"
        return Folder(
            path,
            config,
            _json(schema) if schema.exists() else None,
            _vocabulary(path, config),
            _tensors(path / "model.safetensors"),
            _optional(path / "metrics.json").get("parametersSha256"),
            _longest_target(_optional(path / "provenance.json")),
        )


def _vocabulary(path: Path, config: Dict[str, Any]) -> Optional[Vocabulary]:
    lines, subwords = path / "vocabulary.txt", path / "tokenizer.json"
    if subwords.exists():
        return Vocabulary.of_subwords(_json(subwords), config["preprocessing"]["document"] != "none")
    return Vocabulary.read(lines) if lines.exists() else None


def _json(path: Path) -> Dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def _tensors(path: Path) -> Dict[str, numpy.ndarray]:
    """Returns tensors in the order of the file."""
    tensors = load_file(str(path))
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    order = sorted(tensors, key=lambda name: header[name]["data_offsets"])
    return {name: tensors[name] for name in order}


def _optional(path: Path) -> Dict[str, Any]:
    return _json(path) if path.exists() else {}


def _longest_target(value) -> Optional[int]:
    for name in ("corpora", "train", "counts", "longestTarget"):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def fill(slots: Dict[str, torch.Tensor], folder: Folder) -> None:
    """Copies the parameters of a folder into the views `slots`, which have their names.

    Raises ValueError if the file has other tensors or other values than those of metrics.json.
    """
    shapes = {name: _matrix(view) for name, view in slots.items()}
    found = {name: list(array.shape) for name, array in folder.tensors.items()}
    if shapes != found:
        raise ValueError(f"{folder.path}: expected the tensors {shapes}, found {found}")
    with torch.no_grad():
        for name, view in slots.items():
            view.copy_(torch.from_numpy(folder.tensors[name]).reshape(view.shape))
    digest = sha256({name: slots[name] for name in folder.tensors})
    if folder.sha256 is not None and digest != folder.sha256:
        raise ValueError(
            f"{folder.path}: expected parameters with the SHA-256 {folder.sha256} of metrics.json,"
            f" found {digest}: a file is damaged or was changed"
        )


def _matrix(view: torch.Tensor) -> List[int]:
    return [view.numel() // view.shape[-1], view.shape[-1]]


def sha256(slots: Dict[str, torch.Tensor]) -> str:
    """Returns the SHA-256 of parameters, as `unfold inspect` prints it."""
    digest = hashlib.sha256()
    for view in slots.values():
        values = view.detach().cpu().to(torch.float32).contiguous().numpy()
        digest.update(values.astype("<f4").tobytes())
    return digest.hexdigest()
