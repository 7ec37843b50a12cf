/**
 * The training of a hybrid in passes: an alignment of the words of the training rows with the steps
 * of their inputs, and a run of a tagger of states, in turn.
 *
 * <p>Imports: {@code driver.corpus}, {@code driver.corpus.example}, {@code
 * driver.corpus.example.sharding}, {@code driver.evaluation}, {@code driver.execution}, {@code
 * driver.model}, {@code driver.storage.commit}, {@code driver.storage.fs}, {@code
 * driver.storage.lease}, {@code driver.training}, {@code driver.training.corpora}, {@code
 * driver.training.outcome}, {@code driver.training.state}, {@code worker.evaluation}, {@code
 * worker.model}, {@code worker.network}, {@code worker.network.hmm}, {@code worker.parameters},
 * {@code worker.prediction}, {@code worker.sequence}, {@code worker.sequence.example}, {@code
 * worker.settings}, {@code worker.settings.corpus}, {@code worker.settings.network}, {@code
 * worker.settings.training}, {@code worker.settings.validation}, {@code worker.tensor.gemm}, {@code
 * com.fasterxml.jackson}, {@code org.apache.hadoop}, {@code org.apache.spark}, {@code org.slf4j}.
 */
package dev.unfold.driver.training.alignment;
