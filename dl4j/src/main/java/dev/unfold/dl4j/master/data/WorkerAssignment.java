package dev.unfold.dl4j.master.data;

import dev.unfold.dl4j.master.data.SequenceIndex.Source;
import dev.unfold.dl4j.master.settings.MasterSettings;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The assignment of DataSets to workers and rounds, computed from the data alone.
 *
 * <p>DataSets without positions are assigned to the workers in turn, in the order of the RDD.
 * DataSets with positions are assigned as whole sequences, the longest first, each to the worker
 * with the fewest DataSets; a worker trains its sequences one after the other.
 *
 * @param rounds the number of rounds of the epoch
 * @param carried whether the DataSets have positions
 * @param keys the key of each DataSet of each partition, see {@link PartitionNumbering}
 * @param fingerprints the fingerprint of each DataSet of each partition, see {@link
 *     ElementType#fingerprint}
 */
public record WorkerAssignment(int rounds, boolean carried, long[][] keys, int[][] fingerprints)
    implements Serializable {

  /**
   * Assigns the DataSets of training data.
   *
   * @param summaries the summaries of the partitions
   * @throws SequenceException if their positions do not define an order
   */
  public static WorkerAssignment of(List<PartitionSummary> summaries, MasterSettings settings) {
    List<List<Source>> sequences = SequenceIndex.of(summaries);
    boolean carried = !sequences.isEmpty();
    int inRound = carried ? settings.averagingFrequency() : settings.dataSetsInRound();
    Assigner assigner = new Assigner(summaries, settings.workers(), inRound);
    if (carried) {
      sequences.stream()
          .sorted(Comparator.comparingInt((List<Source> group) -> group.size()).reversed())
          .forEach(group -> assigner.assign(group, assigner.leastBusy()));
    } else {
      assigner.assignRoundRobin(summaries);
    }
    return new WorkerAssignment(
        assigner.rounds(),
        carried,
        assigner.keys,
        summaries.stream().map(PartitionSummary::fingerprints).toArray(int[][]::new));
  }

  private static final class Assigner {
    private final int inRound;
    private final int[] assigned;
    private final long[][] keys;

    Assigner(List<PartitionSummary> summaries, int workers, int inRound) {
      this.inRound = inRound;
      assigned = new int[workers];
      keys = summaries.stream().map(summary -> new long[summary.size()]).toArray(long[][]::new);
    }

    void assign(List<Source> group, int worker) {
      group.forEach(source -> assign(source, worker));
    }

    void assignRoundRobin(List<PartitionSummary> summaries) {
      long next = 0;
      for (int partition = 0; partition < summaries.size(); partition++) {
        for (int index = 0; index < summaries.get(partition).size(); index++) {
          assign(new Source(partition, index), (int) (next++ % assigned.length));
        }
      }
    }

    private void assign(Source source, int worker) {
      int position = assigned[worker]++;
      int partition =
          Math.addExact(Math.multiplyExact(position / inRound, assigned.length), worker);
      keys[source.partition()][source.index()] = PartitionNumbering.key(partition, position);
    }

    int leastBusy() {
      return IntStream.range(0, assigned.length)
          .boxed()
          .min(Comparator.comparingInt(worker -> assigned[worker]))
          .orElseThrow();
    }

    int rounds() {
      int maxCount = IntStream.of(assigned).max().orElseThrow();
      return (maxCount + inRound - 1) / inRound;
    }
  }
}
