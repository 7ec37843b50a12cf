package dev.unfold.ml.param;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The parameters for the columns of predicted classes. */
public final class ClassParamSet implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> probabilityCol;
  final Param<String> rawPredictionCol;

  /**
   * @param parent the estimator or model, whose identifier is known
   */
  public ClassParamSet(Params parent) {
    ParamFactory create = new ParamFactory(parent);
    probabilityCol =
        create.text(
            "probabilityCol",
            "The column for the vector of the probabilities of all classes. \"\": none.",
            "probability");
    rawPredictionCol =
        create.text(
            "rawPredictionCol",
            "The column for the vector of the natural logarithms of the probabilities. \"\": none.",
            "rawPrediction");
  }
}
