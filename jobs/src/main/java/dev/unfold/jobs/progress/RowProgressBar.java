package dev.unfold.jobs.progress;

import java.util.function.UnaryOperator;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress over the rows as a bar on a terminal. */
final class RowProgressBar implements RowProgress {
  private static final int UPDATE_MILLIS = 250;

  private final UnaryOperator<ProgressBarBuilder> output;
  private ProgressBar bar;

  RowProgressBar() {
    this(UnaryOperator.identity());
  }

  RowProgressBar(UnaryOperator<ProgressBarBuilder> output) {
    this.output = output;
  }

  @Override
  public synchronized void predicted(long rows, long of) {
    if (bar == null) {
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName("predict")
              .setInitialMax(of)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MILLIS);
      bar = output.apply(builder).build();
    }
    bar.stepTo(rows);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
