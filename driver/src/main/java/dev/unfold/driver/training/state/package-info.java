/**
 * The state of a run between rounds and all files that record it: checkpoints, metrics, identity,
 * attempts and outcome.
 *
 * <p>Imports: {@code driver.execution}, {@code driver.model}, {@code driver.storage.commit}, {@code
 * driver.storage.lease}, {@code driver.training.outcome}, {@code driver.training.round}, {@code
 * worker.bptt}, {@code worker.model}, {@code worker.network}, {@code worker.network.layer}, {@code
 * worker.optimizer}, {@code worker.parameters}, {@code worker.settings}, {@code
 * worker.settings.training}, {@code worker.settings.validation}, {@code com.fasterxml.jackson},
 * {@code org.apache.hadoop}, {@code org.slf4j}.
 */
package dev.unfold.driver.training.state;
