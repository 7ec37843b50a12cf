package dev.unfold.ml.param;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The parameter for the input column whose next value is the target. */
public interface NextParams extends Params {
  /** Returns the parameter for the input column whose next value is predicted. */
  Param<String> nextCol();

  /** Returns the input column whose next value is predicted; "" for the only possible one. */
  default String getNextCol() {
    return getOrDefault(nextCol());
  }

  /** Creates the parameter of an estimator. */
  static Param<String> create(Params parent) {
    return new ParamFactory(parent)
        .text(
            "nextCol",
            "The one of inputCols whose next value is predicted. \"\": the only one whose next value"
                + " can be.",
            "");
  }
}
