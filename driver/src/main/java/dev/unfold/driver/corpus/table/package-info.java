/**
 * Reads tables: the rows of files of all formats, in their order, with file and line, and what is
 * wrong with them as results. Training, evaluation and prediction all read through {@link
 * dev.unfold.driver.corpus.table.FileTable}.
 *
 * <p>Text is read by Unfold itself, Parquet by Spark's reader of one file, and ORC and Avro by
 * their libraries, so that no option of a cluster changes the content of a table.
 *
 * <p>Imports: {@code driver.corpus.source}, {@code driver.corpus.table.format}, {@code
 * driver.execution}, {@code driver.storage.fs}, {@code worker.error}, {@code worker.file}, {@code
 * worker.sequence}, {@code worker.settings.corpus}, {@code org.apache.avro}, {@code
 * org.apache.hadoop}, {@code org.apache.orc}, {@code org.apache.parquet}, {@code org.apache.spark},
 * {@code org.slf4j}, {@code scala}, {@code scala.collection}, {@code scala.collection.immutable}.
 */
package dev.unfold.driver.corpus.table;
