package dev.unfold.jobs.progress;

import dev.unfold.driver.training.EpochSummary;
import dev.unfold.driver.training.RoundSummary;
import dev.unfold.driver.training.ValidationSummary;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a line for each epoch, for each validation and about every half minute. */
final class TrainingProgressLog implements TrainingProgress {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingProgressLog.class);
  private static final long INTERVAL = Duration.ofSeconds(30).toNanos();

  private final ProgressFormatter text;
  private final Consumer<String> lines;
  private final LongSupplier nanoTime;
  private long lastLine;
  private long firstTime;

  /** The number of epochs that were done at the first round. */
  private double firstDone = -1;

  TrainingProgressLog(ProgressFormatter text) {
    this(text, LOG::info, System::nanoTime);
  }

  TrainingProgressLog(ProgressFormatter text, Consumer<String> lines, LongSupplier nanoTime) {
    this.text = text;
    this.lines = lines;
    this.nanoTime = nanoTime;
    lastLine = nanoTime.getAsLong();
  }

  @Override
  public void roundFinished(RoundSummary summary) {
    double done = summary.epoch() - 1 + (double) summary.chunk() / summary.chunksPerEpoch();
    long now = nanoTime.getAsLong();
    if (firstDone < 0) {
      firstDone = done;
      firstTime = now;
    } else if (now - lastLine >= INTERVAL) {
      lastLine = now;
      double secondsPerEpoch = (now - firstTime) / 1e9 / (done - firstDone);
      double left = summary.epochs() - done;
      lines.accept(
          text.of(summary) + ", " + ProgressFormatter.duration(left * secondsPerEpoch) + " left");
    }
  }

  @Override
  public void epochFinished(EpochSummary summary) {
    lastLine = nanoTime.getAsLong();
    lines.accept(text.of(summary));
  }

  @Override
  public void validationFinished(ValidationSummary summary) {
    lastLine = nanoTime.getAsLong();
    lines.accept(text.of(summary));
  }

  @Override
  public void testFinished(long round, Map<String, Double> metrics) {
    lines.accept(text.ofTest(metrics));
  }

  @Override
  public void close() {}
}
