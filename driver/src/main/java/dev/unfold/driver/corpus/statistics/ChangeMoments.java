package dev.unfold.driver.corpus.statistics;

import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.row.RawField;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The moments of the changes of each component of frames over some steps, and of the absolute
 * changes over a season. It is an ordinary class, which Kryo can read.
 */
public final class ChangeMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The rounding of a change in units of the largest number: half a unit in its last place. */
  private static final double ROUNDING = 0x1p-52;

  private final int ahead;
  private final int season;
  private final boolean reversed;
  private ExactMoments[] changes = new ExactMoments[0];
  private ExactMoments[] errors = new ExactMoments[0];
  private double[] largest = new double[0];

  /**
   * @param ahead the number of steps in which the components change
   * @param season the number of steps of a season, or 1 if there is none
   * @param reversed whether the last step comes first where the changes are used
   */
  public ChangeMoments(int ahead, int season, boolean reversed) {
    this.ahead = ahead;
    this.season = season;
    this.reversed = reversed;
  }

  /**
   * Adds steps of a sequence. Frames of another width are skipped here and rejected later.
   *
   * @param frames the steps, after those that they change from
   * @param known the number of steps at the start whose changes were added before; 0 at the start
   *     of a sequence
   */
  public void add(RawField.Numbers frames, int known) {
    if (!hasWidth(frames.width())) {
      return;
    }
    int width = changes.length;
    double[] values = frames.values();
    for (int i = 0; i < values.length; i++) {
      int column = i % width;
      largest[column] = Math.max(largest[column], Math.abs(values[i]));
      if (i / width >= Math.max(ahead, known)) {
        double change = values[i] - values[i - ahead * width];
        changes[column].add(reversed ? -change : change);
      }
      if (i / width >= Math.max(season, known)) {
        errors[column].add(Math.abs(values[i] - values[i - season * width]));
      }
    }
  }

  /** Adds the moments of another instance of the same width. */
  public void addAll(ChangeMoments other) {
    if (other.changes.length > 0 && hasWidth(other.changes.length)) {
      for (int i = 0; i < changes.length; i++) {
        changes[i].addAll(other.changes[i]);
        errors[i].addAll(other.errors[i]);
        largest[i] = Math.max(largest[i], other.largest[i]);
      }
    }
  }

  private boolean hasWidth(int width) {
    if (changes.length == 0) {
      changes = new ExactMoments[width];
      errors = new ExactMoments[width];
      largest = new double[width];
      for (int i = 0; i < width; i++) {
        changes[i] = new ExactMoments();
        errors[i] = new ExactMoments();
      }
    }
    return changes.length == width;
  }

  /**
   * Returns the mean and standard deviation of the changes of each component. One that always
   * changes by the same amount, but for rounding, is only shifted; without changes, all are left as
   * they are.
   */
  public FrameScale scale() {
    if (changes.length == 0 || changes[0].isEmpty()) {
      return FrameScale.none(Math.max(1, changes.length));
    }
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int i = 0; i < changes.length; i++) {
      double deviation = changes[i].deviation();
      means.add(changes[i].mean());
      deviations.add(deviation <= ROUNDING * largest[i] ? 1.0 : deviation);
    }
    return new FrameScale(means, deviations);
  }

  /**
   * Returns the mean absolute change of each component over a season, in units of a scale: the
   * error of the naive forecast. It is empty if no sequence is longer than a season.
   */
  public List<Double> errors(FrameScale scale) {
    if (errors.length == 0 || errors[0].isEmpty()) {
      return Collections.emptyList();
    }
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < errors.length; i++) {
      means.add(errors[i].mean() / scale.deviation().get(i));
    }
    return Collections.unmodifiableList(means);
  }
}
