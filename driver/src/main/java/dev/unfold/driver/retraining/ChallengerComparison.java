package dev.unfold.driver.retraining;

import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.Vocabularies;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.StoreRecord;
import dev.unfold.driver.training.UntrainableException;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.SettingKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Compares a challenger with its champion.
 *
 * @param metric that decides
 * @param margin by which the challenger must be better
 */
record ChallengerComparison(Metric metric, double margin, HeldOutCorpus heldOut, ModelStore store) {
  /** Figures of a table that depend on its words, labels and scales. */
  private static final Set<Metric> OF_FORM =
      EnumSet.of(Metric.LOSS, Metric.PERPLEXITY, Metric.BITS_PER_TOKEN, Metric.MEAN_SQUARED_ERROR);

  /**
   * Evaluates both.
   *
   * @throws UntrainableException if their figures cannot be compared
   */
  RetrainingDecision decide(RetrainingPlan plan, String heldOutSha256) throws IOException {
    Contender second = read(plan.number());
    Map<String, Double> champion = Map.of();
    if (plan.champion() > 0) {
      Contender first = read(plan.champion());
      requireComparable(first.model(), second.model());
      champion = figures(first);
    }
    Map<String, Double> challenger = figures(second);
    double found = figure(challenger);
    boolean better =
        champion.isEmpty()
            ? Double.isFinite(found)
            : metric.isBetter(found, metric.betterBy(margin, metric.in(champion)));
    return new RetrainingDecision(
        StoreRecord.CURRENT,
        plan.number(),
        better ? RetrainingDecision.Verdict.PROMOTE : RetrainingDecision.Verdict.REFUSE,
        heldOutSha256,
        champion,
        challenger,
        reason(plan, better, found, champion),
        Instant.now().toString());
  }

  /** A version that was read. */
  private record Contender(String path, Model model) {}

  private Contender read(long version) throws IOException {
    return new Contender(store.pathOf(version), store.open(version).read());
  }

  private Map<String, Double> figures(Contender contender) throws IOException {
    return heldOut.figures(contender.path(), contender.model());
  }

  private double figure(Map<String, Double> figures) throws UntrainableException {
    try {
      return metric.in(figures);
    } catch (IllegalArgumentException e) {
      throw new UntrainableException("evaluation.metric: " + e.getMessage());
    }
  }

  /** The loss of a stream is adjusted where vocabularies differ; nothing else is. */
  private void requireComparable(Model champion, Model challenger) throws UntrainableException {
    boolean sameReading =
        champion.config().preprocessing().equals(challenger.config().preprocessing());
    boolean sameForm =
        champion.symbols() instanceof Vocabularies.TextVocabulary
            || !OF_FORM.contains(metric)
            || champion.symbols().equals(challenger.symbols());
    if (!sameReading || !sameForm) {
      throw new UntrainableException(
          "the "
              + SettingKeys.of(metric)
              + " of models that read a corpus in different ways cannot be compared: expected that"
              + " of the champion, "
              + champion.config().preprocessing()
              + " with its own words, labels and scales, found "
              + challenger.config().preprocessing()
              + "; promote the better version manually");
    }
  }

  private String reason(
      RetrainingPlan plan, boolean better, double found, Map<String, Double> champion) {
    String name = SettingKeys.of(metric);
    if (champion.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "version %d is the first: %s %.6g%s",
          plan.number(),
          name,
          found,
          better ? "" : ", which is no figure to begin with");
    }
    return String.format(
        Locale.ROOT,
        "%s of version %d is %.6g, of the champion, version %d, %.6g: %s%s",
        name,
        plan.number(),
        found,
        plan.champion(),
        metric.in(champion),
        better ? "better" : "not better",
        margin > 0 ? String.format(Locale.ROOT, " by more than %.6g", margin) : "");
  }
}
