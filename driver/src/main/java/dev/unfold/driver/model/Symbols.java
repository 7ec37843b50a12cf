package dev.unfold.driver.model;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExampleForm;

/** What the ids and numbers that a network reads and predicts mean. */
public sealed interface Symbols {
  /** The tokens of a stream. */
  record OfStream(Vocabulary vocabulary) implements Symbols {}

  /** The fields of a table. */
  record OfTable(ExampleForm form) implements Symbols {}
}
