package dev.unfold.driver.retraining;

import dev.unfold.driver.store.ModelStore;
import dev.unfold.driver.store.StoreRecord;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.SettingKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Compares a challenger with its champion.
 *
 * @param metric that decides
 * @param margin by which the challenger must be better
 */
record Comparison(Metric metric, double margin, HeldOut heldOut, ModelStore store) {
  Decision decide(Plan plan, String heldOutSha256) throws IOException {
    Map<String, Double> challenger = figures(plan.number());
    Map<String, Double> champion = plan.champion() == 0 ? Map.of() : figures(plan.champion());
    double found = metric.in(challenger);
    boolean better =
        champion.isEmpty()
            ? Double.isFinite(found)
            : metric.isBetter(found, metric.betterBy(margin, metric.in(champion)));
    return new Decision(
        StoreRecord.CURRENT,
        plan.number(),
        better ? Decision.Verdict.PROMOTE : Decision.Verdict.REFUSE,
        heldOutSha256,
        champion,
        challenger,
        reason(plan, better, found, champion),
        Instant.now().toString());
  }

  private Map<String, Double> figures(long version) throws IOException {
    return heldOut.figures(store.pathOf(version), store.open(version).read());
  }

  private String reason(Plan plan, boolean better, double found, Map<String, Double> champion) {
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
