/**
 * Trained models in plain Java programs: predictions, scores, generated text, and streams that are
 * read event by event. Start reading at {@link dev.unfold.inference.Model}.
 *
 * <p>Imports: nothing.
 */
package dev.unfold.inference;
