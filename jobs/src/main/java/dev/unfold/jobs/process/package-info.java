/**
 * The process of a command: its Spark context, signals, memory, errors and exit code.
 *
 * <p>Imports: {@code driver.operation}, {@code driver.storage.file}, {@code driver.storage.fs},
 * {@code worker.error}, {@code worker.settings.validation}, {@code com.sun.security}, {@code
 * org.apache.hadoop}, {@code org.apache.spark}, {@code org.jline.utils}, {@code org.slf4j}, {@code
 * picocli}.
 */
package dev.unfold.jobs.process;
