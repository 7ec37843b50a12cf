package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.Vocabulary;
import java.io.Serializable;

/** What the ids and numbers of a field mean. */
public sealed interface FieldForm extends Serializable {
  /** How many ids there are, or numbers in a frame; 0 where the field is empty. */
  int size();

  /** Ids of words or characters. */
  record Tokens(Vocabulary vocabulary) implements FieldForm {
    @Override
    public int size() {
      return vocabulary.size();
    }
  }

  /** Ids of labels or tags. */
  record Classes(Labels labels) implements FieldForm {
    @Override
    public int size() {
      return labels.size();
    }
  }

  /** Frames. */
  record Numbers(FrameScale scale) implements FieldForm {
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
  record Sets(int size) implements FieldForm {
    public Sets {
      if (size < 1) {
        throw new IllegalArgumentException("size of sets: expected 1 at least, found " + size);
      }
    }
  }

  /** Nothing. */
  record None() implements FieldForm {
    @Override
    public int size() {
      return 0;
    }
  }
}
