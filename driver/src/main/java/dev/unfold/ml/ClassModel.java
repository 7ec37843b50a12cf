package dev.unfold.ml;

import dev.unfold.driver.operation.RequestedPredictions;
import dev.unfold.driver.prediction.column.ClassVectors;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.ml.param.ClassParamSet;
import dev.unfold.ml.param.ClassParams;
import dev.unfold.ml.param.ParamFactory;
import dev.unfold.ml.param.SequenceParams;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.OutputOptions;
import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * A model that predicts classes. It adds the class, the vector of the probabilities of all classes
 * and that of their natural logarithms; lists of them where each step of a row has a class.
 *
 * @param <M> the type of the model
 */
public abstract class ClassModel<M extends ClassModel<M>> extends SequenceModel<M>
    implements ClassParams {
  private static final long serialVersionUID = 1L;

  private final ClassParamSet classParameters = new ClassParamSet(this);
  private final BooleanParam labelsAreIndices;
  private final StringArrayParam labels;

  ClassModel(String uid, TrainedContent content) {
    super(uid, content);
    ParamFactory create = new ParamFactory(this);
    labelsAreIndices =
        create.flag(
            "labelsAreIndices",
            "Whether classes are whole numbers from 0, such as those of a StringIndexer.");
    labels = create.texts("labels", "The texts that these numbers stand for, if they are known.");
    setDefault(labels, new String[0]);
  }

  /** Sets whether labels are indices, and the texts that these stand for. */
  final M withIndices(boolean present, String... texts) {
    set(labelsAreIndices, present);
    return with(labels, texts);
  }

  @Override
  public ClassParamSet classParameters() {
    return classParameters;
  }

  /** Returns the parameter for whether classes are whole numbers from 0. */
  public BooleanParam labelsAreIndices() {
    return labelsAreIndices;
  }

  /** Returns whether classes are whole numbers from 0. */
  public boolean getLabelsAreIndices() {
    return (boolean) getOrDefault(labelsAreIndices);
  }

  /** Returns the parameter for the texts that indices of classes stand for. */
  public StringArrayParam labels() {
    return labels;
  }

  /** Returns the texts that indices of classes stand for; empty if they are not known. */
  public String[] getLabels() {
    return getOrDefault(labels);
  }

  static ClassVectors.Names names(SequenceParams columns, ClassParams classes) {
    return new ClassVectors.Names(
        columns.getPredictionCol(), classes.getProbabilityCol(), classes.getRawPredictionCol());
  }

  @Override
  OutputValues predicted(ExampleNetwork network, boolean rowsAreSteps) {
    return new ClassVectors(
        names(this, this), network, rowsAreSteps, getLabelsAreIndices(), List.of(getLabels()));
  }

  @Override
  OutputOptions outputs() {
    boolean vectors = !getProbabilityCol().isEmpty() || !getRawPredictionCol().isEmpty();
    return new OutputOptions(RequestedPredictions.DEFAULT_THRESHOLD, vectors, 0);
  }

  /** Returns the classes in the order of the vectors. */
  public List<String> classes() {
    return ((ClassVectors) predicted(network(), rowsAreSteps())).names();
  }

  /** Sets the column of the probabilities of all classes; "" for none. */
  public M setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** Sets the column of the logarithms of the probabilities; "" for none. */
  public M setRawPredictionCol(String value) {
    return with(rawPredictionCol(), value);
  }
}
