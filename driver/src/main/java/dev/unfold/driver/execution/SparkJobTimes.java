package dev.unfold.driver.execution;

import java.util.List;

/**
 * The start and end times of a Spark job and its tasks, by the driver's clock.
 *
 * @param started the time when its stages were known, as of {@link System#currentTimeMillis}
 * @param firstStageEnded the time when the tasks of its first stage were done, likewise
 * @param tasks the successful tasks of all stages
 */
public record SparkJobTimes(long started, long firstStageEnded, List<Task> tasks) {
  public SparkJobTimes {
    tasks = List.copyOf(tasks);
  }

  /**
   * A successful task; times are in milliseconds.
   *
   * @param stage the id of its stage; a stage comes after those with lower ids
   * @param launched the launch time, as of {@link System#currentTimeMillis}
   * @param start the time from launch to the first line of our code: scheduling and deserialization
   * @param run the run time of our code
   * @param serialize the time to serialize the result
   * @param fetch the time to fetch the result, if it is too large for the message that reports the
   *     end
   * @param resultBytes the size of the result as sent to the driver
   * @param writtenBytes the number of bytes written to the shuffle
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

  /** Returns whether other stages followed the first one. */
  public boolean hasLaterStages() {
    return firstStage().size() < tasks.size();
  }

  /** Returns the number of bytes that all tasks wrote to the shuffle. */
  public long writtenBytes() {
    return tasks.stream().mapToLong(Task::writtenBytes).sum();
  }

  /** Returns the size of the results of all tasks as they were sent to the driver. */
  public long resultBytes() {
    return tasks.stream().mapToLong(Task::resultBytes).sum();
  }
}
