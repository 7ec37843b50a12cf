package dev.unfold.driver.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The wall time of one round in seconds; broadcast, tasks and averaging add up to the total.
 *
 * @param seconds the total time from a model and carries to the averaged model and new carries
 * @param broadcast the time until the job starts
 * @param tasks the time from then until the result of the last shard arrives
 * @param averaging the remaining time
 * @param compute the compute time of the shards, divided by the number that can run at once; a part
 *     of {@code tasks}
 * @param task the mean times of the tasks of the shards
 * @param bytesToDriver the size of the results of all tasks as they were sent
 * @param bytesShuffled the size of what tasks wrote to the shuffle
 * @param bytesToExecutor the size of the model, or its changes, that was sent to each executor
 */
public record RoundCost(
    double seconds,
    double broadcast,
    double tasks,
    double averaging,
    double compute,
    TaskCost task,
    long bytesToDriver,
    long bytesShuffled,
    long bytesToExecutor) {

  /**
   * The time of the task of a shard in addition to computing, in seconds.
   *
   * @param start the time for scheduling and deserialization
   * @param prepare the time to read the broadcast, open kernels, corpus and memory, and cut slices
   * @param serialize the time to serialize the result
   * @param fetch the time for the driver to fetch the result
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
    values.put("bytesShuffled", bytesShuffled);
    values.put("bytesToExecutor", bytesToExecutor);
    return values;
  }
}
