/**
 * Benchmarks of the overhead of a round, in time and in memory.
 *
 * <p>Imports: {@code driver.corpus}, {@code driver.corpus.text}, {@code driver.execution}, {@code
 * driver.storage.commit}, {@code driver.storage.fs}, {@code driver.training.round}, {@code
 * worker.bptt}, {@code worker.network}, {@code worker.network.layer}, {@code worker.parameters},
 * {@code worker.sequence}, {@code worker.settings}, {@code worker.settings.corpus}, {@code
 * worker.settings.training}, {@code org.apache.hadoop}, {@code org.apache.spark}, {@code scala},
 * {@code scala.collection}.
 */
package dev.unfold.driver.benchmark;
