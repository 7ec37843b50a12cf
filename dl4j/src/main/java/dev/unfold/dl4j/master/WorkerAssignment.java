package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.SequenceIndex.Source;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The assignment of DataSets to workers and rounds, computed from the data alone.
 *
 * <p>DataSets without positions are dealt one to each worker in turn, in the order of the RDD.
 * DataSets with positions are assigned as whole sequences, the longest first, each to the worker
 * with the fewest DataSets; a worker trains its sequences one after the other.
 *
 * @param rounds of the epoch
 * @param carried whether the DataSets have positions
 * @param keys of each DataSet of each partition, see {@link PartitionNumbering}
 * @param marks of each DataSet of each partition, see {@link ElementType#mark}
 */
record WorkerAssignment(int rounds, boolean carried, long[][] keys, int[][] marks)
    implements Serializable {

  /**
   * Deals the DataSets of some training data.
   *
   * @param surveys of its partitions
   * @throws SequenceException if their positions make no order
   */
  static WorkerAssignment of(List<PartitionSummary> surveys, MasterSettings settings) {
    List<List<Source>> sequences = SequenceIndex.of(surveys);
    boolean carried = !sequences.isEmpty();
    int inRound = carried ? settings.averagingFrequency() : settings.dataSetsInRound();
    Dealer dealer = new Dealer(surveys, settings.workers(), inRound);
    if (carried) {
      sequences.stream()
          .sorted(Comparator.comparingInt((List<Source> group) -> group.size()).reversed())
          .forEach(group -> dealer.deal(group, dealer.leastBusy()));
    } else {
      dealer.dealInTurn(surveys);
    }
    return new WorkerAssignment(
        dealer.rounds(),
        carried,
        dealer.keys,
        surveys.stream().map(PartitionSummary::marks).toArray(int[][]::new));
  }

  private static final class Dealer {
    private final int inRound;
    private final int[] dealt;
    private final long[][] keys;

    Dealer(List<PartitionSummary> surveys, int workers, int inRound) {
      this.inRound = inRound;
      dealt = new int[workers];
      keys = surveys.stream().map(survey -> new long[survey.size()]).toArray(long[][]::new);
    }

    void deal(List<Source> group, int worker) {
      group.forEach(source -> deal(source, worker));
    }

    void dealInTurn(List<PartitionSummary> surveys) {
      long next = 0;
      for (int partition = 0; partition < surveys.size(); partition++) {
        for (int index = 0; index < surveys.get(partition).size(); index++) {
          deal(new Source(partition, index), (int) (next++ % dealt.length));
        }
      }
    }

    private void deal(Source source, int worker) {
      int place = dealt[worker]++;
      int slot = Math.addExact(Math.multiplyExact(place / inRound, dealt.length), worker);
      keys[source.partition()][source.index()] = PartitionNumbering.key(slot, place);
    }

    int leastBusy() {
      return IntStream.range(0, dealt.length)
          .boxed()
          .min(Comparator.comparingInt(worker -> dealt[worker]))
          .orElseThrow();
    }

    int rounds() {
      int most = IntStream.of(dealt).max().orElseThrow();
      return (most + inRound - 1) / inRound;
    }
  }
}
