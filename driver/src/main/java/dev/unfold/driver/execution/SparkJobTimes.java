package dev.unfold.driver.execution;

import java.util.List;

/**
 * The start and end times of a Spark job and its tasks, by the driver's clock.
 *
 * @param started when its stages were known, as of {@link System#currentTimeMillis}
 * @param firstStageEnded when the tasks of its first stage were done, likewise
 * @param tasks that succeeded, of all stages
 */
public record SparkJobTimes(long started, long firstStageEnded, List<Task> tasks) {
  public SparkJobTimes {
    tasks = List.copyOf(tasks);
  }

  /**
   * A task that succeeded; times in milliseconds.
   *
   * @param stage its id; a stage comes after those with lower ids
   * @param launched as of {@link System#currentTimeMillis}
   * @param start from launch to the first line of ours: scheduling and unpacking
   * @param run ours
   * @param serialize the result
   * @param fetch the result, where it is too large to come with the message that tells the end
   * @param resultBytes as sent to the driver
   * @param writtenBytes for the shuffle
   */
  public record Task(
      int stage,
      long launched,
      long start,
      long run,
      long serialize,
      long fetch,
      long resultBytes,
      long writtenBytes) {}

  /** Returns the tasks of the first stage. */
  public List<Task> firstStage() {
    int first = tasks.stream().mapToInt(Task::stage).min().orElseThrow();
    return tasks.stream().filter(task -> task.stage() == first).toList();
  }

  /** Returns whether others came after the first stage. */
  public boolean hasLaterStages() {
    return firstStage().size() < tasks.size();
  }

  /** Returns the size of the results of all tasks as they were sent to the driver. */
  public long resultBytes() {
    return tasks.stream().mapToLong(Task::resultBytes).sum();
  }
}
