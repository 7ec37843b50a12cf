/**
 * Monitoring of a run while it trains: gauges in Spark's metrics system and event files for
 * TensorBoard, both fed by the summaries of rounds and epochs.
 *
 * <p>Start reading at {@link dev.unfold.driver.monitoring.RunMonitor}.
 *
 * <p>Imports: {@code driver.storage.file}, {@code driver.training}, {@code worker.settings}, {@code
 * com.codahale.metrics}, {@code org.apache.hadoop}, {@code org.apache.spark}, {@code org.slf4j},
 * {@code scala.collection}.
 */
package dev.unfold.driver.monitoring;
