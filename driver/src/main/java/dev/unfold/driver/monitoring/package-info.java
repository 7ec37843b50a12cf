/**
 * Monitoring of a run while it trains: gauges in Spark's metrics system and event files for
 * TensorBoard, both fed by the reports of training.
 *
 * <p>Start reading at {@link dev.unfold.driver.monitoring.RunMonitor}.
 */
package dev.unfold.driver.monitoring;
