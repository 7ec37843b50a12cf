package dev.unfold.dl4j.master;

import java.io.Serializable;

/**
 * The figures of a worker in a round.
 *
 * @param targets it trained, see {@link TargetCounter}
 * @param updates of its network
 * @param score DL4J's, of the last minibatch
 * @param nonFinite what was not finite, and where; empty if everything was
 */
record WorkerCounts(long targets, int updates, double score, String nonFinite)
    implements Serializable {
  static final WorkerCounts NONE = new WorkerCounts(0, 0, 0, "");
}
