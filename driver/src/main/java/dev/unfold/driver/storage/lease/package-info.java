/**
 * The ownership of a run directory: {@link dev.unfold.driver.storage.lease.RunAttempts} claims it
 * for an attempt, and an attempt that lost it commits nothing.
 *
 * <p>Imports: {@code driver.storage.commit}, {@code driver.storage.fs}, {@code
 * com.fasterxml.jackson}, {@code org.slf4j}.
 */
package dev.unfold.driver.storage.lease;
