/**
 * Retraining when the corpus has grown: a plan, a challenger, a comparison with the champion, a
 * decision, a promotion; each step is a write-once commit, so that it is done once, whenever the
 * process ends.
 *
 * <p>Imports: {@code driver.corpus.query}, {@code driver.corpus.source}, {@code
 * driver.corpus.text}, {@code driver.evaluation}, {@code driver.execution}, {@code driver.model},
 * {@code driver.report}, {@code driver.storage.commit}, {@code driver.storage.file}, {@code
 * driver.storage.fs}, {@code driver.storage.lease}, {@code driver.store}, {@code driver.training},
 * {@code driver.training.outcome}, {@code driver.training.state}, {@code worker.error}, {@code
 * worker.evaluation}, {@code worker.file}, {@code worker.generation.text}, {@code worker.model},
 * {@code worker.sequence}, {@code worker.sequence.example}, {@code worker.settings}, {@code
 * worker.settings.corpus}, {@code worker.settings.network}, {@code worker.settings.training},
 * {@code worker.settings.validation}, {@code com.fasterxml.jackson}, {@code org.apache.hadoop},
 * {@code org.apache.spark}, {@code org.slf4j}.
 */
package dev.unfold.driver.retraining;
