package dev.unfold.driver.prediction.stream;

import dev.unfold.driver.prediction.DatasetPredictor;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.StepPredictor;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.row.PredictionRowEncoder;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * A model as tasks use it to read streams.
 *
 * @param hash the SHA-256 of its parameters
 * @param network its network with the schema of what it reads and predicts
 * @param sequence the sequences of its training table
 * @param parameters the flat vector, in the layout of the network; not copied
 * @param encoder the encoder of rows
 * @param columns the columns of the predictions
 */
record StreamModel(
    String hash,
    ExampleNetwork network,
    SequenceSettings sequence,
    float[] parameters,
    PredictionRowEncoder encoder,
    OutputValues columns)
    implements Serializable {
  /**
   * Returns a model as tasks use it.
   *
   * @param inputs the columns that it reads
   * @param columns the columns of the predictions
   */
  static StreamModel of(TableModel model, List<String> inputs, OutputValues columns) {
    return new StreamModel(
        model.model().sha256(),
        model.network(),
        model.preprocessing().sequence(),
        model.model().parameters(),
        DatasetPredictor.encoder(model, inputs),
        columns);
  }

  /** Returns why the model cannot read events one by one; empty if it can. */
  Optional<String> obstacle() {
    WindowSettings window = sequence.window();
    return window.length() > 0 && window.stride() < window.length()
        ? Optional.of(
            "its windows overlap (corpus.sequence.window: stride "
                + window.stride()
                + " below length "
                + window.length()
                + ")")
        : StepPredictor.obstacle(network);
  }

  /** Returns whether a model reads the same columns of the same sequences, and has the target. */
  boolean readsLike(TableModel model) {
    return network.inputs().equals(model.network().inputs())
        && network.target().equals(model.network().target())
        && sequence.equals(model.preprocessing().sequence());
  }

  /** Returns whether another model can continue to read a stream that this one reads. */
  boolean isReplaceableBy(StreamModel other) {
    return columns.fields().equals(other.columns.fields()) && other.obstacle().isEmpty();
  }
}
