/**
 * Streams of events that are read one by one: their states, and what a network says about each
 * event, with the bits of a prediction for the whole sequence.
 *
 * <p>Imports: {@code worker.error}, {@code worker.prediction}, {@code worker.sequence.example},
 * {@code worker.sequence.row}, {@code worker.settings.corpus}.
 */
package dev.unfold.worker.prediction.stream;
