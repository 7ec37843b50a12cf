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
   * @param changes the mean absolute change per step of each normalized number in the training
   *     rows; empty if it is unknown
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
