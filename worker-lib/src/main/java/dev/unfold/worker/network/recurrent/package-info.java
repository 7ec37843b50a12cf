/**
 * Recurrent layers: cells, which hold the equations, and the one layer that runs any of them over
 * the steps of a chunk.
 */
package dev.unfold.worker.network.recurrent;
