package dev.unfold.driver.retraining;

import dev.unfold.driver.report.ModelComparison;
import dev.unfold.driver.report.ModelComparison.Scored;
import dev.unfold.driver.report.RunReport;
import dev.unfold.worker.settings.UnfoldSettings;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The report of the run that trained a challenger. A failure to write it does not stop the
 * retraining.
 *
 * @param settings the settings of the retraining
 * @param heldOut the paths of the corpus for the comparison
 * @param configuration the Hadoop configuration
 */
record ChallengerReport(
    UnfoldSettings settings, List<String> heldOut, Configuration configuration) {
  /** Writes the report before the decision. */
  void write(RetrainingPlan plan) {
    reportOf(plan).writeIfPossible();
  }

  /**
   * Writes the report with a comparison to the champion; the first challenger of a store has no
   * comparison.
   */
  void write(RetrainingPlan plan, RetrainingDecision decision) {
    RunReport report = reportOf(plan);
    if (!decision.champion().isEmpty()) {
      report = report.with(compared(plan, decision));
    }
    report.writeIfPossible();
  }

  private RunReport reportOf(RetrainingPlan plan) {
    return new RunReport(plan.run(), configuration);
  }

  private ModelComparison compared(RetrainingPlan plan, RetrainingDecision decision) {
    return new ModelComparison(
        String.join(", ", heldOut),
        settings.evaluation().metric(),
        new Scored("version " + plan.champion(), decision.champion()),
        new Scored("version " + plan.number(), decision.challenger()),
        decision.verdict() == RetrainingDecision.Verdict.PROMOTE,
        decision.reason());
  }
}
