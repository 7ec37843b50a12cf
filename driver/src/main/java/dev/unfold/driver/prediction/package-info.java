/**
 * Predictions of a model over tables, row by row, in Spark.
 *
 * <p>Two passes: the first counts the rows and finds those that cannot be read, so that a fault of
 * the table is told before anything is predicted; the second predicts and writes. Tasks go over
 * their rows window by window, and no process holds a table.
 */
package dev.unfold.driver.prediction;
