"""Runs the estimators and models of unfold.ml in PySpark.

    PYTHONPATH=python python3 -m unittest discover -s python/tests

UNFOLD_CLASS_PATH is the class path of Unfold; by default it is jobs/target/unfold.jar.
"""

import json
import os
import runpy
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

try:
    import numpy  # noqa: F401
    from pyspark.ml import Pipeline, PipelineModel
    from pyspark.ml.evaluation import MulticlassClassificationEvaluator
    from pyspark.ml.feature import StringIndexer
    from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder
    from pyspark.sql import SparkSession

    import unfold.ml
    from unfold.ml import (
        NextStepPredictor,
        SequenceClassificationModel,
        SequenceClassifier,
        SequenceRegressor,
        SequenceScorer,
        SequenceScorerModel,
        SequenceTagger,
        SequenceToSequence,
    )
except ImportError as missing:
    raise unittest.SkipTest(f"unfold.ml needs pyspark and numpy: {missing}")

ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "jobs/target/unfold.jar"
STAGES = [getattr(unfold.ml, name) for name in unfold.ml.__all__]
TINY = {"hiddenSize": 4, "embeddingSize": 3, "maxIter": 2, "batchSize": 4, "truncationLength": 4}


def setUpModule():
    global spark
    path = os.environ.get("UNFOLD_CLASS_PATH", str(JAR))
    settings = {
        "spark.driver.extraClassPath": path,
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
    }
    builder = SparkSession.builder.master("local[2]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")


def tearDownModule():
    spark.stop()


def texts(count=24):
    rows = [
        (f"w{i % 7} x{i % 5}", "happy" if i % 7 < 3 else "sad", f"w{i % 5}")
        for i in range(count)
    ]
    return spark.createDataFrame(rows, ["text", "mood", "other"])


def events(machines=6, steps=8):
    rows = [
        (f"m{m}", t, f"e{(m + t) % 3}", float(t % 4), "odd" if t % 2 else "even")
        for m in range(machines)
        for t in range(steps)
    ]
    return spark.createDataFrame(rows, ["machine", "time", "event", "level", "parity"])


OF_EVENTS = dict(TINY, sequenceCols=["machine"], orderCols=["time"])


class Parameters(unittest.TestCase):
    def test_are_those_of_the_java_classes(self):
        for stage in STAGES:
            python = stage()
            java = getattr(spark._jvm.dev.unfold.ml, stage.__name__)()
            of_java = {param.name(): param for param in java.params()}
            self.assertEqual(set(of_java), {param.name for param in python.params})
            for param in python.params:
                with self.subTest(stage=stage.__name__, param=param.name):
                    same = of_java[param.name]
                    self.assertEqual(param.doc, same.doc())
                    self.assertEqual(python.hasDefault(param), java.hasDefault(same))
                    if python.hasDefault(param):
                        value = java.getDefault(same).get()
                        if isinstance(python.getOrDefault(param), list):
                            value = list(value)
                        self.assertEqual(python.getOrDefault(param), value)

    def test_that_are_set_reach_java_and_back(self):
        classifier = SequenceClassifier(
            featuresCol="text", seed=7, stepSize=0.5, settings=["training.clip.norm=1"]
        )
        with tempfile.TemporaryDirectory() as folder:
            classifier.write().overwrite().save(folder)
            loaded = SequenceClassifier.load(folder)
        self.assertEqual(loaded.uid, classifier.uid)
        self.assertEqual(loaded.getSeed(), 7)
        self.assertEqual(loaded.getStepSize(), 0.5)
        self.assertEqual(loaded.getSettings(), ["training.clip.norm=1"])
        self.assertFalse(loaded.isSet("maxIter"))

    def test_unknown_ones_are_refused(self):
        with self.assertRaisesRegex(TypeError, "SequenceTagger: expected a parameter, found hidden"):
            SequenceTagger(hidden=3)

    def test_wrong_columns_are_found_before_any_job(self):
        with self.assertRaisesRegex(Exception, "expected a column label"):
            SequenceClassifier(featuresCol="text").fit(texts())


class Predictions(unittest.TestCase):
    def test_of_all_estimators(self):
        rows = texts()
        classifier = SequenceClassifier(featuresCol="text", labelCol="mood", **TINY)
        row = classifier.fit(rows).transform(rows).first()
        self.assertIn(row.prediction, ["happy", "sad"])
        self.assertAlmostEqual(sum(row.probability), 1, places=6)

        pairs = SequenceToSequence(featuresCol="text", labelCol="other", **TINY)
        self.assertIsInstance(pairs.fit(rows).transform(rows).first().prediction, str)

        table = events()
        tagger = SequenceTagger(inputCols=["event"], labelCol="parity", **OF_EVENTS).fit(table)
        self.assertEqual(sorted(tagger.classes()), ["even", "odd"])
        self.assertEqual(len(tagger.transform(table).first().probability), 2)
        numbers = SequenceRegressor(
            inputCols=["event"], labelCol="level", perStep=True, **OF_EVENTS
        ).fit(table)
        self.assertIsInstance(numbers.transform(table).first().prediction, float)
        following = NextStepPredictor(inputCols=["event"], **OF_EVENTS).fit(table)
        self.assertEqual(following.classes(), ["<unk>", "e0", "e1", "e2"])
        self.assertEqual(following.metrics()["epoch"], 2)
        beside = NextStepPredictor(inputCols=["event", "parity"], nextCol="event", **OF_EVENTS)
        self.assertEqual(beside.fit(table).classes(), following.classes())

    def test_do_not_depend_on_the_order_of_rows(self):
        table = events()
        scorer = SequenceScorer(inputCols=["event"], **OF_EVENTS)
        model = scorer.fit(table)
        shuffled = scorer.fit(table.orderBy("event").repartition(5))
        self.assertEqual(model.parametersSha256(), shuffled.parametersSha256())
        scored = model.setTopK(2).transform(table)
        self.assertEqual(scored.count(), table.count())
        self.assertTrue(all(row.score <= 0 for row in scored.collect()))
        with tempfile.TemporaryDirectory() as folder:
            model.write().overwrite().save(folder)
            loaded = SequenceScorerModel.load(folder)
            self.assertEqual(loaded.getTopK(), 2)
            self.assertEqual(loaded.transform(table).collect(), scored.collect())


class Pipelines(unittest.TestCase):
    def test_are_tuned_and_saved(self):
        rows = texts(30)
        classifier = SequenceClassifier(featuresCol="text", **dict(TINY, maxIter=6))
        pipeline = Pipeline(
            stages=[StringIndexer(inputCol="mood", outputCol="label"), classifier]
        )
        tuned = CrossValidator(
            estimator=pipeline,
            estimatorParamMaps=ParamGridBuilder()
            .addGrid(classifier.stepSize, [1e-6, 0.05])
            .addGrid(classifier.optimizer, ["adam"])
            .build(),
            evaluator=MulticlassClassificationEvaluator(metricName="accuracy"),
            numFolds=2,
        ).fit(rows)
        self.assertGreater(tuned.avgMetrics[1], tuned.avgMetrics[0])
        best = tuned.bestModel.stages[1]
        self.assertIsInstance(best, SequenceClassificationModel)
        self.assertEqual(best.getLabels(), tuned.bestModel.stages[0].labels)
        predicted = tuned.transform(rows).select("text", "prediction", "probability").collect()
        with tempfile.TemporaryDirectory() as folder:
            tuned.bestModel.write().overwrite().save(folder + "/model")
            loaded = PipelineModel.load(folder + "/model").transform(rows)
            again = loaded.select("text", "prediction", "probability").collect()
            self.assertEqual(again, predicted)
            pipeline.write().overwrite().save(folder + "/pipeline")
            stages = Pipeline.load(folder + "/pipeline").getStages()
            self.assertEqual(stages[1].getHiddenSize(), 4)
            tuned.write().overwrite().save(folder + "/tuned")
            self.assertEqual(CrossValidatorModel.load(folder + "/tuned").transform(rows).count(), 30)


class Example(unittest.TestCase):
    def test_scores_events_and_saves_the_model(self):
        with tempfile.TemporaryDirectory() as folder:
            rows = Path(folder) / "events.json"
            rows.write_text(
                "".join(
                    json.dumps({"machine": i % 90, "time": i, "event": f"e{i // 90 % 2}"}) + "\n"
                    for i in range(540)
                )
            )
            example = str(ROOT / "examples/python/scored_events.py")
            model = folder + "/scorer"
            with mock.patch.object(sys, "argv", [example, str(rows), model]):
                runpy.run_path(example)
            self.assertEqual(SequenceScorerModel.load(model).getHiddenSize(), 32)


if __name__ == "__main__":
    unittest.main()
