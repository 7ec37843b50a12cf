package dev.unfold.driver.training.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.SparkJobTimes;
import dev.unfold.driver.execution.SparkJobTimes.Task;
import dev.unfold.worker.bptt.NonFiniteValue;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RoundTimesTest {
  private static final long START = 1_000_000;
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  /** Two shards overlap; the second is packed after all training has ended. */
  @Test
  void everyMomentIsCountedOnce() {
    Task first = task(0, 100, 20, 500, 100, 0);
    Task second = task(0, 110, 30, 560, 80, 50);
    SparkJobTimes job = new SparkJobTimes(START + 100, START + 850, List.of(first, second));
    RoundTimes times = RoundTimes.of(job, START, 1, List.of(shard(500), shard(560)));
    assertThat(times.compute()).as("from 120 to 700").isCloseTo(0.58, CLOSE);
    assertThat(times.serialize()).as("100 of broadcast, 700 to 830").isCloseTo(0.23, CLOSE);
    assertThat(times.average()).as("from 850").isCloseTo(0.15, CLOSE);
    assertThat(times.schedule()).as("100 to 120, 830 to 850").isCloseTo(0.04, CLOSE);
  }

  @Test
  void aShardThatWaitsForACoreIsScheduled() {
    Task first = task(0, 0, 0, 300, 0, 0);
    Task second = task(0, 400, 0, 300, 0, 0);
    SparkJobTimes job = new SparkJobTimes(START, START + 700, List.of(first, second));
    RoundTimes times = RoundTimes.of(job, START, 0.7, List.of(shard(300), shard(300)));
    assertThat(times.describe())
        .containsEntry("compute", 0.6)
        .containsEntry("serialize", 0.0)
        .containsEntry("average", 0.0);
    assertThat(times.schedule()).isCloseTo(0.1, CLOSE);
  }

  @Test
  void timeOfATaskWithoutTrainingIsSchedulingOrSerializing() {
    Task shard = task(0, 0, 0, 400, 0, 0);
    SparkJobTimes whole = new SparkJobTimes(START, START + 400, List.of(shard));
    SparkJobTimes sliced =
        new SparkJobTimes(START, START + 400, List.of(shard, task(1, 400, 0, 90, 0, 0)));
    RoundTimes prepared = RoundTimes.of(whole, START, 0.5, List.of(shard(300)));
    RoundTimes written = RoundTimes.of(sliced, START, 0.5, List.of(shard(300)));
    assertThat(prepared).isEqualTo(new RoundTimes(0.3, 0, 0.1, 0.1));
    assertThat(written).isEqualTo(new RoundTimes(0.3, 0.1, 0, 0.1));
  }

  private static Task task(
      int stage, long launched, long start, long run, long serialize, long fetch) {
    return new Task(stage, START + launched, start, run, serialize, fetch, 0, 0);
  }

  private static ShardMetrics shard(long millis) {
    return new ShardMetrics(1, 1, 1, 0, 1, 0, 0.1, NonFiniteValue.NONE, millis * 1_000_000);
  }
}
