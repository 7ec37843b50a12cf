/**
 * Predictions for streaming datasets whose rows are the next steps of sequences. Start reading at
 * {@link dev.unfold.driver.prediction.stream.DatasetStreams}.
 *
 * <p>Spark groups the rows of a micro-batch by sequence, and keeps a {@code KeyState} of each. A
 * task reads the rows of a key in their order and advances the state by one step for each.
 *
 * <p>Imports: {@code driver.corpus.row}, {@code driver.execution}, {@code driver.model}, {@code
 * driver.prediction}, {@code driver.prediction.column}, {@code driver.prediction.sequence}, {@code
 * driver.storage.commit}, {@code driver.storage.fs}, {@code driver.store}, {@code worker.error},
 * {@code worker.model}, {@code worker.prediction}, {@code worker.prediction.stream}, {@code
 * worker.sequence}, {@code worker.sequence.example}, {@code worker.sequence.row}, {@code
 * worker.settings.corpus}, {@code org.apache.hadoop}, {@code org.apache.spark}, {@code scala}.
 */
package dev.unfold.driver.prediction.stream;
