package dev.unfold.driver.retraining;

import dev.unfold.driver.report.ComparedModels;
import dev.unfold.driver.report.ComparedModels.Scored;
import dev.unfold.driver.report.RunReport;
import dev.unfold.worker.settings.UnfoldSettings;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The report of the run that a challenger was trained in. That it cannot be written stops nothing.
 *
 * @param settings of the retraining
 * @param heldOut paths of the corpus that is compared on
 * @param configuration for storage
 */
record ChallengerReport(
    UnfoldSettings settings, List<String> heldOut, Configuration configuration) {
  /** Before there is a decision. */
  void write(Plan plan) {
    reportOf(plan).writeIfPossible();
  }

  /** With the champion beside the challenger; the first challenger of a store has none. */
  void write(Plan plan, Decision decision) {
    RunReport report = reportOf(plan);
    if (!decision.champion().isEmpty()) {
      report = report.with(compared(plan, decision));
    }
    report.writeIfPossible();
  }

  private RunReport reportOf(Plan plan) {
    return new RunReport(plan.run(), configuration);
  }

  private ComparedModels compared(Plan plan, Decision decision) {
    return new ComparedModels(
        String.join(", ", heldOut),
        settings.evaluation().metric(),
        new Scored("version " + plan.champion(), decision.champion()),
        new Scored("version " + plan.number(), decision.challenger()),
        decision.verdict() == Decision.Verdict.PROMOTE,
        decision.reason());
  }
}
