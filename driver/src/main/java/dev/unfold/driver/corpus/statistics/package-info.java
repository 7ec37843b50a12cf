/**
 * Exact moments of the numbers of a table, which do not depend on the order of its rows.
 *
 * <p>Imports: {@code driver.corpus.row}, {@code worker.sequence.example}, {@code org.apache.spark}.
 */
package dev.unfold.driver.corpus.statistics;
