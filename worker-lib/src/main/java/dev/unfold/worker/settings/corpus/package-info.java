/**
 * The settings of a corpus: its format, columns, vocabulary and the scoring of its targets.
 *
 * <p>Imports: {@code worker.settings.validation}.
 */
package dev.unfold.worker.settings.corpus;
