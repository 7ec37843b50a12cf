package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.MasterTimes.Phase;
import dev.unfold.dl4j.master.WorkerRoundResult.WorkerEnd;
import dev.unfold.dl4j.master.data.AssignedData;
import dev.unfold.dl4j.master.data.ElementType;
import dev.unfold.dl4j.master.data.PartitionSummary;
import dev.unfold.dl4j.master.data.SequenceException;
import dev.unfold.dl4j.master.data.WorkerAssignment;
import dev.unfold.dl4j.master.settings.MasterSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.core.storage.StatsStorageRouter;

/**
 * One pass over training data: the data is assigned to workers, and then every round trains all
 * workers from the same network and sets the network to their average. It starts with zero states.
 *
 * @param times the times of the phases
 * @param router the router to which listeners on workers report; null if there is none
 */
record FitPass(
    DriverNetwork network,
    MasterSettings settings,
    WorkerListeners workerListeners,
    MasterTimes times,
    StatsStorageRouter router) {

  /**
   * Trains the network on the data.
   *
   * @throws SequenceException if the positions of the data are invalid
   * @throws IllegalStateException if a task failed, or a worker's network is not finite
   */
  <T> void run(JavaRDD<T> data, ElementType<T> elementType) {
    NetworkState start = network.state();
    if (start.truncated()) {
      start.open();
    }
    List<PartitionSummary> summaries = times.time(Phase.COUNT, () -> summarize(data, elementType));
    if (!start.truncated()) {
      requireNoSequences(summaries);
    }
    WorkerAssignment assignment =
        times.time(Phase.SPLIT, () -> WorkerAssignment.of(summaries, settings));
    if (assignment.rounds() == 0) {
      return;
    }
    try (AssignedData<T> assignedData =
        new AssignedData<>(network.spark(), data, elementType, assignment, settings.workers())) {
      WorkerRoundRunner<T> rounds =
          new WorkerRoundRunner<>(network, assignedData, settings, workerListeners, times);
      List<WorkerCarry> carries = Collections.nCopies(settings.workers(), null);
      for (int round = 0; round < assignment.rounds(); round++) {
        carries = finish(round, rounds.run(round, carries));
      }
    }
  }

  private <T> List<PartitionSummary> summarize(JavaRDD<T> data, ElementType<T> elementType) {
    try {
      return AssignedData.summarize(network.spark(), data, elementType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireNoSequences(List<PartitionSummary> summaries) {
    Optional<String> sequence =
        summaries.stream()
            .flatMap(summary -> summary.groups().stream())
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
    List<WorkerEnd> workers = results.stream().map(WorkerRoundResult::end).toList();
    IntStream.range(0, workers.size())
        .forEach(worker -> requireFinite(round, worker, workers.get(worker)));
    if (workers.stream().anyMatch(worker -> worker.counts().targets() > 0)) {
      WorkerAverage average = times.time(Phase.AGGREGATE, () -> WorkerAverage.of(workers));
      times.time(Phase.PARAMETERS_AND_UPDATER, () -> accept(average));
    }
    results.forEach(result -> times.add(result.stats()));
    if (router != null) {
      workers.forEach(worker -> worker.reports().forwardTo(router));
    }
    return workers.stream().map(WorkerEnd::carry).toList();
  }

  private WorkerAverage accept(WorkerAverage average) {
    network.accept(average);
    return average;
  }

  private static void requireFinite(int round, int worker, WorkerEnd end) {
    if (!end.counts().nonFinite().isEmpty()) {
      throw new IllegalStateException(
          "round "
              + (round + 1)
              + ", worker "
              + worker
              + ": "
              + end.counts().nonFinite()
              + "; the network is as it was before the round");
    }
  }
}
