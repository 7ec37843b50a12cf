package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.example.FieldSequence.Frames;
import dev.unfold.worker.sequence.example.FieldSequence.IdSets;
import java.util.Optional;

/**
 * A training example, which is independent of all other examples.
 *
 * @param input the input, of at least one step
 * @param target the target, without steps if there is nothing to predict
 * @param characters the characters of each word of the input, in order
 * @param weights the weights of the targets in the loss of training, each at least 0: one for each
 *     step of the target, or one for all of them; empty if they are 1
 */
public record Example(
    FieldSequence input,
    FieldSequence target,
    Optional<IdSets> characters,
    Optional<Frames> weights) {
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
    weights.ifPresent(Example::requireWeights);
  }

  private static void requireWeights(Frames weights) {
    boolean valid = weights.width() == 1 && weights.steps() > 0;
    for (float weight : weights.values()) {
      valid &= weight >= 0;
    }
    if (!valid) {
      throw new IllegalArgumentException("expected weights of at least 0, found " + weights);
    }
  }

  /** Creates an example without weights. */
  public Example(FieldSequence input, FieldSequence target, Optional<IdSets> characters) {
    this(input, target, characters, Optional.empty());
  }

  /** Creates an example without the characters of words. */
  public Example(FieldSequence input, FieldSequence target) {
    this(input, target, Optional.empty());
  }

  /**
   * Returns the weight of a target.
   *
   * @param step the step of the target
   */
  public float weight(int step) {
    return weights.map(all -> all.values()[all.steps() == 1 ? 0 : step]).orElse(1f);
  }

  /** Returns the same example without weights. */
  public Example withoutWeights() {
    return new Example(input, target, characters);
  }

  /**
   * Returns some of the steps. A target that has as many steps as the input, and weights that have,
   * are cut like it; otherwise they are those of the last step, and a range without it has none.
   *
   * @param from the first step
   * @param to the step after the last one
   */
  public Example range(int from, int to) {
    int steps = input.steps();
    int first = target.steps() == steps ? from : 0;
    int end = target.steps() == steps ? to : to == steps ? target.steps() : 0;
    return new Example(
        input.range(from, to),
        target.range(first, end),
        characters.map(words -> words.range(from, to)),
        weights
            .filter(all -> all.steps() == steps || to == steps)
            .map(all -> all.steps() == steps ? all.range(from, to) : all));
  }
}
