/** JMH benchmarks of the kernels and of one step; no part of the product. */
package dev.unfold.benchmarks;
