/**
 * The files of a corpus: which files a path names, their hashes, their bytes decompressed and
 * decoded as strict UTF-8, line by line, and the faults that are found in them.
 *
 * <p>Imports: {@code driver.execution}, {@code driver.storage.fs}, {@code worker.file}, {@code
 * worker.sequence}, {@code org.apache.commons}, {@code org.apache.hadoop}, {@code
 * org.apache.spark}, {@code org.slf4j}.
 */
package dev.unfold.driver.corpus.source;
