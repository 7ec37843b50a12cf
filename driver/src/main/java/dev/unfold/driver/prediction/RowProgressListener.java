package dev.unfold.driver.prediction;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Listens to Spark for the number of rows that each task has processed: at its heartbeats and when
 * it ends. Rows of a repeated task are counted twice, which is good enough for a progress bar.
 */
final class RowProgressListener extends SparkListener implements AutoCloseable {
  private final JavaSparkContext spark;
  private final long accumulator;
  private final long rows;
  private final PredictionListener listener;
  private final Map<Long, Long> byTask = new HashMap<>();
  private long done;
  private boolean closed;

  /**
   * Creates a listener, which is told of events once it is added to the context.
   *
   * @param accumulator the id of the accumulator that counts rows
   * @param rows the number of rows of the table
   */
  RowProgressListener(
      JavaSparkContext spark, long accumulator, long rows, PredictionListener listener) {
    this.spark = spark;
    this.accumulator = accumulator;
    this.rows = rows;
    this.listener = listener;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd event) {
    update(event.taskInfo().taskId(), event.taskInfo().accumulables());
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
    for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task :
        JavaConverters.seqAsJavaList(event.accumUpdates())) {
      update((Long) task._1(), task._4());
    }
  }

  private synchronized void update(long task, Seq<AccumulableInfo> accumulables) {
    for (AccumulableInfo accumulable : JavaConverters.seqAsJavaList(accumulables)) {
      if (!closed && accumulable.id() == accumulator && accumulable.update().isDefined()) {
        long ofTask = ((Number) accumulable.update().get()).longValue();
        Long before = byTask.put(task, ofTask);
        done += ofTask - (before == null ? 0 : before);
        listener.predicted(Math.min(done, rows), rows);
      }
    }
  }

  /**
   * Removes the listener from the context, and waits for an event that is being passed on. Late
   * ones, which Spark may have, are not.
   */
  @Override
  public void close() {
    spark.sc().removeSparkListener(this);
    synchronized (this) {
      closed = true;
    }
  }
}
