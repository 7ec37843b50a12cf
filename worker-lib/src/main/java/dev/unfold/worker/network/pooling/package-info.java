/** Layers that make one vector of a sequence: at its last step stands what the whole came to. */
package dev.unfold.worker.network.pooling;
