/**
 * Embeddings that start from the word vectors of other programs.
 *
 * <p>Start reading at {@link dev.unfold.driver.training.pretrained.PretrainedFiles}.
 *
 * <p>Imports: {@code driver.corpus.source}, {@code driver.model}, {@code worker.model}, {@code
 * worker.network}, {@code worker.parameters}, {@code worker.sequence}, {@code
 * worker.sequence.example}, {@code worker.sequence.vectors}, {@code worker.settings}, {@code
 * worker.settings.corpus}, {@code worker.settings.network}, {@code worker.settings.training},
 * {@code worker.settings.validation}, {@code org.apache.hadoop}, {@code org.apache.spark}, {@code
 * org.slf4j}.
 */
package dev.unfold.driver.training.pretrained;
