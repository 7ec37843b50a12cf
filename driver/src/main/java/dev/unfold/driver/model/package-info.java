/**
 * Models as folders of files on any file system that can commit.
 *
 * <p>Imports: {@code driver.execution}, {@code driver.storage.commit}, {@code driver.storage.file},
 * {@code worker.error}, {@code worker.generation}, {@code worker.model}, {@code worker.network},
 * {@code worker.parameters}, {@code worker.prediction}, {@code worker.sequence}, {@code
 * worker.sequence.audio}, {@code worker.sequence.example}, {@code worker.settings.corpus}, {@code
 * worker.settings.network}, {@code worker.settings.validation}, {@code worker.tensor.gemm}, {@code
 * worker.tensor.memory}, {@code com.fasterxml.jackson}, {@code org.apache.hadoop}.
 */
package dev.unfold.driver.model;
