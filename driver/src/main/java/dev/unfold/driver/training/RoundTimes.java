package dev.unfold.driver.training;

import dev.unfold.driver.execution.SparkJobTimes;
import dev.unfold.driver.execution.SparkJobTimes.Task;
import dev.unfold.worker.bptt.ShardResult.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The wall time of a round in seconds, by phase. Every moment is counted once, so that the phases
 * add up to the round: as computing while any shard trains, as serializing while nobody trains but
 * a model is packed, sent or unpacked, and as scheduling else, until the last shard is done.
 *
 * @param compute forward, backward, clipping, updates
 * @param serialize the model to the executors, results to the driver or into the shuffle
 * @param schedule starting tasks, opening kernels and corpus, waiting for a free core
 * @param average of the models, wherever it is done, with the outer step
 */
record RoundTimes(double compute, double serialize, double schedule, double average) {
  private static final double MILLIS = 1e3;
  private static final double NANOS_OF_MILLI = 1e6;

  /**
   * Splits the time of a round.
   *
   * @param job of the round
   * @param started the round, as of {@link System#currentTimeMillis}
   * @param seconds it took
   * @param shards what they counted
   */
  static RoundTimes of(SparkJobTimes job, long started, double seconds, List<Figures> shards) {
    List<Task> tasks = job.firstStage();
    List<Span> running = tasks.stream().map(Span::running).toList();
    List<Span> packing = tasks.stream().map(Span::packing).toList();
    double busy = Span.covered(running);
    double handing =
        Span.covered(Stream.concat(running.stream(), packing.stream()).toList()) - busy;
    double compute = busy * shareComputing(tasks, shards);
    double intoShuffle = job.hasLaterStages() ? busy - compute : 0;
    double broadcast = Math.max(0, job.started() - started);
    double serialize = broadcast + handing + intoShuffle;
    double average = Math.max(0, seconds * MILLIS - (job.firstStageEnded() - started));
    double schedule = Math.max(0, seconds * MILLIS - compute - serialize - average);
    return new RoundTimes(
        compute / MILLIS, serialize / MILLIS, schedule / MILLIS, average / MILLIS);
  }

  /** The rest is preparing and, where results are sliced, writing them into the shuffle. */
  private static double shareComputing(List<Task> tasks, List<Figures> shards) {
    double running = tasks.stream().mapToLong(Task::run).sum();
    double computing = shards.stream().mapToLong(Figures::nanos).sum() / NANOS_OF_MILLI;
    return running == 0 ? 1 : Math.min(1, computing / running);
  }

  /** Returns the times as they are written to the metrics. */
  Map<String, Double> describe() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("compute", compute);
    values.put("serialize", serialize);
    values.put("schedule", schedule);
    values.put("average", average);
    return values;
  }

  /** Milliseconds of the driver's clock. */
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
      long reached = Long.MIN_VALUE;
      for (Span span : sorted) {
        covered += Math.max(0, span.to() - Math.max(reached, span.from()));
        reached = Math.max(reached, span.to());
      }
      return covered;
    }
  }
}
