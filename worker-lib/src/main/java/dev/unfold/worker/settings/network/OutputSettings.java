package dev.unfold.worker.settings.network;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.settings.training.InitialValueSettings;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;
import java.util.List;

/**
 * The settings of the output layer.
 *
 * @param kind the kind of softmax
 * @param cutoffs the cutoffs of an adaptive softmax: the first id of each cluster, in ascending
 *     order; the ids below the first cutoff are the shortlist
 * @param division the division of an adaptive softmax: the first cluster has the width H /
 *     division, and each following cluster the width of the previous one / division
 * @param tied whether the weight of the softmax is the embedding table (Press and Wolf 2017, arXiv
 *     1608.05859)
 * @param recurrent whether the lowest layer also reads the output of the step before (Jordan 1986)
 * @param negatives the classes with which the training of a sampled softmax compares a target
 */
public record OutputSettings(
    Kind kind,
    List<Integer> cutoffs,
    int division,
    boolean tied,
    boolean recurrent,
    Negatives negatives)
    implements Serializable {
  private static final int MAX_CLUSTERS = 16;
  private static final int MAX_TAGS = 1024;

  /** The kind of softmax. */
  public enum Kind {
    /** One softmax over the vocabulary. */
    SOFTMAX,
    /** Adaptive softmax (Grave et al. 2017, arXiv 1609.04309). */
    ADAPTIVE,
    /** One softmax, of which training computes some classes (Jean et al. 2015, arXiv 1412.2007). */
    SAMPLED,
    /** A conditional random field over tags (Lample et al. 2016, arXiv 1603.01360). */
    CRF,
    /** The same, whose predictions are sequences of O, B and I that are well-formed. */
    CRF_BIO,
    /** The same, whose predictions are sequences of O, B, I, E and S that are well-formed. */
    CRF_BIOES;

    /** Returns whether it is a conditional random field. */
    public boolean isCrf() {
      return this == CRF || this == CRF_BIO || this == CRF_BIOES;
    }
  }

  /**
   * The classes with which the training of a sampled softmax compares a target.
   *
   * @param count the number of different classes that are drawn for a chunk
   * @param proposal the distribution from which they are drawn
   * @param inBatch whether a target is also compared with the other targets of its chunk
   * @param loss the loss of a target among them
   * @param regularization λ of {@link Loss#BPR_MAX}, the weight of the squares of the scores
   */
  public record Negatives(
      int count, Proposal proposal, boolean inBatch, Loss loss, double regularization)
      implements Serializable {
    private static final int DEFAULT_COUNT = 2048;

    public Negatives {
      require(
          count >= (inBatch ? 0 : 1) && count <= 65_536,
          "network.output.negatives.count",
          "1 to 65536, or 0 with network.output.negatives.in-batch = true",
          count);
      require(
          regularization >= 0 && Double.isFinite(regularization),
          "network.output.negatives.regularization",
          "a finite number, at least 0",
          regularization);
    }

    /** Creates the settings of a cross-entropy. */
    public Negatives(int count, Proposal proposal) {
      this(count, proposal, false, Loss.CROSS_ENTROPY, 1);
    }

    /** Returns the default settings, which other output layers than a sampled softmax have. */
    public static Negatives defaults() {
      return new Negatives(DEFAULT_COUNT, Proposal.LOG_UNIFORM);
    }
  }

  /** The loss of a target among negatives. */
  public enum Loss {
    /** The estimated cross-entropy of the softmax over all classes. */
    CROSS_ENTROPY,
    /** BPR-max (Hidasi and Karatzoglou 2018, arXiv 1706.03847), which is about ranks only. */
    BPR_MAX
  }

  /** The distribution from which classes are drawn. */
  public enum Proposal {
    /** Zipf's law over classes that are sorted by descending frequency. */
    LOG_UNIFORM,
    /** All classes are equally probable. */
    UNIFORM
  }

  public OutputSettings {
    SettingChecks checks = new SettingChecks();
    cutoffs = List.copyOf(cutoffs);
    checks.require(
        cutoffs.size() <= MAX_CLUSTERS && ascends(cutoffs),
        "network.output.cutoffs",
        "at most " + MAX_CLUSTERS + " ascending numbers above 0",
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
    checks.require(
        !recurrent || !kind.isCrf(),
        "network.output.recurrent",
        "false for a conditional random field, whose tags are predicted together",
        recurrent,
        "network.output.kind");
    checks.finish();
  }

  /** Creates the settings of an output layer whose training computes all classes. */
  public OutputSettings(
      Kind kind, List<Integer> cutoffs, int division, boolean tied, boolean recurrent) {
    this(kind, cutoffs, division, tied, recurrent, Negatives.defaults());
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

  /** Returns the settings of one softmax over the vocabulary with a weight of its own. */
  public static OutputSettings softmax() {
    return new OutputSettings(Kind.SOFTMAX, List.of(), 1, false, false);
  }

  /** Returns a copy without the settings that its kind ignores. */
  public OutputSettings withoutUnused() {
    return switch (kind) {
      case SOFTMAX, CRF, CRF_BIO, CRF_BIOES ->
          new OutputSettings(kind, List.of(), 1, tied, recurrent);
      case ADAPTIVE -> new OutputSettings(kind, cutoffs, division, tied, recurrent);
      case SAMPLED -> new OutputSettings(kind, List.of(), 1, tied, recurrent, negatives);
    };
  }

  /**
   * Returns the width of a cluster.
   *
   * @param hidden H
   * @param cluster the index of the cluster, from 0
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
   * Records the settings that do not fit the widths of a network.
   *
   * @param embedding the width of the embedding
   * @param width the width of the last layer
   */
  void requireWidths(SettingChecks checks, int embedding, int width) {
    checks.require(
        !tied || embedding == width,
        "network.output.tied",
        "false where network.embedding differs from the width of the last layer, " + width,
        tied,
        "network.embedding",
        "network.hidden",
        "network.layers");
    checks.require(
        kind != Kind.ADAPTIVE || clusterWidth(width, cutoffs.size() - 1) >= 1,
        "network.output.division",
        "a number whose power of "
            + cutoffs.size()
            + " is at most the width of the last layer, "
            + width,
        division,
        "network.output.kind",
        "network.output.cutoffs",
        "network.hidden",
        "network.layers");
  }

  /**
   * Records that a conditional random field has no tags.
   *
   * @param tags whether the targets are those of the steps of a sequence
   */
  void requireTags(SettingChecks checks, boolean tags) {
    checks.require(
        tags || !kind.isCrf(),
        "network.output.kind",
        "softmax for a network that is not a tagger",
        kind,
        "network.kind");
  }

  /**
   * Records what only a softmax over all classes allows.
   *
   * @param ctc whether the network is one of connectionist temporal classification
   */
  void requireSoftmax(
      SettingChecks checks,
      boolean ctc,
      RegularizationSettings regularization,
      InitialValueSettings initialValues) {
    double smoothing = regularization.labelSmoothing();
    InitialValueSettings.Weights initial = initialValues.output();
    checks.require(
        !ctc || kind == Kind.SOFTMAX,
        "network.output.kind",
        "softmax for ctc",
        kind,
        "network.kind");
    checks.require(
        smoothing == 0 || (kind == Kind.SOFTMAX && !ctc),
        "network.regularization.label-smoothing",
        "0 for another output layer than softmax, and for ctc",
        smoothing,
        "network.output.kind",
        "network.kind");
    checks.require(
        initial == InitialValueSettings.Weights.UNIFORM || kind == Kind.SOFTMAX,
        "network.initial-values.output",
        "uniform for another output layer than softmax",
        initial,
        "network.output.kind");
  }

  /** Returns the number of classes that there must be at least. */
  public int fewestClasses() {
    return switch (kind) {
      case SOFTMAX, CRF, CRF_BIO, CRF_BIOES -> 2;
      case ADAPTIVE -> cutoffs.get(cutoffs.size() - 1) + 1;
      case SAMPLED -> Math.max(2, 2 * negatives.count());
    };
  }

  /**
   * Checks the settings that depend on the vocabulary.
   *
   * @param vocabularySize V
   * @throws InvalidSettingException if a cluster would be empty, or if more than half of the
   *     classes would be drawn
   */
  public void requireVocabulary(int vocabularySize) {
    require(
        kind != Kind.ADAPTIVE || fewestClasses() <= vocabularySize,
        "network.output.cutoffs",
        "numbers below the " + vocabularySize + " entries of the vocabulary",
        cutoffs);
    require(
        kind != Kind.SAMPLED || fewestClasses() <= vocabularySize,
        "network.output.negatives.count",
        "at most half of the " + vocabularySize + " classes; with more of them use softmax",
        negatives.count());
    require(
        !kind.isCrf() || vocabularySize <= MAX_TAGS,
        "network.output.kind",
        "softmax for more than " + MAX_TAGS + " tags, here " + vocabularySize,
        kind);
  }
}
