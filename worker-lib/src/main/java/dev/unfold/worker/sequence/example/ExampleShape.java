package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Derives the shape of a network's inputs and targets from the schema of examples. */
public final class ExampleShape {
  private ExampleShape() {}

  /**
   * Returns the shape of a step.
   *
   * @param target the target, which must not be absent
   */
  public static DataShape of(InputColumns inputs, TargetSettings target, ExampleSchema schema) {
    return new DataShape(
        inputs(inputs, schema.input()),
        schema.characters().size(),
        target(schema.target()),
        schema.target().size());
  }

  /** Returns the shapes of the inputs, those of tokens first. */
  private static List<InputShape> inputs(InputColumns inputs, FieldSchema schema) {
    if (!(schema instanceof FieldSchema.Parts parts)) {
      return List.of(input(inputs.first(), schema));
    }
    if (parts.parts().size() != inputs.columns().size()) {
      throw new IllegalArgumentException(
          "expected the schema of "
              + inputs.columns().size()
              + " columns, found that of "
              + parts.parts().size());
    }
    return IntStream.range(0, parts.parts().size())
        .mapToObj(i -> input(inputs.columns().get(i), parts.parts().get(i)))
        .sorted(Comparator.comparing(InputShape::kind))
        .toList();
  }

  /** Returns the position of the target of an example. */
  public static TargetPosition place(TargetSettings target) {
    if (target.kind().isSequence()) {
      return TargetPosition.OWN_SEQUENCE;
    }
    return target.kind().isPerStep() ? TargetPosition.EVERY_STEP : TargetPosition.LAST_STEP;
  }

  /**
   * Returns the index of the first value of an input frame that is predicted for the next step.
   *
   * @param schema the schema of the inputs
   */
  public static int firstPredicted(InputColumns inputs, TargetSettings target, FieldSchema schema) {
    if (target.kind() != TargetSettings.Kind.NEXT || !(schema instanceof FieldSchema.Parts parts)) {
      return 0;
    }
    return IntStream.range(0, inputs.predicted(target))
        .filter(column -> !inputs.columns().get(column).kind().hasIds())
        .map(column -> parts.parts().get(column).size())
        .sum();
  }

  private static InputShape input(InputSettings input, FieldSchema schema) {
    boolean ids = schema instanceof FieldSchema.Tokens || schema instanceof FieldSchema.Classes;
    return ids && input.kind() != InputSettings.Kind.BAG
        ? new InputShape(InputShape.Kind.TOKENS, schema.size(), input.embedding())
        : InputShape.ofFrames(schema.size());
  }

  private static DataShape.Target target(FieldSchema schema) {
    if (schema instanceof FieldSchema.Numbers || schema instanceof FieldSchema.Changes) {
      return DataShape.Target.FRAMES;
    }
    return schema instanceof FieldSchema.Sets ? DataShape.Target.SETS : DataShape.Target.CLASSES;
  }
}
