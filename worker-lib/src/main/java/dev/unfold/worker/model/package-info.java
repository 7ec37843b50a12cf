/**
 * The files of a model, over streams: weights as safetensors, the network as {@code config.json}.
 *
 * <p>What is read may be torn, foreign or hostile. The readers check before they allocate, and
 * answer anything wrong with a {@link dev.unfold.worker.model.ModelFormatException}.
 */
package dev.unfold.worker.model;
