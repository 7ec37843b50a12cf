/**
 * The corpora of a run, encoded for training, validation and test.
 *
 * <p>Imports: {@code driver.corpus}, {@code driver.corpus.audio}, {@code driver.corpus.example},
 * {@code driver.corpus.example.sharding}, {@code driver.corpus.source}, {@code driver.corpus.text},
 * {@code driver.model}, {@code driver.training.outcome}, {@code worker.evaluation}, {@code
 * worker.generation.text}, {@code worker.model}, {@code worker.prediction}, {@code
 * worker.sequence}, {@code worker.sequence.batch}, {@code worker.sequence.example}, {@code
 * worker.settings}, {@code worker.settings.corpus}, {@code worker.settings.network}, {@code
 * worker.settings.training}, {@code org.apache.hadoop}, {@code org.slf4j}.
 */
package dev.unfold.driver.training.corpora;
