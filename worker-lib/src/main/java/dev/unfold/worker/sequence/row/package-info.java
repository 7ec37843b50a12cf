/**
 * Rows before they are encoded, each of which is an example or a step of a sequence, and their
 * encoding: the values of columns become ids and normalized numbers.
 *
 * <p>Imports: {@code worker.parameters}, {@code worker.sequence}, {@code worker.sequence.acoustic},
 * {@code worker.sequence.audio}, {@code worker.sequence.example}, {@code worker.sequence.value},
 * {@code worker.settings.corpus}, {@code worker.settings.validation}.
 */
package dev.unfold.worker.sequence.row;
