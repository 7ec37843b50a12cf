package dev.unfold.jobs.progress;

import dev.unfold.driver.training.EpochReport;
import dev.unfold.driver.training.RoundReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Words and figures for a person. */
final class ProgressText {
  /** Figures that the loss says already, and the number of targets. */
  private static final Set<String> OF_LOSS =
      Set.of("loss", "perplexity", "bitsPerToken", "targets");

  private ProgressText() {}

  static String of(RoundReport report) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d, round %d, %s, %,.0f tokens/s%s",
        report.epoch(),
        report.epochs(),
        report.round(),
        loss(report.loss()),
        report.tokensPerSecond(),
        excluded(report.excludedTargets()));
  }

  /** For the width of a terminal that a bar shares. */
  static String brief(RoundReport report) {
    return String.format(
        Locale.ROOT,
        "epoch %d/%d round %d loss %.4f ppl %.2f %.3f bits %,.0f tok/s",
        report.epoch(),
        report.epochs(),
        report.round(),
        report.loss(),
        perplexity(report.loss()),
        bits(report.loss()),
        report.tokensPerSecond());
  }

  static String of(EpochReport report) {
    return String.format(
        Locale.ROOT,
        "epoch %d done in %s: %s%s%s; learning rate %.3g%s",
        report.epoch(),
        duration(report.seconds()),
        loss(report.trainLoss()),
        validation(report.validation()),
        report.best() ? " (best so far)" : "",
        report.learningRate(),
        excluded(report.excludedTargets()));
  }

  private static String validation(Map<String, Double> figures) {
    if (figures.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("; validation: " + loss(figures.get("loss")));
    figures.forEach(
        (name, figure) -> {
          if (!OF_LOSS.contains(name)) {
            text.append(String.format(Locale.ROOT, ", %s %.4f", name, figure));
          }
        });
    return text.toString();
  }

  /** Said only of a run of which not every target was trained. */
  private static String excluded(long targets) {
    return targets > 0 ? String.format(Locale.ROOT, ", %,d targets excluded", targets) : "";
  }

  /** Hours, minutes and seconds, without those that are zero in front. */
  static String duration(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toSeconds() + " s";
  }

  private static String loss(double nats) {
    return String.format(
        Locale.ROOT,
        "loss %.4f, perplexity %.2f, %.3f bits/token",
        nats,
        perplexity(nats),
        bits(nats));
  }

  private static double perplexity(double nats) {
    return Math.exp(nats);
  }

  private static double bits(double nats) {
    return nats / Math.log(2);
  }
}
