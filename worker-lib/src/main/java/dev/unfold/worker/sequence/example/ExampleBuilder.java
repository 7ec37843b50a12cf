package dev.unfold.worker.sequence.example;

import java.util.Optional;

/** Joins the steps of a sequence into one example, with the targets of all steps. */
public final class ExampleBuilder {
  private final FieldBuilder input = new FieldBuilder();
  private final FieldBuilder target = new FieldBuilder();
  private final FieldBuilder characters = new FieldBuilder();
  private final FieldBuilder weights = new FieldBuilder();
  private boolean hasCharacters;
  private boolean hasWeights;

  /**
   * Adds a step.
   *
   * @param step an example of a single step
   */
  public void add(Example step) {
    input.add(step.input());
    target.add(step.target());
    hasCharacters = step.characters().isPresent();
    step.characters().ifPresent(characters::add);
    hasWeights = step.weights().isPresent();
    step.weights().ifPresent(weights::add);
  }

  /** Returns the example of all steps, of which there is at least one. */
  public Example build() {
    return new Example(
        input.build(),
        target.build(),
        hasCharacters ? Optional.of((FieldSequence.IdSets) characters.build()) : Optional.empty(),
        hasWeights ? Optional.of((FieldSequence.Frames) weights.build()) : Optional.empty());
  }
}
