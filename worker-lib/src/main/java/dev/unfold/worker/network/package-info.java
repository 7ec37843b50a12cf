/**
 * Networks, which map a chunk and a carry to a loss and gradients.
 *
 * <p>A network is topology only and owns no parameters. Opened over a {@link
 * dev.unfold.worker.network.layer.PassMemory} it becomes a forward pass, which in turn opens a
 * training pass; both hold the activations of one chunk of one shard. Each layer pairs a forward
 * half with a backward half; a head, which computes output and loss together, ends the stack.
 *
 * <p>Imports: {@code worker.extension}, {@code worker.network.attention}, {@code
 * worker.network.convolution}, {@code worker.network.crf}, {@code worker.network.decoder}, {@code
 * worker.network.feedback}, {@code worker.network.feedforward}, {@code worker.network.head}, {@code
 * worker.network.hmm}, {@code worker.network.layer}, {@code worker.network.negative}, {@code
 * worker.network.output}, {@code worker.network.pooling}, {@code worker.network.recurrent}, {@code
 * worker.network.regularization}, {@code worker.network.source}, {@code worker.network.stack},
 * {@code worker.network.start}, {@code worker.parameters}, {@code worker.sequence}, {@code
 * worker.settings.corpus}, {@code worker.settings.network}, {@code worker.settings.training},
 * {@code worker.settings.validation}, {@code worker.tensor}, {@code worker.tensor.gemm}, {@code
 * worker.tensor.memory}.
 */
package dev.unfold.worker.network;
