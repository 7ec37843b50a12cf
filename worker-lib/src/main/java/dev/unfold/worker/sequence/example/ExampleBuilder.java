package dev.unfold.worker.sequence.example;

import java.util.Optional;

/** Joins the steps of a sequence into one example, with the targets of all steps. */
public final class ExampleBuilder {
  private final FieldBuilder input = new FieldBuilder();
  private final FieldBuilder target = new FieldBuilder();
  private final FieldBuilder characters = new FieldBuilder();
  private boolean hasCharacters;

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
  }

  /** Returns the example of all steps, of which there is at least one. */
  public Example build() {
    return new Example(
        input.build(),
        target.build(),
        hasCharacters ? Optional.of((FieldSequence.IdSets) characters.build()) : Optional.empty());
  }
}
