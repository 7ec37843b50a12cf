/**
 * Acoustic features of recordings, from samples to frames: resampling, pre-emphasis, windows,
 * spectra, mel bands, cepstra, deltas, normalization and stacking.
 *
 * <p>Start reading at {@link dev.unfold.worker.sequence.acoustic.AcousticFeatures}.
 *
 * <p>Imports: {@code worker.settings.corpus}, {@code org.apache.commons}.
 */
package dev.unfold.worker.sequence.acoustic;
