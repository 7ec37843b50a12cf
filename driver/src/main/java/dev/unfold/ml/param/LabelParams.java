package dev.unfold.ml.param;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The parameter for the column of the target. */
public interface LabelParams extends Params {
  /** Returns the parameter for the column of the target. */
  Param<String> labelCol();

  /** Returns the column of the target. */
  default String getLabelCol() {
    return getOrDefault(labelCol());
  }

  /** Creates the parameter of an estimator. */
  static Param<String> create(Params parent) {
    return new ParamFactory(parent).text("labelCol", "The column of the target.", "label");
  }
}
