package dev.unfold.ml;

import dev.unfold.driver.operation.RequestedSearch;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.driver.prediction.column.PredictedColumns;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import org.apache.spark.ml.param.DoubleParam;
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

  private final DoubleParam lengthPenalty =
      new DoubleParam(
          this,
          "lengthPenalty",
          "The length penalty of beam search: higher values favor longer sequences, 0 compares"
              + " probabilities as they are. Only with a beam.",
          ParamValidators.inRange(0, Double.MAX_VALUE));

  private final IntParam nBest =
      new IntParam(
          this,
          "nBest",
          "The number of best sequences of beam search that are written with their scores, in a"
              + " column that is named like that of the prediction, with _best; at most beam. 0:"
              + " none.",
          ParamValidators.gtEq(0));

  /** Creates a model without a network, of which only the parameters can be read. */
  public SequenceToSequenceModel() {
    this(Identifiable.randomUID("sequenceToSequenceModel"), null);
  }

  SequenceToSequenceModel(String uid, TrainedContent content) {
    super(uid, content);
    setDefault(beam, 0);
    setDefault(lengthPenalty, RequestedSearch.DEFAULT_PENALTY);
    setDefault(nBest, 0);
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

  /** Returns the parameter for the length penalty of beam search. */
  public DoubleParam lengthPenalty() {
    return lengthPenalty;
  }

  /** Returns the length penalty of beam search. */
  public double getLengthPenalty() {
    return (double) getOrDefault(lengthPenalty);
  }

  /** Sets the length penalty of beam search, finite and at least 0; refused without a beam. */
  public SequenceToSequenceModel setLengthPenalty(double value) {
    return with(lengthPenalty, value);
  }

  /** Returns the parameter for the number of best sequences that are written. */
  public IntParam nBest() {
    return nBest;
  }

  /** Returns the number of best sequences that are written; 0 for none. */
  public int getNBest() {
    return (int) getOrDefault(nBest);
  }

  /** Sets the number of best sequences that are written; 0 for none. */
  public SequenceToSequenceModel setNBest(int value) {
    return with(nBest, value);
  }

  @Override
  OutputOptions outputs() {
    if (getNBest() > getBeam()) {
      throw new IllegalArgumentException(
          "nBest: expected at most the value of beam, " + getBeam() + ", found " + getNBest());
    }
    if (getBeam() == 0 && isSet(lengthPenalty)) {
      throw new IllegalArgumentException(
          "lengthPenalty: expected none without a beam, found " + getLengthPenalty());
    }
    return super.outputs().sequences(getNBest());
  }

  @Override
  DecodingStrategy decoding(int maxLength) {
    return getBeam() == 0
        ? super.decoding(maxLength)
        : new DecodingStrategy.BeamSearchDecoding(
            maxLength, new BeamSettings(getBeam(), getLengthPenalty()));
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
