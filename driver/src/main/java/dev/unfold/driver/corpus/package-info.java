/**
 * Encoded corpora as training reads them: part files with an index, kept under a key of their
 * inputs, and the assignment of a corpus to shards.
 *
 * <p>Imports: {@code driver.storage.commit}, {@code driver.storage.fs}, {@code
 * driver.storage.lease}, {@code worker.file}, {@code worker.sequence}, {@code org.apache.hadoop},
 * {@code org.slf4j}.
 */
package dev.unfold.driver.corpus;
