package dev.unfold.worker.sequence.row;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.LabelSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowFieldEncoderTest {
  private static final FieldSchema LABELS = new FieldSchema.Classes(new LabelSet(List.of("x")));

  static List<RawField> raw() {
    return List.of(
        new RawField.None(),
        new RawField.Missing(1),
        new RawField.Masked(new RawField.None(), new boolean[1]),
        new RawField.Parts(List.of(new RawField.Texts(List.of("x"))), 1));
  }

  @ParameterizedTest
  @MethodSource("raw")
  void aFieldOfAnotherKindIsNotOneWithoutSteps(RawField raw) {
    TableRow row = new TableRow("rows.csv: line 1", List.of("x"), null, 0);
    assertThatThrownBy(
            () ->
                new RowFieldEncoder(row, "corpus.input").encode(raw, LABELS, UnseenLabels.REFUSED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "corpus.input: expected values of the schema Classes, found "
                + raw.getClass().getSimpleName());
  }
}
