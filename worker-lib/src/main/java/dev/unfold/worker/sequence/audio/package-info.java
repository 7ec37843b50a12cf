/**
 * Raw audio as tokens: the headers and samples of wav files, and their mu-law companding.
 *
 * <p>Imports: {@code worker.error}, {@code worker.sequence}.
 */
package dev.unfold.worker.sequence.audio;
