package dev.unfold.jobs.progress;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a line about every half minute. */
final class RowProgressLog implements RowProgress {
  private static final Logger LOG = LoggerFactory.getLogger(RowProgressLog.class);
  private static final long INTERVAL = Duration.ofSeconds(30).toNanos();

  private final Consumer<String> lines;
  private final LongSupplier nanoTime;
  private long started;
  private long lastLine;

  RowProgressLog() {
    this(LOG::info, System::nanoTime);
  }

  RowProgressLog(Consumer<String> lines, LongSupplier nanoTime) {
    this.lines = lines;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void predicted(long rows, long of) {
    long now = nanoTime.getAsLong();
    if (rows == 0) {
      started = now;
      lastLine = now;
    } else if (now - lastLine >= INTERVAL) {
      lastLine = now;
      double perSecond = rows / ((now - started) / 1e9);
      lines.accept(
          String.format(
              Locale.ROOT,
              "%,d of %,d rows, %,.0f rows/s, %s left",
              rows,
              of,
              perSecond,
              ProgressFormatter.duration((of - rows) / perSecond)));
    }
  }

  @Override
  public void close() {}
}
