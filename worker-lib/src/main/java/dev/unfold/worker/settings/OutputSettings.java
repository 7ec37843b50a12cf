package dev.unfold.worker.settings;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import java.io.Serializable;
import java.util.List;

/**
 * The output layer of a language model.
 *
 * @param kind how the probabilities of the next token are computed
 * @param cutoffs of an adaptive softmax: the first id of each cluster, ascending; the ids before
 *     the first are the shortlist
 * @param division of an adaptive softmax: the first cluster has the width H / division, each other
 *     that of the one before it / division
 * @param tied whether the weight of the softmax is the table of the embedding (Press and Wolf 2017,
 *     arXiv 1608.05859)
 */
public record OutputSettings(Kind kind, List<Integer> cutoffs, int division, boolean tied)
    implements Serializable {
  private static final int MOST_CLUSTERS = 16;

  /** The kind of softmax. */
  public enum Kind {
    /** One softmax over the vocabulary. */
    SOFTMAX,
    /** Adaptive softmax (Grave et al. 2017, arXiv 1609.04309). */
    ADAPTIVE
  }

  public OutputSettings {
    SettingChecks checks = new SettingChecks();
    cutoffs = List.copyOf(cutoffs);
    checks.require(
        cutoffs.size() <= MOST_CLUSTERS && ascends(cutoffs),
        "network.output.cutoffs",
        "at most " + MOST_CLUSTERS + " ascending numbers above 0",
        cutoffs);
    checks.require(
        kind != Kind.ADAPTIVE || !cutoffs.isEmpty(),
        "network.output.cutoffs",
        "at least one for an adaptive softmax",
        cutoffs,
        "network.output.kind");
    checks.require(
        division >= 1 && division <= 16_384, "network.output.division", "1 to 16384", division);
    checks.require(
        !tied || kind == Kind.SOFTMAX,
        "network.output.tied",
        "false where network.output.kind is not softmax",
        tied,
        "network.output.kind");
    checks.finish();
  }

  private static boolean ascends(List<Integer> cutoffs) {
    int before = 0;
    for (int cutoff : cutoffs) {
      if (cutoff <= before) {
        return false;
      }
      before = cutoff;
    }
    return true;
  }

  /** One softmax over the vocabulary with a weight of its own. */
  public static OutputSettings softmax() {
    return new OutputSettings(Kind.SOFTMAX, List.of(), 1, false);
  }

  /** Returns a copy without the settings that its kind ignores. */
  public OutputSettings essential() {
    return kind == Kind.ADAPTIVE ? this : new OutputSettings(kind, List.of(), 1, tied);
  }

  /**
   * The width of a cluster.
   *
   * @param hidden H
   * @param cluster from 0
   * @return H / division^(cluster + 1), rounded down
   */
  public int clusterWidth(int hidden, int cluster) {
    int width = hidden;
    for (int i = 0; i <= cluster; i++) {
      width /= division;
    }
    return width;
  }

  /**
   * Checks what depends on the vocabulary.
   *
   * @param vocabularySize V
   * @throws InvalidSettingException if a cluster would be empty
   */
  public void requireVocabulary(int vocabularySize) {
    require(
        kind != Kind.ADAPTIVE || cutoffs.get(cutoffs.size() - 1) < vocabularySize,
        "network.output.cutoffs",
        "numbers below the " + vocabularySize + " entries of the vocabulary",
        cutoffs);
  }
}
