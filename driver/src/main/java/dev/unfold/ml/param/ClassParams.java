package dev.unfold.ml.param;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The parameters for the columns of predicted classes. */
public interface ClassParams extends Params {
  /** Returns these parameters. */
  ClassParamSet classParameters();

  /** Returns the parameter for the column of the probabilities of all classes. */
  default Param<String> probabilityCol() {
    return classParameters().probabilityCol;
  }

  /** Returns the column of the probabilities of all classes; "" for none. */
  default String getProbabilityCol() {
    return getOrDefault(probabilityCol());
  }

  /** Returns the parameter for the column of the logarithms of the probabilities. */
  default Param<String> rawPredictionCol() {
    return classParameters().rawPredictionCol;
  }

  /** Returns the column of the logarithms of the probabilities; "" for none. */
  default String getRawPredictionCol() {
    return getOrDefault(rawPredictionCol());
  }
}
