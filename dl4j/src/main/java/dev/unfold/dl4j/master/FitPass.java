package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.MasterTimes.Phase;
import dev.unfold.dl4j.master.WorkerRoundResult.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.spark.api.WorkerConfiguration;

/**
 * One pass over training data: it is dealt, and then every round trains all workers from the same
 * network and makes the network their average. States of zero begin it.
 *
 * @param times of the phases
 * @param router that listeners on workers report to; null if there is none
 */
record FitPass(
    DriverNetwork network,
    MasterSettings settings,
    WorkerListeners watchers,
    MasterTimes times,
    StatsStorageRouter router) {

  /** Returns the configuration of a worker as DL4J defines it. */
  static WorkerConfiguration configuration(MasterSettings settings) {
    return new WorkerConfiguration(
        true,
        settings.rddDataSetNumExamples(),
        settings.batchSizePerWorker(),
        settings.averagingFrequency(),
        0,
        settings.collectTrainingStats());
  }

  /**
   * Trains.
   *
   * @throws SequenceException if the data says of its sequences what cannot be honored
   * @throws IllegalStateException if a task failed, or a worker's network is not finite
   */
  <T> void run(JavaRDD<T> data, ElementType<T> items) {
    NetworkState start = network.state();
    if (start.truncated()) {
      start.open();
    }
    List<PartitionSummary> surveys = times.time(Phase.COUNT, () -> survey(data, items));
    if (!start.truncated()) {
      requireNoSequences(surveys);
    }
    WorkerAssignment deal = times.time(Phase.SPLIT, () -> WorkerAssignment.of(surveys, settings));
    if (deal.rounds() == 0) {
      return;
    }
    try (AssignedData<T> dealt =
        new AssignedData<>(network.spark(), data, items, deal, settings.workers())) {
      WorkerRoundRunner<T> rounds =
          new WorkerRoundRunner<>(network, dealt, settings, watchers, times);
      List<WorkerCarry> carries = Collections.nCopies(settings.workers(), null);
      for (int round = 0; round < deal.rounds(); round++) {
        carries = finish(round, rounds.run(round, carries));
      }
    }
  }

  private <T> List<PartitionSummary> survey(JavaRDD<T> data, ElementType<T> items) {
    try {
      return AssignedData.survey(network.spark(), data, items);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireNoSequences(List<PartitionSummary> surveys) {
    Optional<String> sequence =
        surveys.stream()
            .flatMap(survey -> survey.groups().stream())
            .findFirst()
            .map(group -> group.get(0));
    if (sequence.isPresent()) {
      throw new SequenceException(
          "the data has positions in sequences, as of "
              + sequence.get()
              + ", but the network trains whole sequences: expected backpropType TruncatedBPTT,"
              + " found Standard");
    }
  }

  private List<WorkerCarry> finish(int round, List<WorkerRoundResult> results) {
    List<Ended> workers = results.stream().map(WorkerRoundResult::ended).toList();
    IntStream.range(0, workers.size())
        .forEach(worker -> requireFinite(round, worker, workers.get(worker)));
    if (workers.stream().anyMatch(worker -> worker.figures().targets() > 0)) {
      WorkerAverage average = times.time(Phase.AGGREGATE, () -> WorkerAverage.of(workers));
      times.time(Phase.PARAMETERS_AND_UPDATER, () -> accept(average));
    }
    results.forEach(result -> times.add(result.stats()));
    if (router != null) {
      workers.forEach(worker -> worker.reports().tell(router));
    }
    return workers.stream().map(Ended::carry).toList();
  }

  private WorkerAverage accept(WorkerAverage average) {
    network.accept(average);
    return average;
  }

  private static void requireFinite(int round, int worker, Ended ended) {
    if (!ended.figures().nonFinite().isEmpty()) {
      throw new IllegalStateException(
          "round "
              + (round + 1)
              + ", worker "
              + worker
              + ": "
              + ended.figures().nonFinite()
              + "; the network is as it was before the round");
    }
  }
}
