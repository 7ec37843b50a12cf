package dev.unfold.worker.sequence.example;

import java.util.Optional;

/**
 * A training example, which is independent of all other examples.
 *
 * @param input the input, of at least one step
 * @param target the target, without steps if there is nothing to predict
 * @param characters the characters of each word of the input, in order
 */
public record Example(
    FieldSequence input, FieldSequence target, Optional<FieldSequence.IdSets> characters) {
  public Example {
    if (input.steps() == 0) {
      throw new IllegalArgumentException("expected an input of at least one step, found none");
    }
    characters.ifPresent(
        words -> {
          if (words.steps() != input.steps()) {
            throw new IllegalArgumentException(
                "expected the characters of "
                    + input.steps()
                    + " words, found those of "
                    + words.steps());
          }
        });
  }

  /** Creates an example without the characters of words. */
  public Example(FieldSequence input, FieldSequence target) {
    this(input, target, Optional.empty());
  }
}
