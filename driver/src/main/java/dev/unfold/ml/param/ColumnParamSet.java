package dev.unfold.ml.param;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters for the columns that are read and added. */
final class ColumnParamSet implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> featuresCol;
  final StringArrayParam inputCols;
  final StringArrayParam inputKinds;
  final StringArrayParam inputInto;
  final StringArrayParam audio;
  final Param<String> predictionCol;
  final Param<String> validationIndicatorCol;

  ColumnParamSet(ParamFactory create) {
    featuresCol = create.text("featuresCol", "The column of the sequence.", "features");
    inputCols =
        create.texts("inputCols", "Columns that are read together, in place of featuresCol.");
    inputKinds =
        create.texts(
            "inputKinds",
            "The kind of each input column, such as words, characters, categories, numbers, time or"
                + " frames. Default: what the type of the column suggests.");
    inputInto =
        create.texts(
            "inputInto",
            "Where the network reads each input column: steps, first-state (the initial states of"
                + " recurrent layers) or both. Default: steps.");
    audio =
        create.texts(
            "audio",
            "The acoustic features of input columns that are recordings, each as KEY=VALUE with a"
                + " key of corpus.input.audio, such as features=mfcc.");
    predictionCol = create.text("predictionCol", "The column for the prediction.", "prediction");
    validationIndicatorCol =
        create.text(
            "validationIndicatorCol",
            "The boolean column that is true in rows for validation, which are not trained on.");
  }
}
