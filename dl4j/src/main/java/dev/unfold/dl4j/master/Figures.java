package dev.unfold.dl4j.master;

import java.io.Serializable;

/**
 * What a worker counted in a round.
 *
 * @param targets it trained, see {@link Targets}
 * @param updates of its network
 * @param score DL4J's, of the last minibatch
 * @param nonFinite what was not finite, and where; empty if everything was
 */
record Figures(long targets, int updates, double score, String nonFinite) implements Serializable {
  static final Figures NONE = new Figures(0, 0, 0, "");
}
