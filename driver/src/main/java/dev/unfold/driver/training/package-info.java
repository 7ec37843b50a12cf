/**
 * The training of a model: the loop over rounds and epochs, evaluation, the best model, and the
 * events that listeners receive.
 *
 * <p>{@link dev.unfold.driver.training.TrainingRun} owns a run, {@link
 * dev.unfold.driver.training.RunPreparation} prepares it, {@link
 * dev.unfold.driver.training.TrainingLoop} is the loop; {@link
 * dev.unfold.driver.training.round.RoundRunner} is one round.
 *
 * <p>Imports: {@code driver.corpus}, {@code driver.corpus.audio}, {@code driver.corpus.example},
 * {@code driver.corpus.text}, {@code driver.evaluation}, {@code driver.execution}, {@code
 * driver.extension}, {@code driver.model}, {@code driver.storage.commit}, {@code
 * driver.storage.file}, {@code driver.storage.fs}, {@code driver.storage.lease}, {@code
 * driver.training.corpora}, {@code driver.training.outcome}, {@code driver.training.pretrained},
 * {@code driver.training.round}, {@code driver.training.state}, {@code worker.bptt}, {@code
 * worker.error}, {@code worker.evaluation}, {@code worker.model}, {@code worker.network}, {@code
 * worker.network.layer}, {@code worker.optimizer}, {@code worker.parameters}, {@code
 * worker.sequence}, {@code worker.settings}, {@code worker.settings.corpus}, {@code
 * worker.settings.network}, {@code worker.settings.training}, {@code worker.settings.validation},
 * {@code worker.tensor.gemm}, {@code worker.tensor.memory}, {@code org.apache.hadoop}, {@code
 * org.apache.spark}, {@code org.slf4j}.
 */
package dev.unfold.driver.training;
