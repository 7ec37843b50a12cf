/**
 * Reads tables: the rows of files of all formats, in their order, with file and line, and what is
 * wrong with them as results. Training, evaluation and prediction all read through {@link
 * dev.unfold.driver.corpus.table.FileTable}.
 *
 * <p>Text is read by tasks of our own and Parquet by Spark's reader for one file, so that no option
 * of a cluster changes what a table says.
 */
package dev.unfold.driver.corpus.table;
