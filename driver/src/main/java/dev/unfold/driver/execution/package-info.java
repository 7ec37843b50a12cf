/** Execution of the engine inside Spark: its kernels, its jobs and their times. */
package dev.unfold.driver.execution;
