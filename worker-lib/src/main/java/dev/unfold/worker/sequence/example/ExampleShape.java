package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.InputSettings;
import dev.unfold.worker.settings.TargetSettings;

/** What a network reads and predicts for examples of a form. */
public final class ExampleShape {
  private ExampleShape() {}

  /**
   * The shape of a step.
   *
   * @param target of another kind than none
   */
  public static DataShape of(InputSettings input, TargetSettings target, ExampleForm form) {
    return new DataShape(
        input(input, form.input()),
        form.input().size(),
        form.letters().size(),
        target(form.target()),
        form.target().size());
  }

  /** Where the target of an example stands. */
  public static TargetPlace place(TargetSettings target) {
    if (target.kind().isSequence()) {
      return TargetPlace.OWN_SEQUENCE;
    }
    return target.kind().isPerStep() ? TargetPlace.EVERY_STEP : TargetPlace.LAST_STEP;
  }

  private static DataShape.Input input(InputSettings input, FieldForm form) {
    boolean ids = form instanceof FieldForm.Tokens || form instanceof FieldForm.Classes;
    return ids && input.kind() != InputSettings.Kind.BAG
        ? DataShape.Input.TOKENS
        : DataShape.Input.FRAMES;
  }

  private static DataShape.Target target(FieldForm form) {
    if (form instanceof FieldForm.Numbers) {
      return DataShape.Target.FRAMES;
    }
    return form instanceof FieldForm.Sets ? DataShape.Target.SETS : DataShape.Target.CLASSES;
  }
}
