/**
 * The report of a run: one HTML file with its curves, configuration, provenance and a sample.
 *
 * <p>Imports: {@code driver.execution}, {@code driver.model}, {@code driver.storage.commit}, {@code
 * driver.storage.file}, {@code driver.training.state}, {@code worker.error}, {@code
 * worker.generation}, {@code worker.generation.text}, {@code worker.model}, {@code worker.network},
 * {@code worker.parameters}, {@code worker.settings}, {@code worker.settings.corpus}, {@code
 * worker.settings.training}, {@code worker.settings.validation}, {@code worker.tensor.gemm}, {@code
 * com.fasterxml.jackson}, {@code org.apache.hadoop}, {@code org.slf4j}.
 */
package dev.unfold.driver.report;
