/**
 * Execution of the engine inside Spark: its kernels, its jobs and their times.
 *
 * <p>Imports: {@code driver.storage.fs}, {@code worker.error}, {@code worker.network}, {@code
 * worker.sequence}, {@code worker.settings}, {@code worker.settings.network}, {@code
 * worker.settings.training}, {@code worker.settings.validation}, {@code worker.tensor.gemm}, {@code
 * worker.tensor.memory}, {@code com.sun.management}, {@code org.apache.spark}, {@code org.slf4j},
 * {@code scala}, {@code scala.collection}, {@code scala.reflect}, {@code scala.runtime}.
 */
package dev.unfold.driver.execution;
