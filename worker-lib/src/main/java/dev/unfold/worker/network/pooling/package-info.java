/** Pooling layers, which reduce a sequence to one vector: their output at its last step. */
package dev.unfold.worker.network.pooling;
