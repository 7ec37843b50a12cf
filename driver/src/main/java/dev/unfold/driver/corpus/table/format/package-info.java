/**
 * The parsers of text tables: values between separators in all dialects, objects of JSON, and the
 * ranges of files that tasks read.
 *
 * <p>Imports: {@code driver.corpus.source}, {@code worker.sequence}, {@code
 * worker.settings.corpus}, {@code worker.settings.validation}, {@code com.fasterxml.jackson},
 * {@code org.apache.hadoop}, {@code org.apache.spark}.
 */
package dev.unfold.driver.corpus.table.format;
