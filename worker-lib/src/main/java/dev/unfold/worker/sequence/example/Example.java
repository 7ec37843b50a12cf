package dev.unfold.worker.sequence.example;

import java.util.Optional;

/**
 * What is learnt from as a whole, independent of all other examples.
 *
 * @param input of one step at least
 * @param target without steps where there is nothing to predict
 * @param spelling the letters of each word of the input, in their order
 */
public record Example(Field input, Field target, Optional<Field.IdSets> spelling) {
  public Example {
    if (input.steps() == 0) {
      throw new IllegalArgumentException("expected an input of one step at least, found none");
    }
    spelling.ifPresent(
        letters -> {
          if (letters.steps() != input.steps()) {
            throw new IllegalArgumentException(
                "expected the letters of "
                    + input.steps()
                    + " words, found those of "
                    + letters.steps());
          }
        });
  }

  /** An example whose words are not spelled out. */
  public Example(Field input, Field target) {
    this(input, target, Optional.empty());
  }
}
