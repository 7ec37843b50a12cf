package dev.unfold.dl4j.master;

import dev.unfold.dl4j.master.data.TargetCounter;
import java.io.Serializable;

/**
 * The counts of a worker in a round.
 *
 * @param targets the number of trained targets, see {@link TargetCounter}
 * @param updates the number of updates of its network
 * @param score DL4J's score of the last minibatch
 * @param nonFinite a description of the value that was not finite; empty if all were
 */
record WorkerCounts(long targets, int updates, double score, String nonFinite)
    implements Serializable {
  static final WorkerCounts NONE = new WorkerCounts(0, 0, 0, "");
}
