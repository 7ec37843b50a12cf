/**
 * Metrics of a model's task, as {@link dev.unfold.worker.evaluation.metric.Statistic statistics}
 * that shards compute on their examples and the driver adds up. This package depends on neither
 * networks nor Spark.
 *
 * <p>A share or a mean of nothing is not a number; precision, recall, F1 and BLEU are 0 where they
 * are not defined, as the tools that define them have it.
 */
package dev.unfold.worker.evaluation.metric;
