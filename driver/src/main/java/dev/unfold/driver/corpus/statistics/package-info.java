/**
 * Exact moments and quartiles of the numbers of a table, which do not depend on the order of its
 * rows, and the scales of numbers that follow from them. Start reading at {@link
 * dev.unfold.driver.corpus.statistics.NumberSchemas}.
 *
 * <p>Imports: {@code driver.execution}, {@code worker.sequence.acoustic}, {@code
 * worker.sequence.example}, {@code worker.sequence.row}, {@code worker.settings.corpus}, {@code
 * org.apache.spark}, {@code scala}.
 */
package dev.unfold.driver.corpus.statistics;
