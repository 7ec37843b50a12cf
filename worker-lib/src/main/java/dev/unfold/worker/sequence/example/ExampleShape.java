package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.InputSettings;
import dev.unfold.worker.settings.TargetSettings;

/** Derives the shape of a network's inputs and targets from the schema of examples. */
public final class ExampleShape {
  private ExampleShape() {}

  /**
   * The shape of a step.
   *
   * @param target of another kind than none
   */
  public static DataShape of(InputSettings input, TargetSettings target, ExampleSchema form) {
    return new DataShape(
        input(input, form.input()),
        form.input().size(),
        form.letters().size(),
        target(form.target()),
        form.target().size());
  }

  /** Returns the position of the target of an example. */
  public static TargetPosition place(TargetSettings target) {
    if (target.kind().isSequence()) {
      return TargetPosition.OWN_SEQUENCE;
    }
    return target.kind().isPerStep() ? TargetPosition.EVERY_STEP : TargetPosition.LAST_STEP;
  }

  private static DataShape.Input input(InputSettings input, FieldSchema form) {
    boolean ids = form instanceof FieldSchema.Tokens || form instanceof FieldSchema.Classes;
    return ids && input.kind() != InputSettings.Kind.BAG
        ? DataShape.Input.TOKENS
        : DataShape.Input.FRAMES;
  }

  private static DataShape.Target target(FieldSchema form) {
    if (form instanceof FieldSchema.Numbers) {
      return DataShape.Target.FRAMES;
    }
    return form instanceof FieldSchema.Sets ? DataShape.Target.SETS : DataShape.Target.CLASSES;
  }
}
