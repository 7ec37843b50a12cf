/**
 * Benchmarks of this machine: training steps of a network and matrix products, measured in one
 * process on one thread.
 */
package dev.unfold.worker.benchmark;
