package dev.unfold.ml;

import dev.unfold.driver.prediction.column.ClassVectors;
import dev.unfold.driver.prediction.column.NumberVectors;
import dev.unfold.ml.param.ClassParamSet;
import dev.unfold.ml.param.ClassParams;
import dev.unfold.ml.param.NextParams;
import dev.unfold.ml.param.ParamFactory;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a network that predicts the next step of a sequence from those before it: the next word or
 * category, or the next numbers.
 */
public final class NextStepPredictor extends SequenceEstimator<NextStepPredictor, NextStepModel>
    implements ClassParams, NextParams {
  private static final long serialVersionUID = 1L;

  private final ClassParamSet classParameters = new ClassParamSet(this);
  private final Param<String> nextCol = NextParams.create(this);
  private final IntParam ahead =
      new ParamFactory(this).intSetting("ahead", "corpus.target.ahead", 1);

  /** Creates an estimator with a unique identifier. */
  public NextStepPredictor() {
    this(Identifiable.randomUID("nextStepPredictor"));
  }

  /** Creates an estimator. */
  public NextStepPredictor(String uid) {
    super(uid);
  }

  @Override
  public ClassParamSet classParameters() {
    return classParameters;
  }

  @Override
  public Param<String> nextCol() {
    return nextCol;
  }

  /** Returns the parameter for the number of steps by which the target is later. */
  public IntParam ahead() {
    return ahead;
  }

  /** Returns the number of steps by which the target is later than the input. */
  public int getAhead() {
    return (int) getOrDefault(ahead);
  }

  @Override
  Map<String, Object> task(StructType rows) {
    Map<String, Object> task = next(rows).settings();
    task.put("corpus.target.ahead", getAhead());
    return task;
  }

  private NextColumn next(StructType rows) {
    return NextColumn.of(inputs(rows), kind -> kind.hasIds() || kind.isNumeric(), getNextCol());
  }

  @Override
  List<StructField> predicted(StructType rows) {
    InputSettings.Kind kind = next(rows).kind();
    return kind.hasIds()
        ? ClassVectors.fields(ClassModel.names(this, this), rowsAreSteps(), false, List.of())
        : List.of(
            NumberVectors.field(
                getPredictionCol(), rowsAreSteps(), kind == InputSettings.Kind.NUMBERS));
  }

  @Override
  NextStepModel model(StructType rows, TrainedContent content) {
    return new NextStepModel(uid(), content);
  }

  /** Sets the input column whose next value is predicted; "" for the only possible one. */
  public NextStepPredictor setNextCol(String value) {
    return with(nextCol, value);
  }

  /** Sets the number of steps by which the target is later than the input. */
  public NextStepPredictor setAhead(int value) {
    return with(ahead, value);
  }

  /** Sets the column of the probabilities of all classes; "" for none. */
  public NextStepPredictor setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** Sets the column of the logarithms of the probabilities; "" for none. */
  public NextStepPredictor setRawPredictionCol(String value) {
    return with(rawPredictionCol(), value);
  }

  @Override
  NextStepPredictor self() {
    return this;
  }

  /** Returns a reader of saved estimators. */
  public static MLReader<NextStepPredictor> read() {
    return new DefaultParamsReader<>();
  }

  /** Returns the estimator that was saved in a folder. */
  public static NextStepPredictor load(String path) {
    return read().load(path);
  }
}
