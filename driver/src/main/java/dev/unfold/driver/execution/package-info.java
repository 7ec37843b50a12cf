/** How the engine runs inside Spark: which kernels, for which model, over which corpus. */
package dev.unfold.driver.execution;
