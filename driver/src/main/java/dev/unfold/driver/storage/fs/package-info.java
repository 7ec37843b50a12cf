/**
 * File systems that can commit: atomic renames without overwrite on {@code file:} and {@code
 * hdfs:}, reading at any position, and errors of storage in plain words.
 *
 * <p>Imports: {@code worker.error}, {@code org.apache.hadoop}.
 */
package dev.unfold.driver.storage.fs;
