/**
 * Rows of a table that are steps, as the sequences whose steps they are. A long sequence is read in
 * parts, or its rows are in a temporary file.
 *
 * <p>Imports: {@code driver.corpus.row}, {@code driver.execution}, {@code worker.sequence.example},
 * {@code worker.sequence.row}, {@code worker.settings.corpus}, {@code org.apache.spark}, {@code
 * scala}, {@code scala.collection}, {@code scala.reflect}.
 */
package dev.unfold.driver.prediction.sequence;
