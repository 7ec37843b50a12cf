package dev.unfold.worker.network.convolution;

import dev.unfold.worker.tensor.Matrix;

/**
 * The gradients of a time-delay layer.
 *
 * @param output that of its output, [T * B, width], filled by the layer above
 * @param hidden that of the dense layer, a row for each used step
 * @param input that of its input, [T * B, in]
 */
record TimeDelayGradients(Matrix output, Matrix hidden, Matrix input) {}
