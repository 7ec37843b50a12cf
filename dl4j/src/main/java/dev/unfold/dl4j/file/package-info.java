/**
 * Reads untrusted files of DL4J: configurations as JSON, and zips of its {@code ModelSerializer}.
 * DL4J sees a configuration only after it was validated, and nothing is deserialized.
 *
 * <p>Imports: {@code driver.storage.file}, {@code driver.storage.fs}, {@code worker.model}, {@code
 * com.fasterxml.jackson}, {@code org.apache.hadoop}, {@code org.deeplearning4j.nn}, {@code
 * org.nd4j.linalg}, {@code org.nd4j.shade}.
 */
package dev.unfold.dl4j.file;
