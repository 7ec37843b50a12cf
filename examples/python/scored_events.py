"""Shows the five least probable events of a table, and saves the model that scored them."""

import sys

from pyspark.sql import SparkSession

from unfold.ml import SequenceScorer

spark = SparkSession.builder.getOrCreate()
events = spark.read.json(sys.argv[1])
scorer = SequenceScorer(inputCols=["event"], sequenceCols=["machine"], orderCols=["time"])
model = scorer.setHiddenSize(32).setMaxIter(5).fit(events)
model.transform(events).orderBy("score").show(5, truncate=False)
model.save(sys.argv[2])
