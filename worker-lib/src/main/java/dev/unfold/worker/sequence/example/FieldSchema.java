package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.Vocabulary;
import java.io.Serializable;

/** The schema of a field: the meaning of its ids or numbers. */
public sealed interface FieldSchema extends Serializable {
  /** Returns the number of ids, or of values in a frame; 0 if the field is empty. */
  int size();

  /** Ids of words or characters. */
  record Tokens(Vocabulary vocabulary) implements FieldSchema {
    @Override
    public int size() {
      return vocabulary.size();
    }
  }

  /** Ids of labels or tags. */
  record Classes(LabelSet labels) implements FieldSchema {
    @Override
    public int size() {
      return labels.size();
    }
  }

  /** Frames. */
  record Numbers(FrameScale scale) implements FieldSchema {
    @Override
    public int size() {
      return scale.width();
    }
  }

  /**
   * Sets of whole numbers that mean themselves.
   *
   * @param size what they are below
   */
  record Sets(int size) implements FieldSchema {
    public Sets {
      if (size < 1) {
        throw new IllegalArgumentException("size of sets: expected 1 at least, found " + size);
      }
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
