package dev.unfold.ml.param;

import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters for the columns that are read and added, and for the sequences of rows. */
public interface ColumnParams extends Params {
  /** Returns all parameters. */
  SequenceParamSet parameters();

  /** Returns the parameter for the column of the sequence. */
  default Param<String> featuresCol() {
    return parameters().columns.featuresCol;
  }

  /** Returns the column of the sequence. */
  default String getFeaturesCol() {
    return getOrDefault(featuresCol());
  }

  /** Returns the parameter for the columns that are read together. */
  default StringArrayParam inputCols() {
    return parameters().columns.inputCols;
  }

  /** Returns the columns that are read together. */
  default String[] getInputCols() {
    return getOrDefault(inputCols());
  }

  /** Returns the parameter for the kinds of the input columns. */
  default StringArrayParam inputKinds() {
    return parameters().columns.inputKinds;
  }

  /** Returns the kinds of the input columns. */
  default String[] getInputKinds() {
    return getOrDefault(inputKinds());
  }

  /** Returns the parameter for where the network reads the input columns. */
  default StringArrayParam inputInto() {
    return parameters().columns.inputInto;
  }

  /** Returns where the network reads the input columns. */
  default String[] getInputInto() {
    return getOrDefault(inputInto());
  }

  /** Returns the parameter for the acoustic features of recordings. */
  default StringArrayParam audio() {
    return parameters().columns.audio;
  }

  /** Returns the settings of the acoustic features of recordings. */
  default String[] getAudio() {
    return getOrDefault(audio());
  }

  /** Returns the parameter for the column of the prediction. */
  default Param<String> predictionCol() {
    return parameters().columns.predictionCol;
  }

  /** Returns the column of the prediction. */
  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  /** Returns the parameter for the column that marks rows for validation. */
  default Param<String> validationIndicatorCol() {
    return parameters().columns.validationIndicatorCol;
  }

  /** Returns the column that marks rows for validation. */
  default String getValidationIndicatorCol() {
    return getOrDefault(validationIndicatorCol());
  }

  /** Returns the parameter for the column of the weights of rows. */
  default Param<String> weightCol() {
    return parameters().weightCol;
  }

  /** Returns the column of the weights of rows; "" for none. */
  default String getWeightCol() {
    return getOrDefault(weightCol());
  }

  /** Returns the parameter for the columns that identify the sequence of a row. */
  default StringArrayParam sequenceCols() {
    return parameters().sequenceCols;
  }

  /** Returns the columns that identify the sequence of a row. */
  default String[] getSequenceCols() {
    return getOrDefault(sequenceCols());
  }

  /** Returns the parameter for the columns that order the rows of a sequence. */
  default StringArrayParam orderCols() {
    return parameters().orderCols;
  }

  /** Returns the columns that order the rows of a sequence. */
  default String[] getOrderCols() {
    return getOrDefault(orderCols());
  }

  /** Returns the parameter for the seconds above which a new sequence starts. */
  default DoubleParam gap() {
    return parameters().gap;
  }

  /** Returns the seconds above which a new sequence starts. */
  default double getGap() {
    return (double) getOrDefault(gap());
  }

  /** Returns the parameter for the maximum number of steps of a part of a sequence. */
  default IntParam windowLength() {
    return parameters().windowLength;
  }

  /** Returns the maximum number of steps of a part of a sequence. */
  default int getWindowLength() {
    return (int) getOrDefault(windowLength());
  }

  /** Returns the parameter for the distance between the first steps of two parts. */
  default IntParam windowStride() {
    return parameters().windowStride;
  }

  /** Returns the distance between the first steps of two parts. */
  default int getWindowStride() {
    return (int) getOrDefault(windowStride());
  }

  /** Returns {@code inputCols} or, if they are not set, {@code featuresCol}. */
  default List<String> inputNames() {
    return isSet(inputCols()) ? List.of(getInputCols()) : List.of(getFeaturesCol());
  }
}
