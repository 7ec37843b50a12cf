package dev.unfold.worker.settings;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A figure that tells how good a model is, and which way is better: what early stopping and the
 * choice of the best model can watch. In a configuration it is written in kebab-case, {@code
 * macro-f1}; in reports it stands under its {@link #key}, {@code macroF1}.
 */
public enum Metric {
  /** Nats per target. */
  LOSS("loss", Better.LOWER),
  /** exp of the loss. */
  PERPLEXITY("perplexity", Better.LOWER),
  /** The loss in bits. */
  BITS_PER_TOKEN("bitsPerToken", Better.LOWER),
  /** Share of examples in the right class. */
  ACCURACY("accuracy", Better.HIGHER),
  /** Mean of the F1 of every class. */
  MACRO_F1("macroF1", Better.HIGHER),
  /** F1 of all classes together. */
  MICRO_F1("microF1", Better.HIGHER),
  /** F1 of chunks of tags, of all types together. */
  CHUNK_F1("chunkF1", Better.HIGHER),
  /** Corpus BLEU, 0 to 100. */
  BLEU("bleu", Better.HIGHER),
  /** Edits per token of the reference. */
  ERROR_RATE("errorRate", Better.LOWER),
  /** Share of sequences with any edit. */
  SEQUENCE_ERROR_RATE("sequenceErrorRate", Better.LOWER),
  /** Share of sequences that equal a reference. */
  EXACT_MATCH("exactMatch", Better.HIGHER),
  /** Slots that are missing or redundant, per slot of the inputs. */
  SLOT_ERROR_RATE("slotErrorRate", Better.LOWER),
  /** Mean squared error of real values. */
  MEAN_SQUARED_ERROR("meanSquaredError", Better.LOWER),
  /** Root relative squared error of real values. */
  RSE("rse", Better.LOWER),
  /** Mean of the correlation coefficients of all series. */
  CORRELATION("correlation", Better.HIGHER);

  private static final Set<Metric> OF_TOKENS = EnumSet.of(LOSS, PERPLEXITY, BITS_PER_TOKEN);
  private static final Set<Metric> OF_CLASSES = EnumSet.of(LOSS, ACCURACY, MACRO_F1, MICRO_F1);
  private static final Set<Metric> OF_NUMBERS =
      EnumSet.of(LOSS, MEAN_SQUARED_ERROR, RSE, CORRELATION);

  private enum Better {
    HIGHER,
    LOWER
  }

  private final String key;
  private final Better better;

  Metric(String key, Better better) {
    this.key = key;
    this.better = better;
  }

  /** Returns the name of the figure in reports. */
  public String key() {
    return key;
  }

  /**
   * The metrics that a task has, as far as its corpus is known from its settings: {@link #CHUNK_F1}
   * is one of any tags, though it needs those of chunks.
   */
  static Set<Metric> of(CorpusSettings corpus) {
    if (!corpus.isTable()) {
      return OF_TOKENS;
    }
    return switch (corpus.target().kind()) {
      case LABEL -> OF_CLASSES;
      case TAGS -> with(OF_CLASSES, CHUNK_F1);
      case WORDS -> ofSequences(corpus.target().scoring(), BLEU);
      case CHARACTERS -> ofSequences(corpus.target().scoring());
      case FRAMES, VECTOR -> OF_NUMBERS;
      case NEXT -> ofNext(corpus.input().kind());
      case NONE, SETS -> EnumSet.of(LOSS);
    };
  }

  private static Set<Metric> ofSequences(ScoringSettings scoring, Metric... more) {
    Set<Metric> metrics = with(with(OF_TOKENS, ERROR_RATE, SEQUENCE_ERROR_RATE, EXACT_MATCH), more);
    return scoring.slots().isEmpty() ? metrics : with(metrics, SLOT_ERROR_RATE);
  }

  private static Set<Metric> ofNext(InputSettings.Kind input) {
    return switch (input) {
      case WORDS, CHARACTERS, LABEL -> OF_TOKENS;
      case FRAMES, VECTOR -> OF_NUMBERS;
      case BAG, SETS -> EnumSet.of(LOSS);
    };
  }

  private static Set<Metric> with(Set<Metric> metrics, Metric... more) {
    Set<Metric> all = EnumSet.copyOf(metrics);
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** Returns the names, as a configuration has them, of the metrics that a test includes. */
  private static String names(Predicate<Metric> included) {
    return Arrays.stream(values())
        .filter(included)
        .map(SettingKeys::of)
        .collect(Collectors.joining(", "));
  }

  /** Describes the values that {@code evaluation.metric} may have, for a message. */
  static String expected(Set<Metric> ofTask) {
    return "one of the metrics of the task, " + names(ofTask::contains);
  }

  /**
   * Refuses a metric that reports of the task do not have.
   *
   * @param report of the task, whatever its figures
   * @throws InvalidSettingException naming the metrics that it has
   */
  public void requireIn(Map<String, ?> report) {
    InvalidSettingException.require(
        report.containsKey(key),
        "evaluation.metric",
        "one of the metrics that this corpus has, "
            + names(metric -> report.containsKey(metric.key))
            + (this == CHUNK_F1 ? " (chunk-f1 needs tags such as B-PER, I-PER and O)" : ""),
        SettingKeys.of(this));
  }

  /**
   * The figure out of a report.
   *
   * @throws IllegalArgumentException if the report does not have it
   */
  public double in(Map<String, ?> report) {
    if (report.get(key) instanceof Number figure) {
      return figure.doubleValue();
    }
    throw new IllegalArgumentException("expected the figure " + key + ", found " + report.keySet());
  }

  /**
   * Returns whether a figure is better than another, and not as good only. A figure that is not a
   * number is never better; every number is better than it.
   */
  public boolean isBetter(double figure, double other) {
    if (Double.isNaN(figure) || Double.isNaN(other)) {
      return !Double.isNaN(figure);
    }
    return better == Better.HIGHER ? figure > other : figure < other;
  }

  /** Returns the figure that is better than another by a margin. */
  public double betterBy(double margin, double figure) {
    return better == Better.HIGHER ? figure + margin : figure - margin;
  }
}
