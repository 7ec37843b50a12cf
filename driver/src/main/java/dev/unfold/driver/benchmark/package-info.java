/** What a round costs besides computing, in time and in memory. */
package dev.unfold.driver.benchmark;
