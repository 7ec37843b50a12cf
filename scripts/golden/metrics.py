#!/usr/bin/env python3
"""Computes golden values of metrics with sacreBLEU, scikit-learn and NumPy.

Usage: metrics.py OUT_FOLDER

Writes metrics.json, which has
  versions         of the libraries
  bleu             name -> { predictions, references (of each prediction), tokens (of each
                   prediction), score, precisions, brevityPenalty, matches, totals,
                   predictedLength, referenceLength }: corpus BLEU with sacreBLEU's defaults
  bleuOfWords      the same with tokenize="none", for words between white space
  classifications  name -> { classes (their number), references, predictions, accuracy, macroF1,
                   microF1, precision, recall, f1 (of each class) }: zero_division=0
  probabilities    name -> { references, probabilities (of each class), unseen (classes without
                   probabilities, whose ids come last), threshold, rocAuc, averagePrecision,
                   thresholdPrecision, thresholdRecall }: with two classes those of the second one,
                   else the mean over the classes for which they are defined; zero_division=0
  series           name -> { values, predictions (by step and series), meanSquaredError, rse,
                   correlation, meanAbsoluteError, rootMeanSquaredError, training (by step and
                   series), changes (of the training values from step to step), mase }: the definitions of arXiv 1703.07015 in float64; values are exact
                   in float32
"""

import itertools
import json
import random
import sys
from pathlib import Path

import numpy
import sacrebleu
import sklearn
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    f1_score,
    mean_absolute_error,
    precision_recall_fscore_support,
    precision_score,
    recall_score,
    roc_auc_score,
    root_mean_squared_error,
)

WORDS = (
    "the The a cat cat's dog-eared sat. on, mat! (well) 3.14 1,000 2-3 x-2 9- .5 5. a.b U.S. don't"
    " \"quoted\" &amp; &quot;so&quot; &lt;b&gt; &amp;lt; <skipped> [x] {y|z} 50% $3 a/b c:d;e ~ ^ _ @"
    " caf\u00e9 \u4e2d\u6587 \U0001f600. \u0663.\u0664 na\u00efve, \u201cok\u201d \u2014 e\u0301t\u00e9"
    " -\nsplit two\nlines"
).split(" ")
SPACES = [" "] * 12 + ["  ", "\t", "\u00a0", "\u3000", "\u2028", "\u0085", "\u001c"]

# The README of sacreBLEU has these sentences and the score 48.53.
README = (
    ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."],
    [
        ["The dog bit the man.", "The dog had bit the man."],
        ["It was not unexpected.", "No one was surprised."],
        ["The man bit him first.", "The man had bitten the dog."],
    ],
)


def sentence(source, words):
    return "".join(word + source.choice(SPACES) for word in words)


def changed(source, words):
    kept = [word for word in words if source.random() < 0.9]
    return [source.choice(WORDS) if source.random() < 0.15 else word for word in kept]


def corpus(seed, size, most_references):
    source = random.Random(seed)
    predictions, references = [], []
    for _ in range(size):
        words = source.choices(WORDS, k=source.randint(1, 25))
        count = source.randint(1, most_references)
        references.append([sentence(source, changed(source, words)) for _ in range(count)])
        predictions.append(sentence(source, changed(source, words)))
    return predictions, references


def bleu(predictions, references, tokenizer=None):
    metric = sacrebleu.BLEU(tokenize=tokenizer)
    streams = [list(stream) for stream in itertools.zip_longest(*references)]
    score = metric.corpus_score(predictions, streams)
    return {
        "predictions": predictions,
        "references": references,
        "tokens": [metric.tokenizer(each.rstrip()).split() for each in predictions],
        "score": score.score,
        "precisions": score.precisions,
        "brevityPenalty": score.bp,
        "matches": score.counts,
        "totals": score.totals,
        "predictedLength": score.sys_len,
        "referenceLength": score.ref_len,
    }


def classification(seed, classes, size, absent=()):
    """The class `absent` is in no reference, and the last class is never predicted."""
    source = random.Random(seed)
    present = [each for each in range(classes) if each not in absent]
    references = source.choices(present, k=size)
    predictions = [
        each if source.random() < 0.6 else source.randrange(classes) for each in references
    ]
    predictions = [each if each < classes - 1 else 0 for each in predictions]
    precision, recall, f1, _ = precision_recall_fscore_support(
        references, predictions, labels=range(classes), zero_division=0
    )
    return {
        "classes": classes,
        "references": references,
        "predictions": predictions,
        "accuracy": accuracy_score(references, predictions),
        "macroF1": f1_score(references, predictions, average="macro", zero_division=0),
        "microF1": f1_score(references, predictions, average="micro", zero_division=0),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
    }


def ranking(seed, classes, size, unseen=0, digits=7, threshold=0.5, absent=()):
    """Few digits make many probabilities equal; the classes `absent` are in no reference."""
    source = numpy.random.default_rng(seed)
    present = [each for each in range(classes + unseen) if each not in absent]
    references = source.choice(present, size)
    logits = source.normal(0, 1, (size, classes)) + (references[:, None] == numpy.arange(classes))
    probabilities = numpy.exp(logits) / numpy.exp(logits).sum(axis=1, keepdims=True)
    probabilities = probabilities.round(digits).astype(numpy.float32)
    ranked = [1] if classes == 2 else list(range(classes))
    truths = [references == each for each in ranked]
    scores = [probabilities[:, each] for each in ranked]
    guesses = [score >= threshold for score in scores]
    others = [] if classes == 2 else range(classes, classes + unseen)
    truths_and_guesses = list(zip(truths, guesses)) + [
        (references == each, numpy.zeros(size, bool)) for each in others
    ]
    seen = [each for each in truths_and_guesses if each[0].any() or each[1].any()]
    return {
        "references": references.tolist(),
        "probabilities": probabilities.tolist(),
        "unseen": unseen,
        "threshold": threshold,
        "rocAuc": numpy.mean(
            [roc_auc_score(t, s) for t, s in zip(truths, scores) if t.any() and not t.all()]
        ),
        "averagePrecision": numpy.mean(
            [average_precision_score(t, s) for t, s in zip(truths, scores) if t.any()]
        ),
        "thresholdPrecision": numpy.mean([precision_score(*each, zero_division=0) for each in seen]),
        "thresholdRecall": numpy.mean([recall_score(*each, zero_division=0) for each in seen]),
    }


def series(seed, steps, width, mean):
    source = numpy.random.default_rng(seed)
    values = source.normal(mean, 1 + numpy.arange(width), (steps, width)).astype(numpy.float32)
    noise = source.normal(0.1, 0.7, (steps, width))
    predictions = (values + noise).astype(numpy.float32)
    y, p = values.astype(numpy.float64), predictions.astype(numpy.float64)
    training = source.normal(mean, 1, (steps, width)).astype(numpy.float32)
    changes = numpy.abs(numpy.diff(training.astype(numpy.float64), axis=0)).mean(axis=0)
    correlations = [numpy.corrcoef(y[:, i], p[:, i])[0, 1] for i in range(width)]
    return {
        "values": values.tolist(),
        "predictions": predictions.tolist(),
        "meanSquaredError": numpy.mean((y - p) ** 2),
        "rse": numpy.sqrt(numpy.sum((y - p) ** 2)) / numpy.sqrt(numpy.sum((y - y.mean()) ** 2)),
        "correlation": numpy.mean(correlations),
        "meanAbsoluteError": mean_absolute_error(y, p),
        "rootMeanSquaredError": root_mean_squared_error(y.ravel(), p.ravel()),
        "training": training.tolist(),
        "changes": changes.tolist(),
        "mase": numpy.mean(numpy.abs(y - p).mean(axis=0) / changes),
    }


def main():
    golden = {
        "versions": {
            "sacrebleu": sacrebleu.__version__,
            "scikit-learn": sklearn.__version__,
            "numpy": numpy.__version__,
        },
        "bleu": {
            "readme": bleu(*README),
            "one reference": bleu(*corpus(1, 20, 1)),
            "up to four references": bleu(*corpus(2, 20, 4)),
            "no match of four": bleu(["a b c x d e f"], [["a b c y d e f"]]),
            "no match of two": bleu(["a x c y e"], [["a b c d e"]]),
            "no match": bleu(["a b c d e"], [["v w x y z"]]),
            "three tokens": bleu(["a b c"], [["a b c"]]),
            "empty prediction": bleu(["", "a b c d"], [["e f"], ["a b c d"]]),
            "all empty": bleu([""], [[""]]),
            "case": bleu(["The Cat sat on"], [["the cat sat on"]]),
            "equally close": bleu(["a b c d e"], [["a b c d e f g", "a b c"]]),
        },
        "bleuOfWords": {
            name: bleu(predictions, references, "none")
            for name, (predictions, references) in {
                "one reference": corpus(3, 20, 1),
                "up to four references": corpus(4, 20, 4),
                "actions": (["I_TURN_LEFT I_JUMP I_JUMP"], [["I_TURN_LEFT I_JUMP I_WALK I_JUMP"]]),
                "slots": (
                    ["SLOT_NAME is near SLOT_NEAR .", "good bye"],
                    [["SLOT_NAME is in SLOT_AREA .", "it is near SLOT_NEAR"], ["good bye", "bye ."]],
                ),
            }.items()
        },
        "classifications": {
            "all classes": classification(1, 4, 60),
            "absent": classification(2, 6, 30, absent=(1, 3)),
            "few": classification(3, 8, 5),
        },
        "probabilities": {
            "two classes": ranking(1, 2, 60),
            "two classes with ties": ranking(2, 2, 80, digits=1),
            "two classes of which one is rare": ranking(3, 2, 40, threshold=0.3, absent=(0,), unseen=1),
            "four classes": ranking(4, 4, 60),
            "five classes with ties": ranking(5, 5, 90, digits=1, threshold=0.3),
            "absent": ranking(6, 5, 40, absent=(1, 3)),
            "unseen": ranking(7, 3, 50, unseen=2, threshold=0.4),
        },
        "series": {
            "one": series(1, 20, 1, 0),
            "three": series(2, 30, 3, 5),
            "far from zero": series(3, 30, 2, 10_000),
        },
    }
    text = json.dumps(golden, indent=1, default=float)
    (Path(sys.argv[1]) / "metrics.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
