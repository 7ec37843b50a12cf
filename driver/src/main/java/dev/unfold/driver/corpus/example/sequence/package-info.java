/**
 * Rows that are steps of sequences become examples: grouped and sorted by Spark, cut into windows,
 * and encoded range by range, so that no sequence has to fit into memory.
 *
 * <p>Imports: {@code driver.corpus.row}, {@code driver.execution}, {@code worker.sequence}, {@code
 * worker.sequence.example}, {@code worker.sequence.row}, {@code worker.settings.corpus}, {@code
 * org.apache.spark}, {@code scala}.
 */
package dev.unfold.driver.corpus.example.sequence;
