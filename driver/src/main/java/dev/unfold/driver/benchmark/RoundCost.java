package dev.unfold.driver.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The wall time of one round in seconds; broadcast, tasks and averaging add up to the total.
 *
 * @param seconds from the model and the carries to the averaged model and the carries
 * @param broadcast until Spark has the job
 * @param tasks from then on until the last shard's result is there
 * @param averaging what is left
 * @param compute of the shards, divided by those that can run at once; a part of {@code tasks}
 * @param task means over the shards' tasks
 * @param bytesToDriver results of all tasks as they were sent
 */
public record RoundCost(
    double seconds,
    double broadcast,
    double tasks,
    double averaging,
    double compute,
    TaskCost task,
    long bytesToDriver) {

  /**
   * The time of a shard's task besides computing, in seconds.
   *
   * @param start scheduling and unpacking
   * @param prepare reading the broadcast, opening kernels, corpus and memory, cutting slices
   * @param serialize its result
   * @param fetch its result, by the driver
   */
  public record TaskCost(double start, double prepare, double serialize, double fetch) {}

  /** Returns the overhead of the round: all time that is not spent on computing. */
  public double own() {
    return seconds - compute;
  }

  /** Returns the values as they are written to JSON. */
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("seconds", seconds);
    values.put("ownSeconds", own());
    values.put("broadcastSeconds", broadcast);
    values.put("tasksSeconds", tasks);
    values.put("averagingSeconds", averaging);
    values.put("computeSeconds", compute);
    values.put("taskStartSeconds", task.start());
    values.put("taskPrepareSeconds", task.prepare());
    values.put("taskSerializeSeconds", task.serialize());
    values.put("taskFetchSeconds", task.fetch());
    values.put("bytesToDriver", bytesToDriver);
    return values;
  }
}
