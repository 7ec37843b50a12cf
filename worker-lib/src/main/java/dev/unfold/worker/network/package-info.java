/**
 * Networks: what maps a chunk and a carry to a loss and gradients.
 *
 * <p>A network is topology only and owns no numbers. Opened over a {@link
 * dev.unfold.worker.network.layer.PassMemory} it becomes a forward pass, and that a training pass,
 * which hold the activations of one chunk of one shard. Each layer pairs a forward with a backward;
 * a head, where output and loss are one thing, ends the stack.
 */
package dev.unfold.worker.network;
