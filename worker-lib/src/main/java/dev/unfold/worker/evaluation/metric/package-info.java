/**
 * How well a model does at its task, as {@link dev.unfold.worker.evaluation.metric.Statistic
 * statistics} that shards count on their examples and the driver adds up. Nothing here knows
 * networks or Spark.
 *
 * <p>A share or a mean of nothing is not a number; precision, recall, F1 and BLEU are 0 where they
 * are not defined, as the tools that define them have it.
 */
package dev.unfold.worker.evaluation.metric;
