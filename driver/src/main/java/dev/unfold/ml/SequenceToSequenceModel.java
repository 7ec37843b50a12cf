package dev.unfold.ml;

import dev.unfold.driver.operation.RequestedSearch;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.driver.prediction.column.PredictedColumns;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/** Generates a text from each sequence, greedily or by beam search. */
public final class SequenceToSequenceModel extends SequenceModel<SequenceToSequenceModel> {
  private static final long serialVersionUID = 1L;

  private final IntParam beam =
      new IntParam(
          this,
          "beam",
          "The number of hypotheses of beam search. 0: greedy decoding.",
          ParamValidators.gtEq(0));

  /** Creates a model without a network, of which only the parameters can be read. */
  public SequenceToSequenceModel() {
    this(Identifiable.randomUID("sequenceToSequenceModel"), null);
  }

  SequenceToSequenceModel(String uid, TrainedContent content) {
    super(uid, content);
    setDefault(beam, 0);
  }

  /** Returns the parameter for the number of hypotheses of beam search. */
  public IntParam beam() {
    return beam;
  }

  /** Returns the number of hypotheses of beam search; 0 for greedy decoding. */
  public int getBeam() {
    return (int) getOrDefault(beam);
  }

  /** Sets the number of hypotheses of beam search; 0 for greedy decoding. */
  public SequenceToSequenceModel setBeam(int value) {
    return with(beam, value);
  }

  @Override
  DecodingStrategy decoding(int maxLength) {
    return getBeam() == 0
        ? super.decoding(maxLength)
        : new DecodingStrategy.BeamSearchDecoding(
            maxLength, new BeamSettings(getBeam(), RequestedSearch.DEFAULT_PENALTY));
  }

  @Override
  OutputValues predicted(ExampleNetwork network, boolean rowsAreSteps) {
    PredictionOutput output = new PredictionOutput("", CorpusFormat.PARQUET, getPredictionCol());
    return new PredictedColumns(network, rowsAreSteps, output, outputs());
  }

  @Override
  SequenceToSequenceModel create(String newUid, TrainedContent of) {
    return new SequenceToSequenceModel(newUid, of);
  }

  @Override
  SequenceToSequenceModel self() {
    return this;
  }

  /** Returns a reader of saved models. */
  public static MLReader<SequenceToSequenceModel> read() {
    return new SequenceModelReader<>(SequenceToSequenceModel.class, SequenceToSequenceModel::new);
  }

  /** Returns the model that was saved in a folder. */
  public static SequenceToSequenceModel load(String path) {
    return read().load(path);
  }
}
