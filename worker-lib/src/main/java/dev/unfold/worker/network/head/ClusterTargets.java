package dev.unfold.worker.network.head;

import dev.unfold.worker.sequence.Chunk;
import java.util.List;

/** The targets of chunks, with each class of a cluster replaced by the cluster. */
final class ClusterTargets {
  private final int shortlist;
  private final List<TailCluster> tails;
  private final int[] targets;

  /**
   * @param tails the clusters, whose first one begins after the shortlist
   * @param positions the maximum number of positions of a chunk
   */
  ClusterTargets(List<TailCluster> tails, int positions) {
    this.tails = tails;
    shortlist = tails.get(0).first();
    targets = new int[positions];
  }

  /** Returns the targets of a chunk, which are valid until the next call. */
  int[] of(Chunk chunk) {
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      int target = chunk.targets()[position];
      targets[position] = target < shortlist ? target : cluster(target);
    }
    return targets;
  }

  private int cluster(int target) {
    int i = 0;
    while (target >= tails.get(i).end()) {
      i++;
    }
    return shortlist + i;
  }
}
