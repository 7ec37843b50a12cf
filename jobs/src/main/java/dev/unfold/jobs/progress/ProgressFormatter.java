package dev.unfold.jobs.progress;

import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import dev.unfold.driver.training.ValidationSummary;
import dev.unfold.worker.evaluation.LossSum;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.TargetUnit;
import dev.unfold.worker.settings.network.HybridSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Formats progress for users.
 *
 * @param unit the unit of the targets
 */
record ProgressFormatter(TargetUnit unit) {
  /** The metrics that are derived from the loss and shown with it. */
  private static final Set<String> LOSS_METRICS =
      Stream.of(Metric.LOSS, Metric.PERPLEXITY, Metric.BITS_PER_TOKEN)
          .map(Metric::key)
          .collect(Collectors.toUnmodifiableSet());

  /** Returns the formatter for the targets that training has: the states of steps for a hybrid. */
  static ProgressFormatter of(UnfoldSettings settings) {
    return new ProgressFormatter(
        settings.network() instanceof HybridSettings
            ? TargetUnit.STEPS
            : TargetUnit.of(settings.corpus()));
  }

  String of(RoundSummary summary) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d, round %d, %s, %,.0f %s/s%s",
        summary.epoch(),
        summary.epochs(),
        summary.round(),
        loss(summary.loss()),
        summary.targetsPerSecond(),
        unit.plural(),
        excluded(summary.excludedTargets()));
  }

  /** Returns a short text that fits on a terminal line next to a progress bar. */
  String brief(RoundSummary summary) {
    double loss = summary.loss();
    return String.format(
        Locale.ROOT,
        "epoch %d/%d round %d loss %.4f%s %,.0f %s/s",
        summary.epoch(),
        summary.epochs(),
        summary.round(),
        loss,
        unit.hasPerplexity()
            ? String.format(Locale.ROOT, " ppl %.2f %.3f bits", perplexity(loss), bits(loss))
            : "",
        summary.targetsPerSecond(),
        unit == TargetUnit.TOKENS ? "tok" : unit.plural());
  }

  String of(EpochSummary summary) {
    return String.format(
        Locale.ROOT,
        "epoch %d done in %s: %s%s; learning rate %.3g%s",
        summary.epoch(),
        duration(summary.seconds()),
        loss(summary.trainLoss()),
        validation(summary.validation(), summary.best(), summary.unaveraged()),
        summary.learningRate(),
        excluded(summary.excludedTargets()));
  }

  /** Returns the metrics of the finished model on the test corpus. */
  String ofTest(Map<String, Double> metrics) {
    return "test: " + measures(metrics);
  }

  String of(ValidationSummary summary) {
    return String.format(
        Locale.ROOT,
        "epoch %d, round %d%s; learning rate %.3g",
        summary.epoch(),
        summary.round(),
        validation(summary.validation(), summary.best(), summary.unaveraged()),
        summary.learningRate());
  }

  private String validation(
      Map<String, Double> metrics, boolean best, Map<String, Double> unaveraged) {
    return metrics.isEmpty()
        ? ""
        : "; validation: "
            + measures(metrics)
            + (best ? " (best so far)" : "")
            + (unaveraged.isEmpty() ? "" : "; unaveraged: " + measures(unaveraged));
  }

  private String measures(Map<String, Double> metrics) {
    StringBuilder text = new StringBuilder(loss(metrics.get(Metric.LOSS.key())));
    metrics.forEach(
        (name, value) -> {
          if (!LOSS_METRICS.contains(name)) {
            text.append(", ").append(measure(name, value));
          }
        });
    return text.toString();
  }

  private static String measure(String name, double value) {
    return switch (name) {
      case LossSum.BITS_PER_BYTE -> String.format(Locale.ROOT, "%.3f bits/byte", value);
      case LossSum.PERPLEXITY_PER_WORD ->
          String.format(Locale.ROOT, "perplexity %.6g per word", value);
      default -> String.format(Locale.ROOT, "%s %.4f", name, value);
    };
  }

  /** Returns the number of excluded targets; empty if every target was trained. */
  private static String excluded(long targets) {
    return targets > 0 ? String.format(Locale.ROOT, ", %,d targets excluded", targets) : "";
  }

  /** Returns a duration in its largest two units of hours, minutes and seconds. */
  static String duration(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toSeconds() + " s";
  }

  private String loss(double loss) {
    return unit.hasPerplexity()
        ? String.format(
            Locale.ROOT,
            "loss %.4f, perplexity %.2f, %.3f bits/token",
            loss,
            perplexity(loss),
            bits(loss))
        : String.format(Locale.ROOT, "loss %.4f", loss);
  }

  private static double perplexity(double nats) {
    return Math.exp(nats);
  }

  private static double bits(double nats) {
    return nats / Math.log(2);
  }
}
