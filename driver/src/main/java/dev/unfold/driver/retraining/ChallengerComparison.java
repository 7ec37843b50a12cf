package dev.unfold.driver.retraining;

import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.StoreRecord;
import dev.unfold.driver.training.outcome.UntrainableException;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Compares a challenger with its champion.
 *
 * @param metric the metric that decides
 * @param margin the margin by which the challenger must be better
 */
record ChallengerComparison(Metric metric, double margin, HeldOutCorpus heldOut, ModelStore store) {
  /** The metrics of tables that depend on the words, labels and scales of the schema. */
  private static final Set<Metric> METRICS_OF_SCHEMA =
      EnumSet.of(
          Metric.LOSS,
          Metric.PERPLEXITY,
          Metric.BITS_PER_TOKEN,
          Metric.ROC_AUC,
          Metric.AVERAGE_PRECISION,
          Metric.MEAN_SQUARED_ERROR,
          Metric.MEAN_ABSOLUTE_ERROR,
          Metric.ROOT_MEAN_SQUARED_ERROR,
          Metric.MASE);

  /**
   * Evaluates both models.
   *
   * @throws UntrainableException if their metrics cannot be compared
   */
  RetrainingDecision decide(RetrainingPlan plan, String heldOutSha256) throws IOException {
    Contender second = read(plan.number());
    Map<String, Double> champion = Map.of();
    if (plan.champion() > 0) {
      Contender first = read(plan.champion());
      requireComparable(first.model(), second.model());
      champion = metrics(first);
    }
    Map<String, Double> challenger = metrics(second);
    double value = value(challenger);
    boolean better =
        champion.isEmpty()
            ? Double.isFinite(value)
            : metric.isBetter(value, metric.betterBy(margin, metric.in(champion)));
    return new RetrainingDecision(
        StoreRecord.CURRENT,
        plan.number(),
        better ? RetrainingDecision.Verdict.PROMOTE : RetrainingDecision.Verdict.REFUSE,
        heldOutSha256,
        champion,
        challenger,
        reason(plan, better, value, champion),
        Instant.now().toString());
  }

  /** A version that was read. */
  private record Contender(String path, Model model) {}

  private Contender read(long version) throws IOException {
    return new Contender(store.pathOf(version), store.open(version).read());
  }

  private Map<String, Double> metrics(Contender contender) throws IOException {
    return heldOut.metrics(contender.path(), contender.model());
  }

  private double value(Map<String, Double> metrics) throws UntrainableException {
    try {
      return metric.in(metrics);
    } catch (IllegalArgumentException e) {
      throw new UntrainableException("evaluation.metric: " + e.getMessage());
    }
  }

  /**
   * Requires that the metric is comparable. Only the loss of text is adjusted for different
   * vocabularies. Ranks of targets and generated sequences compare as they are, since a token that
   * a model does not know counts as an error; so does a label.
   */
  private void requireComparable(Model champion, Model challenger) throws UntrainableException {
    boolean samePreprocessing =
        champion.config().preprocessing().equals(challenger.config().preprocessing());
    boolean sameSchema =
        champion.symbols() instanceof Vocabularies.TextVocabulary
            || !METRICS_OF_SCHEMA.contains(metric)
            || champion.symbols().equals(challenger.symbols());
    if (!samePreprocessing || !sameSchema) {
      throw new UntrainableException(
          "the "
              + SettingKeys.of(metric)
              + " of models with different preprocessing cannot be compared: expected that"
              + " of the champion, "
              + champion.config().preprocessing()
              + " with its words, labels and scales, found "
              + challenger.config().preprocessing()
              + "; promote the better version manually");
    }
    String expected = labelsOf(champion);
    String found = labelsOf(challenger);
    if (metric.ofThreshold() && !expected.equals(found)) {
      throw new UntrainableException(
          "the "
              + SettingKeys.of(metric)
              + " of different labels cannot be compared: expected that of the champion, of "
              + expected
              + ", found that of "
              + found
              + "; set evaluation.positive, or promote the better version manually");
    }
  }

  /** Returns the label that the metrics at a threshold are about, or that they are about all. */
  private String labelsOf(Model model) {
    List<String> labels =
        model.symbols() instanceof Vocabularies.TableSchema table
            ? table.schema().target().names()
            : List.of();
    String given = heldOut.settings().positive();
    String positive = given.isEmpty() && labels.size() == 2 ? labels.get(1) : given;
    return positive.isEmpty() ? "all labels" : "the label " + positive;
  }

  private String reason(
      RetrainingPlan plan, boolean better, double value, Map<String, Double> champion) {
    String name = SettingKeys.of(metric);
    if (champion.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "version %d is the first: %s %.6g%s",
          plan.number(),
          name,
          value,
          better ? "" : ", which is not finite");
    }
    return String.format(
        Locale.ROOT,
        "%s of version %d is %.6g, of the champion, version %d, %.6g: %s%s",
        name,
        plan.number(),
        value,
        plan.champion(),
        metric.in(champion),
        better ? "better" : "not better",
        margin > 0 ? String.format(Locale.ROOT, " by more than %.6g", margin) : "");
  }
}
