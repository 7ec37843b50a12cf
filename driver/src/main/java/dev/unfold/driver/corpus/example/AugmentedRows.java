package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.worker.sequence.row.Recording;
import dev.unfold.worker.sequence.row.TableRow;
import dev.unfold.worker.settings.corpus.AugmentationSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a training table with the changed copies of their recordings, each copy after its
 * row.
 *
 * @param inputs the inputs of the table
 */
record AugmentedRows(InputColumns inputs) implements Serializable {
  /** Returns the number of copies of each row. */
  int copies() {
    return inputs.columns().stream().mapToInt(input -> of(input).copies()).max().orElse(0);
  }

  /** Returns a row and its copies; a fault or a notice alone. */
  Iterator<RowReadResult<TableRow>> of(RowReadResult<TableRow> result) {
    if (!(result instanceof RowReadResult.Good<TableRow> good)) {
      return List.of(result).iterator();
    }
    return IntStream.rangeClosed(0, copies())
        .<RowReadResult<TableRow>>mapToObj(
            copy -> copy == 0 ? good : new RowReadResult.Good<>(copy(good.value(), copy)))
        .iterator();
  }

  private TableRow copy(TableRow row, int number) {
    List<Object> values =
        IntStream.range(0, row.inputs().size())
            .mapToObj(i -> copy(row.inputs().get(i), of(inputs.columns().get(i)), number))
            .toList();
    return row.withInputs(values);
  }

  private static Object copy(Object value, AugmentationSettings settings, int number) {
    return value instanceof Recording recording && number <= settings.copies()
        ? recording.copy(number, settings)
        : value;
  }

  private static AugmentationSettings of(InputSettings input) {
    return input.kind() == InputSettings.Kind.AUDIO
        ? input.audio().augmentation()
        : AugmentationSettings.none();
  }
}
