package dev.unfold.worker.sequence.example;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
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
   * @throws IllegalArgumentException if the schema is not one of such inputs
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
    List<FieldSchema> fields =
        schema instanceof FieldSchema.Parts parts ? parts.parts() : List.of(schema);
    if (fields.size() != inputs.columns().size()) {
      throw new IllegalArgumentException(
          "expected the schema of "
              + inputs.columns().size()
              + " columns, found that of "
              + fields.size());
    }
    return IntStream.range(0, fields.size())
        .mapToObj(i -> input(inputs.columns().get(i), fields.get(i)))
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

  /**
   * Returns the index of the input whose next class is predicted, among the inputs of tokens.
   *
   * @param schema the schema of the inputs
   */
  public static int predictedTokens(
      InputColumns inputs, TargetSettings target, FieldSchema schema) {
    if (!(schema instanceof FieldSchema.Parts parts)) {
      return 0;
    }
    return (int)
        IntStream.range(0, inputs.predicted(target))
            .mapToObj(column -> input(inputs.columns().get(column), parts.parts().get(column)))
            .filter(InputShape::hasTokens)
            .count();
  }

  private static InputShape input(InputSettings input, FieldSchema schema) {
    if (!schemaOf(input.kind()).isInstance(schema)) {
      throw new IllegalArgumentException(
          "expected "
              + schemaOf(input.kind()).getSimpleName()
              + " for a column of the kind "
              + SettingKeys.of(input.kind())
              + ", found "
              + schema.getClass().getSimpleName());
    }
    boolean ids = schema instanceof FieldSchema.Tokens || schema instanceof FieldSchema.Classes;
    return ids && input.kind() != InputSettings.Kind.BAG
        ? new InputShape(InputShape.Kind.TOKENS, schema.size(), input.embedding(), input.into())
        : InputShape.ofFrames(schema.size()).with(input.into());
  }

  private static Class<? extends FieldSchema> schemaOf(InputSettings.Kind kind) {
    return switch (kind) {
      case WORDS, CHARACTERS, SUBWORDS, CATEGORIES, BAG -> FieldSchema.Tokens.class;
      case LABEL -> FieldSchema.Classes.class;
      case NUMBERS, FRAMES, VECTOR, AUDIO -> FieldSchema.Numbers.class;
      case SETS -> FieldSchema.Sets.class;
      case TIME -> FieldSchema.Times.class;
    };
  }

  private static DataShape.Target target(FieldSchema schema) {
    if (schema instanceof FieldSchema.Numbers || schema instanceof FieldSchema.Changes) {
      return DataShape.Target.FRAMES;
    }
    if (schema instanceof FieldSchema.Tokens || schema instanceof FieldSchema.Classes) {
      return DataShape.Target.CLASSES;
    }
    if (schema instanceof FieldSchema.Sets) {
      return DataShape.Target.SETS;
    }
    throw new IllegalArgumentException("expected the schema of a target, found " + schema);
  }
}
