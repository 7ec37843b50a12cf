package dev.unfold.worker.sequence.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.InputSettings.Kind;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.corpus.TimeFeature;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExampleShapeTest {
  private static final FieldSchema LABELS = new FieldSchema.Classes(new LabelSet(List.of("x")));
  private static final FrameScale SCALE = FrameScale.none(2);
  private static final List<FieldSchema> SCHEMAS =
      List.of(
          new FieldSchema.Tokens(Vocabulary.of(List.of("a"), false)),
          LABELS,
          new FieldSchema.Numbers(SCALE),
          new FieldSchema.Sets(2),
          new FieldSchema.Times(List.of(TimeFeature.HOUR), SCALE),
          new FieldSchema.None());

  private static InputSettings input(String column, Kind kind) {
    return new InputSettings(column, kind, 2, false, true, false);
  }

  private static List<InputShape> shape(FieldSchema input, InputSettings... inputs) {
    return ExampleShape.of(
            new InputColumns(List.of(inputs)),
            new TargetSettings("y", TargetSettings.Kind.LABEL, 0),
            new ExampleSchema(input, LABELS, new FieldSchema.None()))
        .inputs();
  }

  /** A schema from a file that others wrote can be that of another kind of column. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void onlyOneSchemaFitsAKind(Kind kind) {
    Stream<FieldSchema> fitting =
        SCHEMAS.stream()
            .filter(
                schema -> {
                  try {
                    return shape(schema, input("x", kind)).get(0).size() == schema.size();
                  } catch (IllegalArgumentException e) {
                    assertThat(e).hasMessageContaining("for a column of the kind");
                    return false;
                  }
                });
    assertThat(fitting).hasSize(1);
  }

  @Test
  void onlyATargetHasTheShapeOfOne() {
    TargetSettings target = new TargetSettings("y", TargetSettings.Kind.LABEL, 0);
    InputColumns inputs = new InputColumns(List.of(input("x", Kind.LABEL)));
    FieldSchema none = new FieldSchema.None();
    for (FieldSchema schema :
        List.of(none, SCHEMAS.get(4), new FieldSchema.Parts(List.of(LABELS)))) {
      assertThatThrownBy(
              () -> ExampleShape.of(inputs, target, new ExampleSchema(LABELS, schema, none)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("expected the schema of a target, found ");
    }
  }

  @Test
  void columnsAndSchemasAreAsMany() {
    FieldSchema labels = new FieldSchema.Parts(List.of(LABELS, LABELS));
    InputSettings[] inputs = {input("a", Kind.LABEL), input("b", Kind.LABEL)};

    assertThat(shape(labels, inputs)).hasSize(2);
    assertThatThrownBy(() -> shape(LABELS, inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected the schema of 2 columns, found that of 1");
    assertThatThrownBy(() -> shape(labels, inputs[0]))
        .hasMessage("expected the schema of 1 columns, found that of 2");
  }

  @Test
  void indicatorsDoubleTheWidth() {
    FieldSchema indicated = new FieldSchema.Numbers(SCALE, List.of(), List.of(0.0, 0.0), true);

    assertThat(shape(indicated, input("x", Kind.FRAMES))).containsExactly(InputShape.ofFrames(4));
  }
}
