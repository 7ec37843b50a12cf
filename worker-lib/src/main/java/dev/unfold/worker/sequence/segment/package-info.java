/**
 * Examples in segments of consecutive steps, so that no sequence has to fit into memory as a whole.
 *
 * <p>Imports: {@code worker.sequence.example}.
 */
package dev.unfold.worker.sequence.segment;
