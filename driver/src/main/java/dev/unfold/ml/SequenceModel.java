package dev.unfold.ml;

import dev.unfold.api.UnfoldException;
import dev.unfold.driver.operation.KernelPolicy;
import dev.unfold.driver.operation.RequestedPredictions;
import dev.unfold.driver.prediction.DatasetPredictor;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.driver.prediction.stream.DatasetStreams;
import dev.unfold.ml.column.ColumnTypes;
import dev.unfold.ml.column.DatasetColumns;
import dev.unfold.ml.param.ParamFactory;
import dev.unfold.ml.param.SequenceParamSet;
import dev.unfold.ml.param.SequenceParams;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A trained network that adds its predictions to the rows of a dataset. They equal those of {@code
 * unfold predict} to the last bit and are computed when the result is used, in one pass, without a
 * row in the driver. A row without an input has nulls. Where rows are steps, the result is grouped
 * by sequence and in order.
 *
 * <p>It is saved with the folder of its model as {@code model}, which commands and programs read.
 *
 * @param <M> the type of the model
 */
public abstract class SequenceModel<M extends SequenceModel<M>> extends Model<M>
    implements SequenceParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final SequenceParamSet parameters;
  private final Param<String> championStore;
  private final BooleanParam anyKernels;
  private final transient TrainedContent content;

  /**
   * @param content the trained model; null for a model that has none, which Spark creates to learn
   *     its parameters
   */
  SequenceModel(String uid, TrainedContent content) {
    this.uid = uid;
    this.content = content;
    parameters = new SequenceParamSet(this);
    ParamFactory create = new ParamFactory(this);
    championStore =
        create.text(
            "championStore",
            "A model store. A streaming dataset whose rows are steps is read by its champion of"
                + " each micro-batch in place of this model. Default: none.",
            "");
    anyKernels =
        create.flag(
            "anyKernels",
            "Whether each machine uses its own kernels, with which results may differ in the last"
                + " digits; otherwise executors with another processor than the driver's fail.");
  }

  /** Returns the columns of the predictions. */
  abstract OutputValues predicted(ExampleNetwork network, boolean rowsAreSteps);

  /** Returns the options of the outputs. */
  OutputOptions outputs() {
    return withoutProbabilities();
  }

  /** Returns the options of outputs of which only the prediction is used. */
  static OutputOptions withoutProbabilities() {
    return new OutputOptions(RequestedPredictions.DEFAULT_THRESHOLD, false, 0);
  }

  /** Returns the decoding of sequences. */
  DecodingStrategy decoding(int maxLength) {
    return DecodingStrategy.greedy(maxLength);
  }

  /** Returns a model of the same type. */
  abstract M create(String newUid, TrainedContent of);

  /** Returns this model. */
  abstract M self();

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public SequenceParamSet parameters() {
    return parameters;
  }

  /** Returns the trained model. */
  final TrainedContent content() {
    if (content == null) {
      throw new IllegalStateException(
          uid + ": expected a model that was fitted or loaded, found one without parameters");
    }
    return content;
  }

  private TableModel table() {
    return content().table();
  }

  final ExampleNetwork network() {
    return table().network();
  }

  final boolean rowsAreSteps() {
    return table().preprocessing().sequence().rowsAreSteps();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    try {
      DatasetPredictor predictor = predictor();
      return dataset.isStreaming() && rowsAreSteps()
          ? streams(predictor).predict(dataset.toDF())
          : predictor.predict(dataset.toDF());
    } catch (IOException e) {
      throw new UnfoldException(e);
    }
  }

  private DatasetStreams streams(DatasetPredictor predictor) {
    Optional<String> store = Optional.of(getChampionStore()).filter(path -> !path.isEmpty());
    return new DatasetStreams(predictor, store, network -> predicted(network, true));
  }

  final DatasetPredictor predictor() throws IOException {
    TableModel table = table();
    PredictionOptions options =
        new PredictionOptions(
            RequestedPredictions.DEFAULT_BATCH,
            outputs(),
            decoding(DecodingStrategy.longest(content().longestTarget())));
    return new DatasetPredictor(
        table,
        inputNames(),
        predicted(table.network(), rowsAreSteps()),
        options,
        (getAnyKernels() ? KernelPolicy.ANY : KernelPolicy.DRIVER).choose());
  }

  @Override
  public StructType transformSchema(StructType schema) {
    TableModel table = table();
    DatasetColumns columns = new DatasetColumns(schema);
    ColumnTypes types = new ColumnTypes(schema, rowsAreSteps());
    List<InputSettings> inputs = table.network().inputs().columns();
    List<String> names = inputNames();
    if (names.size() != inputs.size()) {
      throw new IllegalArgumentException(
          "inputCols: expected " + inputs.size() + ", as many as in training, found " + names);
    }
    for (int i = 0; i < names.size(); i++) {
      types.requireInput(names.get(i), SettingKeys.of(inputs.get(i).kind()));
    }
    inputs.stream()
        .filter(InputSettings::hasSpeaker)
        .forEach(input -> columns.require(input.audio().speaker()));
    table.preprocessing().sequence().by().forEach(types::requireSequence);
    table.preprocessing().sequence().order().forEach(types::requireOrder);
    return columns.with(predicted(table.network(), rowsAreSteps()).fields());
  }

  /** Returns the number of parameters of the network. */
  public long numParameters() {
    return content().model().network().parameters().parameterCount();
  }

  /** Returns the SHA-256 of all parameters as 64 hex digits. */
  public String parametersSha256() {
    return content().model().sha256();
  }

  /** Returns the loss and the metrics of the validation rows with which the model was chosen. */
  public Map<String, Object> metrics() {
    return Collections.unmodifiableMap(content().metrics());
  }

  @Override
  public M copy(ParamMap extra) {
    return copyValues(create(uid, content), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new SequenceModelWriter(this, content());
  }

  /** Sets a parameter. */
  final <T> M with(Param<T> param, T value) {
    set(param, value);
    return self();
  }

  /** Sets the column of the sequence. */
  public M setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets the columns that are read together, in the order of training. */
  public M setInputCols(String... value) {
    return with(inputCols(), value);
  }

  /** Returns the parameter for the model store whose champion reads streams. */
  public Param<String> championStore() {
    return championStore;
  }

  /** Returns the model store whose champion reads streams; "" for none. */
  public String getChampionStore() {
    return getOrDefault(championStore);
  }

  /** Sets the model store whose champion reads streams; "" for none. */
  public M setChampionStore(String value) {
    return with(championStore, value);
  }

  /** Returns the parameter for whether each machine uses its own kernels. */
  public BooleanParam anyKernels() {
    return anyKernels;
  }

  /** Returns whether each machine uses its own kernels. */
  public boolean getAnyKernels() {
    return (boolean) getOrDefault(anyKernels);
  }

  /** Sets whether each machine uses its own kernels; results may differ in the last digits. */
  public M setAnyKernels(boolean value) {
    return with(anyKernels, value);
  }

  /** Sets the column of the prediction. */
  public M setPredictionCol(String value) {
    return with(predictionCol(), value);
  }
}
