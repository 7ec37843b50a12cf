package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.TimeFeature;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/** The schema of a field: the meaning of its ids or numbers. */
public sealed interface FieldSchema extends Serializable {
  /** Returns the number of ids, or of values in a frame; 0 if the field is empty. */
  int size();

  /** Returns the names of the ids of words, characters, labels or tags; empty of other fields. */
  default List<String> names() {
    return List.of();
  }

  /**
   * Returns the schema of one of the fields that it consists of; the schema itself if it does not
   * consist of others.
   *
   * @param index the index of the column among the inputs
   */
  default FieldSchema part(int index) {
    return this;
  }

  /** A field of ids of words, characters or subwords. */
  record Tokens(Vocabulary vocabulary) implements FieldSchema {
    @Override
    public int size() {
      return vocabulary.size();
    }

    @Override
    public List<String> names() {
      return IntStream.range(0, size()).mapToObj(vocabulary::token).toList();
    }
  }

  /** A field of ids of labels or tags. */
  record Classes(LabelSet labels) implements FieldSchema {
    @Override
    public int size() {
      return labels.size();
    }

    @Override
    public List<String> names() {
      return labels.all();
    }
  }

  /**
   * A field of frames.
   *
   * @param changes the mean absolute change of each normalized number in the training rows, from
   *     step to step or over a season; empty if it is unknown
   * @param filled the normalized value of each number where it is missing; empty if none may be
   * @param indicated whether the numbers of a frame are followed by as many others, each 1 if the
   *     number is missing, else 0
   */
  record Numbers(FrameScale scale, List<Double> changes, List<Double> filled, boolean indicated)
      implements FieldSchema {
    public Numbers {
      changes = List.copyOf(changes);
      filled = List.copyOf(filled);
      if (!filled.stream().allMatch(value -> Float.isFinite(value.floatValue()))
          || (filled.isEmpty() ? indicated : filled.size() != scale.width())) {
        throw new IllegalArgumentException(
            "expected finite values in place of "
                + scale.width()
                + " missing numbers, found "
                + filled);
      }
      boolean possible = changes.stream().allMatch(value -> value >= 0 && Double.isFinite(value));
      if (!possible || (!changes.isEmpty() && changes.size() != scale.width())) {
        throw new IllegalArgumentException(
            "expected the finite changes of " + scale.width() + " numbers, found " + changes);
      }
    }

    /** Creates a field of frames whose changes are unknown. */
    public Numbers(FrameScale scale) {
      this(scale, List.of());
    }

    /** Creates a field of frames without missing numbers. */
    public Numbers(FrameScale scale, List<Double> changes) {
      this(scale, changes, List.of(), false);
    }

    @Override
    public int size() {
      return indicated ? Math.multiplyExact(2, scale.width()) : scale.width();
    }

    /**
     * Returns the frames of numbers as a network reads them.
     *
     * @param frames the numbers, frame after frame; NaN where one is missing
     * @throws IllegalArgumentException if a number is missing and none may be, or a normalized one
     *     is not a finite float
     */
    public FieldSequence.Frames encode(double[] frames) {
      int width = scale.width();
      float[] values = new float[Math.multiplyExact(frames.length / width, size())];
      for (int i = 0; i < frames.length; i++) {
        int column = i % width;
        int at = i / width * size() + column;
        boolean missing = Double.isNaN(frames[i]);
        if (missing && filled.isEmpty()) {
          throw new IllegalArgumentException("a missing number");
        }
        double value = missing ? filled.get(column) : scale.normalized(frames[i], column);
        values[at] = (float) value;
        if (indicated) {
          values[at + width] = missing ? 1 : 0;
        }
      }
      return new FieldSequence.Frames(values, size());
    }
  }

  /**
   * A field of times.
   *
   * @param features what is read of each time
   * @param scale the normalization of the numbers of these features
   */
  record Times(List<TimeFeature> features, FrameScale scale) implements FieldSchema {
    public Times {
      features = List.copyOf(features);
      if (features.stream().distinct().count() < features.size()
          || features.stream().mapToInt(TimeFeature::width).sum() != scale.width()) {
        throw new IllegalArgumentException(
            "expected the scales of features, each once, found "
                + scale.width()
                + " numbers of "
                + features);
      }
    }

    @Override
    public int size() {
      return scale.width();
    }
  }

  /**
   * A field of the changes of frames: {@code x(t + h) - x(t)} for h steps ahead, normalized.
   *
   * @param values the frames that change
   * @param scale the normalization of their changes
   */
  record Changes(Numbers values, FrameScale scale) implements FieldSchema {
    public Changes {
      if (values.size() != scale.width()) {
        throw new IllegalArgumentException(
            "expected the changes of "
                + values.size()
                + " numbers, found those of "
                + scale.width());
      }
    }

    @Override
    public int size() {
      return scale.width();
    }

    /**
     * Returns the normalized changes of frames.
     *
     * @param frames the numbers, frame after frame
     * @param ahead h, the number of steps in which they change
     * @throws IllegalArgumentException if a normalized change is not a finite float
     */
    public FieldSequence.Frames of(double[] frames, int ahead) {
      int later = Math.multiplyExact(ahead, size());
      double[] changes = new double[Math.max(0, frames.length - later)];
      for (int i = 0; i < changes.length; i++) {
        changes[i] = frames[i + later] - frames[i];
      }
      return new Numbers(scale).encode(changes);
    }

    /**
     * Returns a number after a change, normalized like the number before.
     *
     * @param column the index of the number in its frame
     * @param last the normalized number before the change
     * @param change the normalized change
     */
    public double normalizedAfter(int column, float last, float change) {
      return last + scale.restored(column, change) / values.scale().deviation().get(column);
    }

    /** Returns what {@link #normalizedAfter} returns, in the unit of the numbers. */
    public double after(int column, float last, float change) {
      return values.scale().restored(column, last) + scale.restored(column, change);
    }
  }

  /**
   * A field of sets of integers that stand for themselves.
   *
   * @param size the exclusive upper bound of the integers
   */
  record Sets(int size) implements FieldSchema {
    public Sets {
      if (size < 1) {
        throw new IllegalArgumentException("size of sets: expected at least 1, found " + size);
      }
    }
  }

  /**
   * A field of several fields that are read together at each step.
   *
   * @param parts the schemas of the fields, in the order of their columns in the settings
   */
  record Parts(List<FieldSchema> parts) implements FieldSchema {
    public Parts {
      parts = List.copyOf(parts);
      if (parts.isEmpty()
          || parts.stream().anyMatch(part -> part instanceof Parts || part instanceof None)) {
        throw new IllegalArgumentException("expected one or more plain fields, found " + parts);
      }
    }

    @Override
    public FieldSchema part(int index) {
      return parts.get(index);
    }

    @Override
    public int size() {
      return parts.stream().mapToInt(FieldSchema::size).reduce(0, Math::addExact);
    }
  }

  /** An absent field. */
  record None() implements FieldSchema {
    @Override
    public int size() {
      return 0;
    }
  }
}
