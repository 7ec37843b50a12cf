"""Compares unfold.torch with the predictions of Unfold that reference_models.py stored.

    PYTHONPATH=python python3 -m unittest discover -s python/tests
"""

import copy
import decimal
import json
import math
import struct
import unittest
from pathlib import Path

try:
    import numpy
    import torch

    from reference_cases import CASES

    import unfold.torch
    from unfold.torch.audio import Acoustics, decode, resampled
    from unfold.torch.columns import Column
    from unfold.torch.crf import Crf
    from unfold.torch.folder import Folder, fill, sha256
    from unfold.torch.networks import build
except ImportError as missing:
    raise unittest.SkipTest(f"unfold.torch needs torch, numpy and safetensors: {missing}")

try:
    import tokenizers
except ImportError:
    tokenizers = None

MODELS = Path(__file__).resolve().parent / "models"
GOLDEN = Path(__file__).resolve().parents[2] / "worker-lib/src/test/resources/golden"
TOLERANCE = 1e-5
SEQUENCES = ("vector-to-sequence", "ctc", "hybrid", "sequence", "text-dl4j")
torch.set_num_threads(1)
torch.backends.nnpack.set_flags(False)


def expected(name):
    lines = (MODELS / name / "expected.json").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def names(prefix=""):
    """Returns the models that can be read: those of subwords need the package tokenizers."""
    found = sorted(path.name for path in MODELS.iterdir() if path.name.startswith(prefix))
    assert found, f"no models in {MODELS}"
    return [name for name in found if tokenizers or "subwords" not in name]


def wav(code, bits, channels, samples):
    """Returns a wav file with a chunk that is skipped."""
    frame = channels * bits // 8
    form = struct.pack("<HHIIHH", code, channels, 8000, 8000 * frame, frame, bits)
    return riff(
        chunk(b"fmt ", form)
        + chunk(b"LIST", b"odd")
        + chunk(b"data", samples + b"\0" * (len(samples) % 2), len(samples))
    )


def chunk(name, content, size=None):
    """Returns a chunk that is not padded, with another size if one is given."""
    return name + struct.pack("<I", len(content) if size is None else size) + content


def riff(chunks, size=None):
    return b"RIFF" + struct.pack("<I", 4 + len(chunks) if size is None else size) + b"WAVE" + chunks


def sequences(model, rows):
    """Returns the sequences of rows that are steps, each as one row with lists."""
    by = {}
    for row in rows:
        by.setdefault(row["machine"], []).append(row)
    return [
        {key: [row[key] for row in sorted(rows, key=lambda row: row["time"])] for key in rows[0]}
        for rows in by.values()
    ]


class TorchTest(unittest.TestCase):
    def test_every_case_has_a_model(self):
        cases = [case for case in sorted(CASES) if tokenizers or "subwords" not in case]
        self.assertEqual(cases, names())

    def test_predictions(self):
        for name in names():
            if not name.startswith("text-"):
                with self.subTest(name):
                    self.compare(unfold.torch.load(MODELS / name), expected(name))

    def compare(self, model, rows):
        settings = model.config["preprocessing"]
        if settings["sequence"]["order"]:
            rows = sequences(model, rows)
        predictions = model(rows)
        self.assertEqual(len(rows), len(predictions))
        for row, found in zip(rows, predictions):
            if isinstance(found, str):
                self.assertEqual(row["prediction"], found)
                continue
            boundaries = settings["target"]["boundaries"] and not settings["sequence"]["order"]
            self.close(self.values(model, row), found[1:] if boundaries else found)

    def values(self, model, row):
        values = row.get("prediction_probabilities", row["prediction"])
        if isinstance(values, dict):
            return [values[label] for label in model.classes]
        if isinstance(values[0], dict):
            return [[step[label] for label in model.classes] for step in values]
        return values

    def close(self, expected, found):
        expected = numpy.array(expected, dtype=numpy.float64)
        self.assertEqual(expected.shape, found.shape)
        scale = numpy.abs(expected).max(initial=1.0)
        self.assertLess(numpy.abs(expected - found).max(initial=0.0) / scale, TOLERANCE)

    def test_tags(self):
        for name in names("tagger-"):
            model, rows = unfold.torch.load(MODELS / name), expected(name)
            if model.config["preprocessing"]["target"]["kind"] != "tags":
                with self.assertRaisesRegex(ValueError, "expected a model of tags"):
                    model.tags(rows)
                continue
            with self.subTest(name):
                self.assertEqual([row["prediction"] for row in rows], model.tags(rows))

    def test_losses_of_conditional_random_fields(self):
        cases = json.loads((GOLDEN / "crf.json").read_text())["cases"]
        for name, case in cases.items():
            if -1 in case["target"]:
                continue
            with self.subTest(name):
                steps, tags = case["steps"], case["tags"]
                crf = Crf(1, tags).double()
                shapes = {"start": (1, tags), "transitions": (tags, tags), "end": (1, tags)}
                for part, shape in shapes.items():
                    values = torch.tensor(case[part], dtype=torch.float64).view(shape)
                    getattr(crf, part).data = values
                scores = torch.tensor(case["scores"], dtype=torch.float64).view(1, steps, tags)
                # The steps after the length do not count.
                scores = torch.cat([scores, torch.ones(1, 2, tags)], dim=1)
                lengths = torch.tensor([steps])
                target = torch.tensor([case["target"] + [0, 0]])
                loss = crf.loss(scores, target, lengths).item()
                self.assertAlmostEqual(case["loss"], loss, delta=1e-8 * (1 + loss))
                marginals = crf.marginals(scores, lengths)[0, :steps].flatten().numpy()
                self.close(case["marginals"], marginals)
                self.assertEqual([case["path"]], crf.best(scores, lengths))

    def test_a_batch_does_not_change_predictions(self):
        for name in names():
            model, rows = unfold.torch.load(MODELS / name), expected(name)
            if name.startswith("text-"):
                rows = [row["text"] for row in rows]
            elif name.startswith("steps-"):
                rows = sequences(model, rows)
            with self.subTest(name):
                for row, found in zip(rows, model(rows)):
                    (alone,) = model([row])
                    if isinstance(alone, str):
                        self.assertEqual(alone, found)
                    else:
                        self.close(alone, found)

    def test_probabilities_of_texts(self):
        for name in names("text-"):
            with self.subTest(name):
                model, rows = unfold.torch.load(MODELS / name), expected(name)
                if "scores" not in rows[0]:
                    continue
                for row, found in zip(rows, model([row["text"] for row in rows])):
                    ids = model.encode([row["text"]]).tokens[0, :, 0].numpy()
                    steps = numpy.arange(len(ids) - 1)
                    self.close(row["scores"], numpy.log(found[steps, ids[1:]].astype("f8")))

    def test_the_values_differ(self):
        """Checks the reference: a model whose outputs do not depend on the row tests nothing."""
        for name in names():
            rows = expected(name)
            values = [json.dumps(row.get("scores", row.get("prediction"))) for row in rows]
            with self.subTest(name):
                if not name.startswith(SEQUENCES):
                    self.assertGreater(len(set(values)), 1)

    def test_states_of_hybrids(self):
        for name in names("hybrid-"):
            model = unfold.torch.load(MODELS / name)
            for row in expected(name):
                with self.subTest(name), torch.no_grad():
                    outputs = model.network(model.encode([row]))[0]
                    self.assertEqual(model.classes, sorted(row["states"][0]))
                    states = [[step[state] for state in model.classes] for step in row["states"]]
                    self.close(numpy.log(states), torch.log_softmax(outputs, dim=-1).numpy())
                    scaled = numpy.log(states) - numpy.log(model.tensors()["hmm.prior"].numpy())
                    scale = model.config["network"]["hmm"]["acousticScale"]
                    self.close(scale * scaled, model.network.models.likelihoods(outputs).numpy())

    def test_probabilities_of_the_words_of_hybrids(self):
        for name in names("hybrid-"):
            model = unfold.torch.load(MODELS / name)
            for row in expected(name):
                with self.subTest(name), torch.no_grad():
                    outputs = model.network(model.encode([row]))[0]
                    found = [[p["token"], p["probability"]] for p in row["prediction_tokens"]]
                    self.assertEqual(row["prediction"], " ".join(token for token, _ in found))
                    path = model.recognize(outputs)
                    logs = torch.log_softmax(outputs, dim=-1)[range(len(outputs)), path.states]
                    means = [logs[word.first : word.end].mean().exp() for word in path.words]
                    self.close([value for _, value in found], numpy.array(means))

    def test_a_sequence_that_is_too_short_has_no_words(self):
        model = unfold.torch.load(MODELS / "hybrid-time-delay")
        outputs = torch.zeros(2, len(model.classes))
        self.assertIsNone(model.network.models.align(outputs, [2]))
        self.assertEqual([], model.recognize(outputs).tokens)
        with self.assertRaisesRegex(ValueError, "words with a model, found 0"):
            model.network.models.align(outputs, [0])
        short = unfold.torch.load(MODELS / "hybrid-lstm")
        self.assertIsNone(short.recognize(torch.zeros(1, len(short.classes))))
        self.assertEqual([""], short([{"text": "a"}]))

    def test_losses_of_sequences(self):
        for name in names():
            rows = expected(name)
            if "loss" in rows[0]:
                with self.subTest(name):
                    model = unfold.torch.load(MODELS / name)
                    with torch.no_grad():
                        loss = self.mean_loss(model, rows)
                    self.assertLess(abs(loss - rows[0]["loss"]), TOLERANCE)

    def mean_loss(self, model, rows):
        """Returns the loss of the answers of rows, in nats for each token and each end."""
        if model.kind == "dl4j":
            return self.loss_of_lanes(model, rows[0]["text"], 20)
        losses = [self.loss_and_count(model, row) for row in rows]
        fitting = [(loss, count) for loss, count in losses if math.isfinite(loss)]
        self.assertGreater(len(fitting), 1)
        return sum(loss for loss, _ in fitting) / sum(count for _, count in fitting)

    def loss_of_lanes(self, model, text, count):
        """Returns the mean loss of a text in lanes, each of which begins without a state.

        `unfold evaluate` has ten lanes in each of two shards by default.
        """
        ids = model.encode([text]).tokens[:, 1:]
        share, longer = divmod(ids.shape[1] - 1, count)
        total, start = 0.0, 0
        for lane in range(count):
            end = start + share + (lane < longer)
            frames, lengths = torch.zeros(1, end - start, 0), torch.tensor([end - start])
            logits = model.network(unfold.torch.Inputs(ids[:, start:end], frames, lengths))[0]
            following = ids[0, start + 1 : end + 1, 0]
            total += torch.nn.functional.cross_entropy(logits, following, reduction="sum").item()
            start = end
        return total / start

    def loss_and_count(self, model, row):
        inputs, read = model.encode([row]), model.encode_targets([row["answer"]])
        tokens, count = read[0, 1:], read.shape[1]
        if model.kind == "ctc":  # infinite for an answer that has no path through the steps
            outputs = torch.log_softmax(model.network(inputs)[0], dim=-1)
            loss = torch.nn.functional.ctc_loss(
                outputs, tokens, [len(outputs)], [len(tokens)], blank=1, reduction="sum"
            )
        elif model.kind == "hybrid":
            outputs = model.network(inputs)[0]
            path = model.network.models.align(outputs, tokens.tolist())
            states = torch.tensor(path.states)
            loss = torch.nn.functional.cross_entropy(outputs, states, reduction="sum")
        else:
            following = torch.cat([tokens, read[0, :1]])
            logits = model.network(inputs, read)[0]
            loss = torch.nn.functional.cross_entropy(logits, following, reduction="sum")
        return loss.item(), count

    def test_the_unknown_token_is_never_generated(self):
        def prefer_unknown(module, inputs, output):
            output = output.clone()
            output[..., 0] = 1e6
            return output

        for name in names():
            model = unfold.torch.load(MODELS / name)
            if model.kind not in ("ctc", "sequence-to-sequence", "vector-to-sequence"):
                continue
            with self.subTest(name):
                rows = expected(name)
                before = model(rows)
                model.network.head.register_forward_hook(prefer_unknown)
                self.assertEqual(before, model(rows))

    def test_losses_of_teacher_forced_decoders(self):
        for path in sorted(GOLDEN.glob("sequence_*.json")):
            with self.subTest(path.name):
                case = json.loads(path.read_text())
                shapes, values = case["shapes"], case["initialParameters"]
                network = build(case["network"], case["shape"]).double()
                slots = network.slots()
                self.assertEqual(set(shapes), set(slots))
                with torch.no_grad():
                    for name, view in slots.items():
                        view.copy_(torch.tensor(values[name]).double().reshape(view.shape))
                self.assertAlmostEqual(case["runs"]["sgd"]["losses"][0], self.loss(network, case))

    def loss(self, network, case):
        sizes = case["sizes"]

        def of(name, steps):
            return torch.tensor(case[name][0]).reshape(steps, sizes["batch"]).T

        inputs, targets = of("inputs", sizes["steps"]), of("targets", sizes["steps"])
        source = unfold.torch.Inputs(
            of("sources", sizes["sourceSteps"])[..., None],
            torch.zeros(sizes["batch"], sizes["sourceSteps"], 0),
            torch.tensor(case["sourceLengths"][0]),
        )
        logits = network(source, inputs)
        loss = torch.nn.functional.cross_entropy(
            logits.flatten(0, 1), targets.flatten(), ignore_index=-1
        )
        return loss.item()

    def test_acoustic_features(self):
        golden = json.loads((GOLDEN / "acoustics.json").read_text())
        for name, case in golden["cases"].items():
            with self.subTest(name):
                signal = golden["signals"][case["signal"]]
                amplitudes = numpy.array(signal["samples"]) / 2**15
                found = Acoustics(case["settings"]).of(amplitudes, signal["rate"])
                numpy.testing.assert_allclose(found, case["frames"], atol=1e-4, rtol=0)
        for name, case in golden["resampled"].items():
            with self.subTest(name):
                found = resampled(numpy.array(case["samples"]) / 2**15, case["rate"], case["to"])
                numpy.testing.assert_allclose(found, case["resampled"], atol=1e-4, rtol=0)

    def test_wav_files(self):
        for code, bits, samples, expected in [
            (1, 8, bytes([0, 255]), [-1, 127 / 128]),
            (1, 16, struct.pack("<hh", -(2**15), 2**14), [-1, 0.5]),
            (1, 24, b"\0\0\x80\0\0\x40", [-1, 0.5]),
            (1, 32, struct.pack("<ii", -(2**31), 2**30), [-1, 0.5]),
            (3, 32, struct.pack("<ff", -1, 0.5), [-1, 0.5]),
            (3, 64, struct.pack("<dd", -1, 0.5), [-1, 0.5]),
        ]:
            with self.subTest(code=code, bits=bits):
                amplitudes, rate = decode(wav(code, bits, 1, samples))
                self.assertEqual(8000, rate)
                numpy.testing.assert_array_equal(expected, amplitudes)
                both, _ = decode(wav(code, bits, 2, samples))
                numpy.testing.assert_array_equal([sum(expected) / 2], both)
        valid = wav(1, 8, 1, b"ab")
        amplitudes, _ = decode(valid)
        for data in [
            valid + b"\0",
            valid + chunk(b"LIST", b"odd") + chunk(b"id3 ", b"odd") + b"TAG" + bytes(125),
            riff(chunk(b"\1\2\3\4", b"even") + valid[12:]),
        ]:
            numpy.testing.assert_array_equal(amplitudes, decode(data)[0])
        for data, message in [
            (b"", "expected a wav file"),
            (wav(6, 8, 1, b""), r"found \(6, 8\)"),
            (valid[:-1], "at most 48, at byte 4, found 49: it was cut off"),
            (riff(valid[12:], 0), "at byte 4, found 0: it was cut off"),
            (riff(valid[12:], 2**32 - 1), "at byte 4, found 4294967295: it was cut off"),
            (riff(valid[12:], 48), "at byte 47, found 9 other bytes"),
            (riff(valid[12:47]), "chunks fmt and data, found the end of the RIFF file at byte 47"),
            (valid + bytes(50), "at byte 57, found 50 other bytes"),
            (valid + b"TAG", "at byte 57, found 3 other bytes"),
            (valid + chunk(b"\1\2\3\4", b""), "at byte 57, found 8 other bytes"),
            (valid * 2, "one chunk RIFF at byte 57"),
            (wav(1, 8, 2, b"abc"), "a multiple of 2, the bytes of a frame"),
            (wav(3, 32, 1, struct.pack("<f", math.nan)), "finite samples"),
        ]:
            with self.assertRaisesRegex(ValueError, message):
                decode(data)

    def test_parameters_are_those_of_the_file(self):
        for name in names():
            folder = Folder.read(MODELS / name)
            tensors = unfold.torch.load(MODELS / name).tensors()
            with self.subTest(name):
                self.assertEqual(set(folder.tensors), set(tensors))
                for key, tensor in tensors.items():
                    numpy.testing.assert_array_equal(folder.tensors[key], tensor.numpy())

    def test_changed_parameters_are_refused(self):
        folder = Folder.read(MODELS / "text-lstm")
        changed = copy.deepcopy(folder)
        changed.tensors["head.bias"][0, 0] += 1
        network = build(folder.config["network"], folder.config["shape"])
        fill(network.slots(), folder)
        self.assertEqual(folder.sha256, sha256(network.slots()))
        with self.assertRaisesRegex(ValueError, "SHA-256"):
            fill(network.slots(), changed)
        del changed.tensors["head.bias"]
        with self.assertRaisesRegex(ValueError, "expected the tensors"):
            fill(network.slots(), changed)

    def test_every_parameter_can_be_trained(self):
        for name in names():
            model = unfold.torch.load(MODELS / name)
            before = model.tensors()
            inputs = self.step(model, name)
            trained = model.network(*inputs)
            after = model.tensors()
            with self.subTest(name):
                same = [key for key in after if torch.equal(after[key], before[key])]
                counted = [key for key in after if key.startswith("hmm.")]
                self.assertEqual(counted, same)
                other = build(model.config["network"], model.config["shape"]).eval()
                with torch.no_grad():
                    for key, view in other.slots().items():
                        view.copy_(after[key].reshape(view.shape))
                self.close(trained.detach().numpy(), other(*inputs).detach().numpy())

    def step(self, model, name):
        rows = expected(name)
        if name.startswith("text-"):
            rows = [row["text"] for row in rows]
        elif name.startswith("steps-"):
            rows = sequences(model, rows)
        inputs = model.encode(rows)
        decodes = model.kind.endswith("to-sequence")
        more = [model.encode_targets([row["prediction"] for row in rows])] if decodes else []
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        outputs = model.network(inputs, *more)
        weights = torch.linspace(1, 2, outputs.numel()).reshape(outputs.shape)
        total = (outputs * weights).sum()
        head = getattr(model.network, "head", None)
        if isinstance(head, Crf):
            total = total + head.log_normalizer(outputs, inputs.lengths).sum()
        total.backward()
        optimizer.step()
        return [inputs] + more

    def test_rows_without_steps_have_no_prediction(self):
        model = unfold.torch.load(MODELS / "vector-mean-gru")
        self.assertEqual([None, None, None], model([{"text": ""}, {"text": None}, {}]))
        with self.assertRaisesRegex(ValueError, "row 1: expected at least one step"):
            model.encode([{"text": ""}])

    def test_whole_decimals_are_texts(self):
        settings = {"column": "code", "kind": "label", "missing": "refuse"}
        column = Column(settings, {"kind": "label", "labels": []}, False)
        for number, text in [("-0.0", "0"), ("12.00", "12"), ("-1E+2", "-100")]:
            self.assertEqual([text], column.texts(decimal.Decimal(number)))
        for number in ["0.5", "NaN", "sNaN", "-Infinity", "1E+999999999"]:
            with self.assertRaisesRegex(ValueError, "column code: expected a text, found Decimal"):
                column.texts(decimal.Decimal(number))

    def test_what_is_not_supported_is_named(self):
        with self.assertRaisesRegex(NotImplementedError, "of the kind 'new'"):
            build({"kind": "new"}, {})
        config = json.loads((MODELS / "vector-dl4j-graph" / "config.json").read_text())
        for found, other, message in [
            (".LayerVertex", ".L2Vertex", "embedding is a vertex of the type L2Vertex"),
            ("layers.OutputLayer", "layers.CnnLossLayer", "label is a layer of the type CnnLoss"),
            ("impl.ActivationTanH", "impl.ActivationGELU", "is a layer with ActivationGELU"),
            ('"Same"', '"Strict"', "same.3 is a convolution with a stride or of the mode Strict"),
        ]:
            changed = config["network"]["configuration"].replace(found, other)
            with self.assertRaisesRegex(NotImplementedError, message):
                build({**config["network"], "configuration": changed}, config["shape"])


if __name__ == "__main__":
    unittest.main()
