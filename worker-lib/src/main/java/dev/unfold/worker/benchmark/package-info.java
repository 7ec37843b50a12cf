/**
 * Benchmarks of this machine: the training step of a network and matrix products, measured in one
 * process on one thread.
 */
package dev.unfold.worker.benchmark;
