package dev.unfold.driver.execution;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Listens to the tasks of a context, also to those whose job has failed before they end. */
final class RunningTasks extends SparkListener {
  private static final long POLL_NANOS = Duration.ofMillis(5).toNanos();

  private final Set<Long> running = new HashSet<>();

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart event) {
    running.add(event.taskInfo().taskId());
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    running.remove(event.taskInfo().taskId());
  }

  private synchronized boolean none() {
    return running.isEmpty();
  }

  private synchronized void forget() {
    running.clear();
  }

  /**
   * Waits until no task runs, or for the given time, since Spark may lose an event. Time in which
   * this JVM stands still does not count.
   */
  void await(Duration atMost) {
    for (long polls = atMost.toNanos() / POLL_NANOS; !none() && polls > 0; polls--) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    forget();
  }
}
