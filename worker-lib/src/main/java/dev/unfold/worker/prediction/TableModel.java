package dev.unfold.worker.prediction;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.sequence.example.ExampleSchema;

/**
 * A model over tables of examples.
 *
 * @param model the complete model
 * @param schema the schema of the examples
 * @param preprocessing the conversion of rows into examples
 */
public record TableModel(Model model, ExampleSchema schema, Preprocessing.Table preprocessing) {
  /**
   * Returns a model as one over tables.
   *
   * @param where the path of its folder, for messages
   * @throws ModelFormatException if it is a language model
   */
  public static TableModel of(String where, Model model) throws ModelFormatException {
    if (model.symbols() instanceof Vocabularies.TableSchema symbols
        && model.config().preprocessing() instanceof Preprocessing.Table table) {
      return new TableModel(model, symbols.schema(), table);
    }
    throw new ModelFormatException(
        ErrorKind.USAGE,
        where,
        "a model over a table of examples",
        "a language model, which works with unfold generate and unfold evaluate");
  }

  /** Returns the network with the schema of its examples. */
  public ExampleNetwork network() {
    return new ExampleNetwork(
        model.config().network(), preprocessing.columns(), preprocessing.target(), schema);
  }
}
