package dev.unfold.driver.execution;

import dev.unfold.driver.execution.SparkJobTimes.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import scala.collection.JavaConverters;

/**
 * Listens to Spark for the start and end of a job and its tasks. Events arrive on another thread,
 * soon after the job has ended, and may be lost if Spark has too many of them.
 */
public final class SparkJobListener extends SparkListener implements AutoCloseable {
  /**
   * The property of this thread's jobs that identifies the expected one. Its values differ between
   * listeners, since two runs may share a context.
   */
  private static final String EXPECTED = "unfold.job";

  private final JavaSparkContext spark;
  private final String listener = UUID.randomUUID().toString();
  private final Set<Integer> stages = new HashSet<>();
  private List<Task> tasks = new ArrayList<>();
  private long expected;
  private int job;
  private long started;
  private long firstStageEnded;
  private boolean ended;

  /** Creates a listener that listens until it is closed. */
  public SparkJobListener(JavaSparkContext spark) {
    this.spark = spark;
    spark.sc().addSparkListener(this);
  }

  /** Discards recorded events and listens to the next job of the calling thread. */
  public synchronized void expect() {
    expected++;
    spark.setLocalProperty(EXPECTED, expectedJob());
    stages.clear();
    tasks = new ArrayList<>();
    ended = false;
    firstStageEnded = 0;
  }

  /**
   * Waits for the end of the job.
   *
   * @return the times of the job; empty if Spark did not report its end in time
   */
  public synchronized Optional<SparkJobTimes> await(Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    try {
      for (long left = atMost.toMillis(); !ended && left > 0; left = millisTo(until)) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean known = ended && firstStageEnded > 0 && !tasks.isEmpty();
    return known
        ? Optional.of(new SparkJobTimes(started, firstStageEnded, tasks))
        : Optional.empty();
  }

  private String expectedJob() {
    return listener + "/" + expected;
  }

  private static long millisTo(long nanoTime) {
    return Duration.ofNanos(nanoTime - System.nanoTime()).toMillis();
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart event) {
    boolean isExpected =
        event.properties() != null
            && expectedJob().equals(event.properties().getProperty(EXPECTED));
    if (isExpected && stages.isEmpty()) {
      job = event.jobId();
      started = event.time();
      JavaConverters.seqAsJavaList(event.stageIds()).forEach(stage -> stages.add((Integer) stage));
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    if (stages.contains(event.stageId()) && event.taskInfo().successful()) {
      tasks.add(task(event.stageId(), event.taskInfo(), event.taskMetrics()));
    }
  }

  private static Task task(int stage, TaskInfo info, TaskMetrics metrics) {
    long fetch = info.gettingResult() ? info.finishTime() - info.gettingResultTime() : 0;
    long run = metrics.executorRunTime();
    long serialize = metrics.resultSerializationTime();
    return new Task(
        stage,
        info.launchTime(),
        info.duration() - fetch - serialize - run,
        run,
        serialize,
        fetch,
        metrics.resultSize(),
        metrics.shuffleWriteMetrics().bytesWritten());
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
    if (firstStageEnded == 0 && stages.contains(event.stageInfo().stageId())) {
      firstStageEnded = (Long) event.stageInfo().completionTime().get();
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd event) {
    if (!stages.isEmpty() && event.jobId() == job) {
      ended = true;
      notifyAll();
    }
  }

  @Override
  public void close() {
    spark.setLocalProperty(EXPECTED, null);
    spark.sc().removeSparkListener(this);
  }
}
