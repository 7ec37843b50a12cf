package dev.unfold.driver.training.round;

import dev.unfold.driver.execution.SparkJobTimes;
import dev.unfold.driver.execution.SparkJobTimes.Task;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The wall time of a round in seconds, by phase. Every moment is counted once, so that the phases
 * add up to the round: as computing while any shard trains; as serializing while no shard trains
 * but a model is packed, sent or unpacked; otherwise as scheduling, until the last shard is done.
 *
 * @param compute the time for forward and backward pass, clipping and updates
 * @param serialize the time to move the model to the executors and the results to the driver or
 *     into the shuffle
 * @param schedule the time to start tasks, to open kernels and corpus, and to wait for a free core
 * @param average the time to average the models, on the driver or on executors, and for the outer
 *     step
 */
public record RoundTimes(double compute, double serialize, double schedule, double average) {
  private static final double MILLIS = 1e3;
  private static final double NANOS_OF_MILLI = 1e6;

  /**
   * Splits the time of a round into phases.
   *
   * @param job the times of its Spark job
   * @param started the start of the round, as of {@link System#currentTimeMillis}
   * @param seconds the duration of the round
   * @param shards the counts of the shards
   */
  public static RoundTimes of(
      SparkJobTimes job, long started, double seconds, List<ShardMetrics> shards) {
    List<Task> tasks = job.firstStage();
    List<Span> running = tasks.stream().map(Span::running).toList();
    List<Span> packing = tasks.stream().map(Span::packing).toList();
    double busy = Span.covered(running);
    double handing =
        Span.covered(Stream.concat(running.stream(), packing.stream()).toList()) - busy;
    double compute = busy * computingFraction(tasks, shards);
    double intoShuffle = job.hasLaterStages() ? busy - compute : 0;
    double broadcast = Math.max(0, job.started() - started);
    double serialize = broadcast + handing + intoShuffle;
    double average = Math.max(0, seconds * MILLIS - (job.firstStageEnded() - started));
    double schedule = Math.max(0, seconds * MILLIS - compute - serialize - average);
    return new RoundTimes(
        compute / MILLIS, serialize / MILLIS, schedule / MILLIS, average / MILLIS);
  }

  /**
   * Returns the fraction of the tasks' run time that is spent computing. The rest is preparation
   * and, if results are sliced, writing them into the shuffle.
   */
  private static double computingFraction(List<Task> tasks, List<ShardMetrics> shards) {
    double running = tasks.stream().mapToLong(Task::run).sum();
    double computing = shards.stream().mapToLong(ShardMetrics::nanos).sum() / NANOS_OF_MILLI;
    return running == 0 ? 1 : Math.min(1, computing / running);
  }

  /** Returns the times as they are written to the metrics. */
  public Map<String, Double> describe() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("compute", compute);
    values.put("serialize", serialize);
    values.put("schedule", schedule);
    values.put("average", average);
    return values;
  }

  /** A time span in milliseconds of the driver's clock. */
  private record Span(long from, long to) {
    static Span running(Task task) {
      long from = task.launched() + task.start();
      return new Span(from, from + task.run());
    }

    static Span packing(Task task) {
      long from = running(task).to();
      return new Span(from, from + task.serialize() + task.fetch());
    }

    /** Returns the length of the union of the given spans. */
    static double covered(List<Span> spans) {
      List<Span> sorted = new ArrayList<>(spans);
      sorted.sort(Comparator.comparingLong(Span::from));
      long covered = 0;
      long coveredUntil = Long.MIN_VALUE;
      for (Span span : sorted) {
        covered += Math.max(0, span.to() - Math.max(coveredUntil, span.from()));
        coveredUntil = Math.max(coveredUntil, span.to());
      }
      return covered;
    }
  }
}
