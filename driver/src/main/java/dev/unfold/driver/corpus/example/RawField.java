package dev.unfold.driver.corpus.example;

import dev.unfold.worker.sequence.example.Field;
import java.util.List;

/** A field of a row before texts have ids and numbers are normalised. */
sealed interface RawField {
  int steps();

  /** Words, characters, tags or one label. */
  record Texts(List<String> texts) implements RawField {
    @Override
    public int steps() {
      return texts.size();
    }
  }

  /** Numbers or sets. */
  record Values(Field field) implements RawField {
    @Override
    public int steps() {
      return field.steps();
    }
  }

  /** Nothing. */
  record None() implements RawField {
    @Override
    public int steps() {
      return 0;
    }
  }
}
