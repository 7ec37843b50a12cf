/**
 * The model store: numbered versions, and numbered promotions that say which of them is the
 * champion.
 *
 * <p>Imports: {@code driver.model}, {@code driver.storage.commit}, {@code driver.storage.fs},
 * {@code driver.training.state}, {@code worker.error}, {@code worker.model}, {@code
 * com.fasterxml.jackson}, {@code org.apache.hadoop}, {@code org.slf4j}.
 */
package dev.unfold.driver.store;
