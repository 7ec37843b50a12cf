/**
 * Alignments of a target sequence with the steps of an input, summed over.
 *
 * <p>Imports: nothing.
 */
package dev.unfold.worker.network.alignment;
