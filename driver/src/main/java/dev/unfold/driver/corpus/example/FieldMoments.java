package dev.unfold.driver.corpus.example;

import dev.unfold.worker.sequence.example.Field;
import dev.unfold.worker.sequence.example.FrameScale;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The moments of each number of the frames of a field; an ordinary class, which Kryo can read. */
final class FieldMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  private long[][] columns = new long[0][];

  /** Adds frames; those of another width are passed over here, and refused when encoded. */
  void add(Field.Frames frames) {
    if (hasWidth(frames.width())) {
      for (int i = 0; i < frames.values().length; i++) {
        ExactMoments.add(columns[i % columns.length], frames.values()[i]);
      }
    }
  }

  /** Adds what another has summed, of the same width. */
  void addAll(FieldMoments other) {
    if (other.columns.length > 0 && hasWidth(other.columns.length)) {
      for (int i = 0; i < columns.length; i++) {
        ExactMoments.addAll(columns[i], other.columns[i]);
      }
    }
  }

  private boolean hasWidth(int width) {
    if (columns.length == 0) {
      columns = new long[width][];
      for (int i = 0; i < width; i++) {
        columns[i] = ExactMoments.none();
      }
    }
    return columns.length == width;
  }

  /** Numbers of a frame; 0 if there was none. */
  int width() {
    return columns.length;
  }

  /** Mean and deviation of each number; one that is always the same is only shifted. */
  Optional<FrameScale> scale() {
    if (columns.length == 0) {
      return Optional.empty();
    }
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (long[] column : columns) {
      double deviation = ExactMoments.deviation(column);
      means.add(ExactMoments.mean(column));
      deviations.add(deviation > 0 ? deviation : 1.0);
    }
    return Optional.of(new FrameScale(means, deviations));
  }
}
