/**
 * The commands of {@code unfold bench}.
 *
 * <p>Imports: {@code com.fasterxml.jackson}, {@code driver.benchmark}, {@code
 * driver.configuration}, {@code driver.corpus.text}, {@code driver.execution}, {@code
 * driver.extension}, {@code driver.storage.file}, {@code jobs.option}, {@code jobs.process}, {@code
 * org.apache.hadoop}, {@code org.apache.spark}, {@code org.slf4j}, {@code picocli}, {@code
 * worker.benchmark}, {@code worker.extension}, {@code worker.model}, {@code worker.settings},
 * {@code worker.settings.network}, {@code worker.settings.training}, {@code
 * worker.settings.validation}, {@code worker.tensor.gemm}.
 */
package dev.unfold.jobs.bench;
