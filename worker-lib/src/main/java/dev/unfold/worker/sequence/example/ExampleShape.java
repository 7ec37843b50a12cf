package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;

/** Derives the shape of a network's inputs and targets from the schema of examples. */
public final class ExampleShape {
  private ExampleShape() {}

  /**
   * Returns the shape of a step.
   *
   * @param target the target, which must not be absent
   */
  public static DataShape of(InputSettings input, TargetSettings target, ExampleSchema schema) {
    return new DataShape(
        input(input, schema.input()),
        schema.input().size(),
        schema.characters().size(),
        target(schema.target()),
        schema.target().size());
  }

  /** Returns the position of the target of an example. */
  public static TargetPosition place(TargetSettings target) {
    if (target.kind().isSequence()) {
      return TargetPosition.OWN_SEQUENCE;
    }
    return target.kind().isPerStep() ? TargetPosition.EVERY_STEP : TargetPosition.LAST_STEP;
  }

  private static DataShape.Input input(InputSettings input, FieldSchema schema) {
    boolean ids = schema instanceof FieldSchema.Tokens || schema instanceof FieldSchema.Classes;
    return ids && input.kind() != InputSettings.Kind.BAG
        ? DataShape.Input.TOKENS
        : DataShape.Input.FRAMES;
  }

  private static DataShape.Target target(FieldSchema schema) {
    if (schema instanceof FieldSchema.Numbers) {
      return DataShape.Target.FRAMES;
    }
    return schema instanceof FieldSchema.Sets ? DataShape.Target.SETS : DataShape.Target.CLASSES;
  }
}
