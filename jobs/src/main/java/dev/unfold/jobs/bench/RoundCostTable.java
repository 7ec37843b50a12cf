package dev.unfold.jobs.bench;

import dev.unfold.driver.benchmark.MemoryUsage;
import dev.unfold.driver.benchmark.RoundBenchmark;
import dev.unfold.driver.benchmark.RoundCost;
import java.util.Locale;

/** Formats the table of {@code unfold bench round}, line by line. */
final class RoundCostTable {
  static final String HEAD =
      """
      seconds of a round, then of a shard's task
      P million    W  result MB  gathered     all  broadcast  tasks  averaging  of it computing\
        |  start  prepare  serialize  fetch  |  MB to driver""";

  private static final double MEGA = 1e6;

  private RoundCostTable() {}

  static String line(RoundBenchmark benchmark, int shards, RoundCost cost) {
    return String.format(
        Locale.ROOT,
        "%9.2f  %3d  %9.0f  %8s  %6.3f  %9.3f  %5.3f  %9.3f  %15.3f"
            + "  |  %5.3f  %7.3f  %9.3f  %5.3f  |  %12.2f",
        benchmark.parameterCount() / MEGA,
        shards,
        benchmark.modelBytes() * shards / MEGA,
        benchmark.sliced() ? "sliced" : "whole",
        cost.seconds(),
        cost.broadcast(),
        cost.tasks(),
        cost.averaging(),
        cost.compute(),
        cost.task().start(),
        cost.task().prepare(),
        cost.task().serialize(),
        cost.task().fetch(),
        cost.bytesToDriver() / MEGA);
  }

  static String line(int round, MemoryUsage memory) {
    return String.format(
        Locale.ROOT,
        "after %d rounds: heap %.1f MB, resident %.1f MB, Spark's storage %.1f MB, %d local files",
        round,
        memory.heapBytes() / MEGA,
        memory.residentBytes() / MEGA,
        memory.storageBytes() / MEGA,
        memory.localFiles());
  }
}
