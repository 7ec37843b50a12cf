/**
 * The ways in which a run ends, as outcomes and exceptions.
 *
 * <p>Imports: {@code worker.error}.
 */
package dev.unfold.driver.training.outcome;
