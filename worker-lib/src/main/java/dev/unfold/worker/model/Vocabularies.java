package dev.unfold.worker.model;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.ExampleSchema;

/** The meaning of the ids and numbers that a network reads and predicts. */
public sealed interface Vocabularies {
  /** The tokens of text. */
  record TextVocabulary(Vocabulary vocabulary) implements Vocabularies {}

  /** The fields of a table. */
  record TableSchema(ExampleSchema schema) implements Vocabularies {}
}
