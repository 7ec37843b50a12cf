package dev.unfold.driver.corpus.example;

import dev.unfold.worker.sequence.example.FieldSequence;
import java.util.List;

/** A field of a row before texts have ids and numbers are normalized. */
sealed interface RawField {
  int steps();

  /** Words, characters, tags or one label. */
  record Texts(List<String> texts) implements RawField {
    @Override
    public int steps() {
      return texts.size();
    }
  }

  /**
   * Numbers; a vector is a single step.
   *
   * @param values step by step, each one finite as a float, too
   * @param width numbers of a step
   */
  record Numbers(double[] values, int width) implements RawField {
    @Override
    public int steps() {
      return values.length / width;
    }
  }

  /** Sets of whole numbers. */
  record Sets(FieldSequence.IdSets sets) implements RawField {
    @Override
    public int steps() {
      return sets.steps();
    }
  }

  /** An absent field. */
  record None() implements RawField {
    @Override
    public int steps() {
      return 0;
    }
  }
}
