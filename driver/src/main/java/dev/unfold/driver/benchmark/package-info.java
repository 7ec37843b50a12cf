/** Benchmarks of the overhead of a round, in time and in memory. */
package dev.unfold.driver.benchmark;
