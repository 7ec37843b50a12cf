"""Estimators and models of Unfold for pipelines of pyspark.ml; see docs/python.md.

Spark must have the jar of Unfold: spark-submit --jars jobs/target/unfold.jar --py-files unfold.zip.
"""

from .stages import (
    NextStepModel,
    NextStepPredictor,
    SequenceClassificationModel,
    SequenceClassifier,
    SequenceRegressionModel,
    SequenceRegressor,
    SequenceScorer,
    SequenceScorerModel,
    SequenceTagger,
    SequenceTaggerModel,
    SequenceToSequence,
    SequenceToSequenceModel,
)

__all__ = [
    "NextStepModel",
    "NextStepPredictor",
    "SequenceClassificationModel",
    "SequenceClassifier",
    "SequenceRegressionModel",
    "SequenceRegressor",
    "SequenceScorer",
    "SequenceScorerModel",
    "SequenceTagger",
    "SequenceTaggerModel",
    "SequenceToSequence",
    "SequenceToSequenceModel",
]
