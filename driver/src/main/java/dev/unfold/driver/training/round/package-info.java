/**
 * One round: the tasks of the shards, the exclusion of diverged shards, the average of the others
 * and the outer step.
 *
 * <p>Imports: {@code driver.corpus}, {@code driver.execution}, {@code driver.storage.fs}, {@code
 * worker.bptt}, {@code worker.network}, {@code worker.network.output}, {@code worker.optimizer},
 * {@code worker.parameters}, {@code worker.settings}, {@code worker.settings.training}, {@code
 * worker.tensor.gemm}, {@code org.apache.spark}, {@code scala}.
 */
package dev.unfold.driver.training.round;
