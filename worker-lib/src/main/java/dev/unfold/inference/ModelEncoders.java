package dev.unfold.inference;

import dev.unfold.worker.generation.text.TextModel;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.prediction.NumberedExample;
import dev.unfold.worker.sequence.example.Example;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The encoders of what a model reads.
 *
 * @param ofTable that of rows, of a model over tables
 * @param ofText that of tokens, of a language model of text
 */
record ModelEncoders(Optional<TableEncoder> ofTable, Optional<TextEncoder> ofText) {
  static ModelEncoders of(LoadedModel model) throws IOException {
    if (model.model().config().preprocessing() instanceof Preprocessing.Text) {
      TextEncoder text = new TextEncoder(TextModel.of(model.where(), model.model()));
      return new ModelEncoders(Optional.empty(), Optional.of(text));
    }
    TableEncoder table = new TableEncoder(model.network(), model.sequence());
    return new ModelEncoders(Optional.of(table), Optional.empty());
  }

  /** Returns the encoder of events. */
  EventEncoder events() {
    return ofTable.<EventEncoder>map(table -> table).orElseGet(this::text);
  }

  /**
   * Returns the examples of rows of a table whose rows are examples.
   *
   * @param copied whether tokens of the rows are copied
   */
  List<NumberedExample> rows(List<? extends Map<String, ?>> rows, boolean copied)
      throws IOException {
    TableEncoder table = table();
    List<NumberedExample> examples = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      String place = rows.size() == 1 ? "the row" : "row " + (i + 1);
      Example example = table.row(place, rows.get(i));
      List<String> texts = copied ? table.texts(place, rows.get(i)) : List.of();
      examples.add(new NumberedExample(i, example, texts));
    }
    return examples;
  }

  TableEncoder table() {
    ModelException.require(
        ofTable.isPresent(), "a model over tables", "one of text; use score(text) or generate");
    return ofTable.orElseThrow();
  }

  TextEncoder text() {
    ModelException.require(
        ofText.isPresent(), "a language model of text", "one over tables; use predict or score");
    return ofText.orElseThrow();
  }
}
