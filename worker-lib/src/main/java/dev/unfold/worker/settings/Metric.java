package dev.unfold.worker.settings;

import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A metric of a model's quality and its direction, which early stopping and the selection of the
 * best model can monitor. It is written in kebab-case in a configuration, {@code macro-f1}, and has
 * its {@link #key} in reports, {@code macroF1}.
 */
public enum Metric {
  /** The loss per target, in the unit of the losses of the network. */
  LOSS("loss", Better.LOWER),
  /** The exponential of the loss. */
  PERPLEXITY("perplexity", Better.LOWER),
  /** The loss in bits. */
  BITS_PER_TOKEN("bitsPerToken", Better.LOWER),
  /** The share of the targets that are among the {@code evaluation.top-k} most probable classes. */
  RECALL_AT_K("recallAtK", Better.HIGHER),
  /** The mean reciprocal rank of the targets, 0 beyond {@code evaluation.top-k}. */
  MRR_AT_K("mrrAtK", Better.HIGHER),
  /** The mean discounted gain of the targets, 0 beyond {@code evaluation.top-k}. */
  NDCG_AT_K("ndcgAtK", Better.HIGHER),
  /** The share of correctly classified examples. */
  ACCURACY("accuracy", Better.HIGHER),
  /** The mean of the F1 of all classes. */
  MACRO_F1("macroF1", Better.HIGHER),
  /** The F1 over all classes. */
  MICRO_F1("microF1", Better.HIGHER),
  /** The area under the ROC curve: two classes, or the mean of each against the rest. */
  ROC_AUC("rocAuc", Better.HIGHER),
  /** The average precision: two classes, or the mean of each against the rest. */
  AVERAGE_PRECISION("averagePrecision", Better.HIGHER),
  /** The precision at {@code evaluation.threshold}. */
  THRESHOLD_PRECISION("thresholdPrecision", Better.HIGHER),
  /** The recall at {@code evaluation.threshold}. */
  THRESHOLD_RECALL("thresholdRecall", Better.HIGHER),
  /** The F1 of the phrases that tags mark, over all types. */
  CHUNK_F1("chunkF1", Better.HIGHER),
  /** Corpus BLEU, 0 to 100. */
  BLEU("bleu", Better.HIGHER),
  /** The number of edits per reference token. */
  ERROR_RATE("errorRate", Better.LOWER),
  /** The share of sequences with any edit. */
  SEQUENCE_ERROR_RATE("sequenceErrorRate", Better.LOWER),
  /** The share of sequences that equal a reference. */
  EXACT_MATCH("exactMatch", Better.HIGHER),
  /** The number of missing or redundant slots per slot of the inputs. */
  SLOT_ERROR_RATE("slotErrorRate", Better.LOWER),
  /** The mean squared error of real values. */
  MEAN_SQUARED_ERROR("meanSquaredError", Better.LOWER),
  /** The mean absolute error of real values. */
  MEAN_ABSOLUTE_ERROR("meanAbsoluteError", Better.LOWER),
  /** The root of the mean squared error of real values. */
  ROOT_MEAN_SQUARED_ERROR("rootMeanSquaredError", Better.LOWER),
  /** The mean absolute scaled error of forecasts. */
  MASE("mase", Better.LOWER),
  /** The root relative squared error of real values. */
  RSE("rse", Better.LOWER),
  /** The mean of the correlation coefficients of all series. */
  CORRELATION("correlation", Better.HIGHER);

  private static final Set<Metric> OF_TOKENS = EnumSet.of(LOSS, PERPLEXITY, BITS_PER_TOKEN);
  private static final Set<Metric> OF_RANKS = EnumSet.range(RECALL_AT_K, NDCG_AT_K);
  private static final Set<Metric> OF_PROBABILITIES = EnumSet.range(ROC_AUC, THRESHOLD_RECALL);
  private static final Set<Metric> OF_THRESHOLD =
      EnumSet.range(THRESHOLD_PRECISION, THRESHOLD_RECALL);
  private static final Set<Metric> OF_CLASSES =
      with(EnumSet.range(RECALL_AT_K, THRESHOLD_RECALL), LOSS);
  private static final Set<Metric> OF_RANKED_TOKENS =
      with(OF_RANKS, LOSS, PERPLEXITY, BITS_PER_TOKEN);
  private static final Set<Metric> OF_NUMBERS =
      EnumSet.of(
          LOSS, MEAN_SQUARED_ERROR, MEAN_ABSOLUTE_ERROR, ROOT_MEAN_SQUARED_ERROR, RSE, CORRELATION);

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

  /** Returns whether it depends on {@code evaluation.top-k}. */
  boolean ofRanks() {
    return OF_RANKS.contains(this);
  }

  /** Returns whether it depends on {@code evaluation.positive}. */
  boolean ofProbabilities() {
    return OF_PROBABILITIES.contains(this);
  }

  /** Returns whether it depends on {@code evaluation.threshold}. */
  public boolean ofThreshold() {
    return OF_THRESHOLD.contains(this);
  }

  /** Returns the name of the metric in reports. */
  public String key() {
    return key;
  }

  /**
   * Returns the metrics of a task, as far as they can be determined from the settings of its
   * corpus: {@link #CHUNK_F1} is included for all tags, although it requires those of phrases.
   */
  static Set<Metric> of(CorpusSettings corpus) {
    if (!corpus.isTable()) {
      return OF_RANKED_TOKENS;
    }
    return switch (corpus.target().kind()) {
      case LABEL -> OF_CLASSES;
      case TAGS -> with(OF_CLASSES, CHUNK_F1);
      case WORDS, SUBWORDS, CHARACTERS -> {
        Set<Metric> metrics = ofSequences(corpus.target());
        metrics.addAll(OF_TOKENS);
        yield metrics;
      }
      case FRAMES, VECTOR -> OF_NUMBERS;
      case NEXT -> ofNext(predicted(corpus).kind());
      case NONE, SETS -> EnumSet.of(LOSS);
    };
  }

  /**
   * Returns the metrics by which generated sequences are compared with their targets.
   *
   * @param target a target that is a sequence
   */
  public static Set<Metric> ofSequences(TargetSettings target) {
    Set<Metric> metrics = EnumSet.of(ERROR_RATE, SEQUENCE_ERROR_RATE, EXACT_MATCH);
    if (target.kind().isOfWords()) {
      metrics.add(BLEU);
    }
    if (!target.scoring().slots().isEmpty()) {
      metrics.add(SLOT_ERROR_RATE);
    }
    return metrics;
  }

  private static InputSettings predicted(CorpusSettings corpus) {
    return corpus.columns().columns().get(corpus.columns().predicted(corpus.target()));
  }

  private static Set<Metric> ofNext(InputSettings.Kind input) {
    return switch (input) {
      case WORDS, CHARACTERS, SUBWORDS, CATEGORIES, LABEL -> OF_RANKED_TOKENS;
      case FRAMES, NUMBERS, VECTOR, AUDIO -> with(OF_NUMBERS, MASE);
      case BAG, SETS, TIME -> EnumSet.of(LOSS);
    };
  }

  private static Set<Metric> with(Set<Metric> metrics, Metric... more) {
    Set<Metric> all = EnumSet.copyOf(metrics);
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** Returns the names, as written in a configuration, of the metrics that satisfy a predicate. */
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
   * Rejects a metric that reports of the task do not contain.
   *
   * @param report a report of the task with any values
   * @throws InvalidSettingException if the report does not contain the metric; the message lists
   *     the metrics that it contains
   */
  public void requireIn(Map<String, ?> report) {
    InvalidSettingException.require(
        report.containsKey(key),
        "evaluation.metric",
        "one of the metrics that this corpus has, "
            + names(metric -> report.containsKey(metric.key))
            + (this == CHUNK_F1 ? " (chunk-f1 needs tags such as B-PER, I-PER and O)" : ""),
        this);
  }

  /**
   * Returns the value of the metric in a report.
   *
   * @throws IllegalArgumentException if the report does not contain the metric
   */
  public double in(Map<String, ?> report) {
    if (report.get(key) instanceof Number value) {
      return value.doubleValue();
    }
    String limit =
        this == ROC_AUC || this == AVERAGE_PRECISION
            ? " (at most 16,777,216 examples times labels are ranked; of two labels, or with"
                + " evaluation.positive, one for each example)"
            : "";
    throw new IllegalArgumentException(
        "expected the metric " + key + limit + ", found " + report.keySet());
  }

  /**
   * Returns whether a value is strictly better than another. NaN is never better than a value, and
   * every number is better than NaN.
   */
  public boolean isBetter(double value, double other) {
    if (Double.isNaN(value) || Double.isNaN(other)) {
      return !Double.isNaN(value);
    }
    return better == Better.HIGHER ? value > other : value < other;
  }

  /** Returns the value that is better than another by a margin. */
  public double betterBy(double margin, double value) {
    return better == Better.HIGHER ? value + margin : value - margin;
  }
}
