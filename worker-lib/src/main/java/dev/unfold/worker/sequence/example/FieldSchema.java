package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.Vocabulary;
import java.io.Serializable;
import java.util.List;

/** The schema of a field: the meaning of its ids or numbers. */
public sealed interface FieldSchema extends Serializable {
  /** Returns the number of ids, or of values in a frame; 0 if the field is empty. */
  int size();

  /** A field of ids of words or characters. */
  record Tokens(Vocabulary vocabulary) implements FieldSchema {
    @Override
    public int size() {
      return vocabulary.size();
    }
  }

  /** A field of ids of labels or tags. */
  record Classes(LabelSet labels) implements FieldSchema {
    @Override
    public int size() {
      return labels.size();
    }
  }

  /**
   * A field of frames.
   *
   * @param changes the mean absolute change of each normalized number in the training rows, from
   *     step to step or over a season; empty if it is unknown
   */
  record Numbers(FrameScale scale, List<Double> changes) implements FieldSchema {
    public Numbers {
      changes = List.copyOf(changes);
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
      return scale.normalize(changes);
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
