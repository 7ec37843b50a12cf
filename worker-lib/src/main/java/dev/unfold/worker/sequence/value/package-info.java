/**
 * Single values of columns as text, tokens and times, whatever program and type they come from.
 *
 * <p>Imports: {@code worker.sequence}, {@code worker.settings.corpus}.
 */
package dev.unfold.worker.sequence.value;
