package dev.unfold.ml;

import dev.unfold.driver.operation.RequestedScores;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.driver.prediction.column.ScoredColumns;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/**
 * Scores rows by how probable they are. It adds the natural logarithm of the probability of a
 * sequence; {@code …_steps} and {@code …_rank}, the logarithm and the rank of each of its steps;
 * {@code …_end} and {@code …_end_rank}, those of its end; and {@code …_top}, the most probable
 * steps, if {@code topK} is set. Where rows are steps, each has its own values.
 */
public final class SequenceScorerModel extends SequenceModel<SequenceScorerModel> {
  private static final long serialVersionUID = 1L;

  private final IntParam topK =
      new IntParam(
          this,
          "topK",
          "The number of most probable steps that are listed. 0: none.",
          ParamValidators.gtEq(0));

  /** Creates a model without a network, of which only the parameters can be read. */
  public SequenceScorerModel() {
    this(Identifiable.randomUID("sequenceScorerModel"), null);
  }

  SequenceScorerModel(String uid, TrainedContent content) {
    super(uid, content);
    setDefault(predictionCol(), RequestedScores.DEFAULT_COLUMN);
    setDefault(topK, 0);
  }

  /** Returns the parameter for the number of most probable steps. */
  public IntParam topK() {
    return topK;
  }

  /** Returns the number of most probable steps that are listed; 0 for none. */
  public int getTopK() {
    return (int) getOrDefault(topK);
  }

  /** Sets the number of most probable steps that are listed; 0 for none. */
  public SequenceScorerModel setTopK(int value) {
    return with(topK, value);
  }

  @Override
  OutputOptions outputs() {
    return OutputOptions.ofScores(getTopK());
  }

  @Override
  OutputValues predicted(ExampleNetwork network, boolean rowsAreSteps) {
    int known = network.schema().target().names().size();
    if (getTopK() > known) {
      throw new IllegalArgumentException(
          "topK: expected at most "
              + known
              + ", the categories that the model knows, found "
              + getTopK());
    }
    PredictionOutput output = new PredictionOutput("", CorpusFormat.PARQUET, getPredictionCol());
    return new ScoredColumns(network, rowsAreSteps, output, outputs());
  }

  @Override
  SequenceScorerModel create(String newUid, TrainedContent of) {
    return new SequenceScorerModel(newUid, of);
  }

  @Override
  SequenceScorerModel self() {
    return this;
  }

  /** Returns a reader of saved models. */
  public static MLReader<SequenceScorerModel> read() {
    return new SequenceModelReader<>(SequenceScorerModel.class, SequenceScorerModel::new);
  }

  /** Returns the model that was saved in a folder. */
  public static SequenceScorerModel load(String path) {
    return read().load(path);
  }
}
