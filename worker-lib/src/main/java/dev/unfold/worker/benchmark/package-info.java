/**
 * How fast this machine trains, beside how fast it multiplies: the step of a network and the matrix
 * products, measured in one process and on one thread.
 */
package dev.unfold.worker.benchmark;
