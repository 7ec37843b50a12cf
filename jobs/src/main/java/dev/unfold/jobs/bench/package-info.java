/**
 * The commands of {@code unfold bench}.
 *
 * <p>Imports: {@code driver.benchmark}, {@code driver.configuration}, {@code driver.corpus.text},
 * {@code driver.execution}, {@code driver.extension}, {@code driver.storage.file}, {@code
 * jobs.process}, {@code worker.benchmark}, {@code worker.extension}, {@code worker.model}, {@code
 * worker.settings}, {@code worker.settings.network}, {@code worker.settings.training}, {@code
 * worker.settings.validation}, {@code worker.tensor.gemm}, {@code com.fasterxml.jackson}, {@code
 * org.apache.hadoop}, {@code org.apache.spark}, {@code org.slf4j}, {@code picocli}.
 */
package dev.unfold.jobs.bench;
