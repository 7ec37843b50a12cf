package dev.unfold.jobs.progress;

import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import dev.unfold.driver.training.ValidationSummary;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a bar over the chunks of the whole run on a terminal, and a line above it per epoch and per
 * validation.
 */
final class TrainingProgressBar implements TrainingProgress {
  private static final int UPDATE_MILLIS = 250;

  private final ProgressFormatter text;
  private final UnaryOperator<ProgressBarBuilder> output;
  private final Consumer<String> lines;
  private ProgressBar bar;
  private long chunksPerEpoch;

  TrainingProgressBar(ProgressFormatter text) {
    this(text, UnaryOperator.identity(), System.err::println);
  }

  TrainingProgressBar(
      ProgressFormatter text, UnaryOperator<ProgressBarBuilder> output, Consumer<String> lines) {
    this.text = text;
    this.output = output;
    this.lines = lines;
  }

  @Override
  public void roundFinished(RoundSummary summary) {
    if (bar == null) {
      chunksPerEpoch = summary.chunksPerEpoch();
      bar = open(done(summary), summary.epochs() * chunksPerEpoch);
    }
    bar.stepTo(done(summary));
    bar.setExtraMessage(" " + text.brief(summary));
  }

  /** Returns the work that is done, in chunks of the epoch in which the bar was opened. */
  private long done(RoundSummary summary) {
    double ofEpoch = (double) summary.chunk() / summary.chunksPerEpoch();
    return Math.round((summary.epoch() - 1 + ofEpoch) * chunksPerEpoch);
  }

  /**
   * Opens the bar. Work that a resumed run had done before does not count towards the estimate of
   * the remaining time.
   */
  private ProgressBar open(long done, long all) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("train")
            .setInitialMax(all)
            .startsFrom(done, Duration.ZERO)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(UPDATE_MILLIS);
    return output.apply(builder).build();
  }

  @Override
  public void epochFinished(EpochSummary summary) {
    close();
    lines.accept(text.of(summary));
  }

  @Override
  public void validationFinished(ValidationSummary summary) {
    close();
    lines.accept(text.of(summary));
  }

  @Override
  public void testFinished(long round, Map<String, Double> metrics) {
    close();
    lines.accept(text.ofTest(metrics));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
