package dev.unfold.driver.benchmark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;

/** Hears from Spark when a job and its tasks began and ended. Events come from another thread. */
final class JobListener extends SparkListener {
  private List<Task> tasks = new ArrayList<>();
  private long started;
  private long firstStageEnded;
  private boolean ended;

  /**
   * A task that succeeded; times in milliseconds.
   *
   * @param stage its id; a stage comes after those with lower ids
   * @param start from launch to the first line of ours: scheduling and unpacking
   * @param run ours
   * @param serialize the result
   * @param fetch the result, where it is too large to come with the message that tells the end
   * @param resultBytes as sent to the driver
   * @param writtenBytes for the shuffle
   */
  record Task(
      int stage,
      long start,
      long run,
      long serialize,
      long fetch,
      long resultBytes,
      long writtenBytes) {}

  /**
   * A job; times as of {@link System#currentTimeMillis}.
   *
   * @param started when its stages were known
   * @param firstStageEnded when the shards were done
   */
  record JobTimes(long started, long firstStageEnded, List<Task> tasks) {}

  /** Waits for the end of one job and forgets it. */
  synchronized JobTimes await() {
    try {
      while (!ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a round was measured", e);
    }
    JobTimes times = new JobTimes(started, firstStageEnded, tasks);
    tasks = new ArrayList<>();
    firstStageEnded = 0;
    ended = false;
    return times;
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart event) {
    started = event.time();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    if (event.taskInfo().successful()) {
      tasks.add(task(event.stageId(), event.taskInfo(), event.taskMetrics()));
    }
  }

  private static Task task(int stage, TaskInfo info, TaskMetrics metrics) {
    long fetch = info.gettingResult() ? info.finishTime() - info.gettingResultTime() : 0;
    long run = metrics.executorRunTime();
    long serialize = metrics.resultSerializationTime();
    return new Task(
        stage,
        info.duration() - fetch - serialize - run,
        run,
        serialize,
        fetch,
        metrics.resultSize(),
        metrics.shuffleWriteMetrics().bytesWritten());
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
    if (firstStageEnded == 0) {
      firstStageEnded = (Long) event.stageInfo().completionTime().get();
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd event) {
    ended = true;
    notifyAll();
  }
}
