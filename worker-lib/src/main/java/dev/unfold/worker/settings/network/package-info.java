/**
 * The settings of a network: its kind, cells, encoder, decoder and output layer.
 *
 * <p>Imports: {@code worker.settings.corpus}, {@code worker.settings.training}, {@code
 * worker.settings.validation}.
 */
package dev.unfold.worker.settings.network;
