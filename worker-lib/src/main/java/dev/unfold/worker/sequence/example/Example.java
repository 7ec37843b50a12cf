package dev.unfold.worker.sequence.example;

import java.util.Optional;

/**
 * A training example, which is independent of all other examples.
 *
 * @param input of at least one step
 * @param target without steps where there is nothing to predict
 * @param characters the letters of each word of the input, in their order
 */
public record Example(
    FieldSequence input, FieldSequence target, Optional<FieldSequence.IdSets> characters) {
  public Example {
    if (input.steps() == 0) {
      throw new IllegalArgumentException("expected an input of at least one step, found none");
    }
    characters.ifPresent(
        letters -> {
          if (letters.steps() != input.steps()) {
            throw new IllegalArgumentException(
                "expected the characters of "
                    + input.steps()
                    + " words, found those of "
                    + letters.steps());
          }
        });
  }

  /** An example whose words are not spelled out. */
  public Example(FieldSequence input, FieldSequence target) {
    this(input, target, Optional.empty());
  }
}
