/**
 * Stacks of layers over an input, from which encoders, decoders and plain networks are built.
 *
 * <p>Imports: {@code worker.network.layer}, {@code worker.network.recurrent}, {@code
 * worker.parameters}, {@code worker.sequence}, {@code worker.settings.network}, {@code
 * worker.settings.training}, {@code worker.settings.validation}, {@code worker.tensor}.
 */
package dev.unfold.worker.network.stack;
