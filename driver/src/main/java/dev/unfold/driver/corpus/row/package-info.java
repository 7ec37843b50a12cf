/**
 * Reading of rows, each of which is an example or a step of a sequence: the input, the target and
 * the other columns of a row of a table or of a sentence of a CoNLL file.
 *
 * <p>Imports: {@code driver.corpus.source}, {@code driver.corpus.statistics}, {@code
 * driver.corpus.table}, {@code driver.corpus.table.format}, {@code driver.execution}, {@code
 * driver.storage.fs}, {@code worker.error}, {@code worker.file}, {@code worker.sequence}, {@code
 * worker.sequence.acoustic}, {@code worker.sequence.row}, {@code worker.settings.corpus}, {@code
 * org.apache.hadoop}, {@code org.apache.spark}, {@code org.slf4j}, {@code scala}, {@code
 * scala.collection}.
 */
package dev.unfold.driver.corpus.row;
