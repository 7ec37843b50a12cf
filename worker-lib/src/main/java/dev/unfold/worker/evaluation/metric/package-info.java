/**
 * Metrics of a model's task, as {@link dev.unfold.worker.evaluation.metric.Statistic statistics}
 * that shards compute on their examples and the driver adds up. This package depends on neither
 * networks nor Spark.
 *
 * <p>A share or a mean over nothing is NaN; precision, recall, F1 and BLEU are 0 if they are
 * undefined, as in the tools that define them.
 *
 * <p>Imports: {@code worker.settings}, {@code worker.settings.corpus}.
 */
package dev.unfold.worker.evaluation.metric;
