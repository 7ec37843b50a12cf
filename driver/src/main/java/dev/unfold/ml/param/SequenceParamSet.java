package dev.unfold.ml.param;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters that estimators and models have, whatever they predict. */
public final class SequenceParamSet implements Serializable {
  private static final long serialVersionUID = 1L;

  final ColumnParamSet columns;
  final Param<String> weightCol;
  final StringArrayParam sequenceCols;
  final StringArrayParam orderCols;
  final DoubleParam gap;
  final IntParam windowLength;
  final IntParam windowStride;
  final Param<String> cell;
  final IntParam numLayers;
  final IntParam hiddenSize;
  final IntParam embeddingSize;
  final DoubleParam dropout;
  final BooleanParam bidirectional;
  final IntParam maxIter;
  final Param<String> optimizer;
  final DoubleParam stepSize;
  final IntParam numShards;
  final IntParam batchSize;
  final IntParam truncationLength;
  final IntParam patience;
  final Param<String> positive;
  final LongParam seed;
  final StringArrayParam settings;
  final Param<String> checkpointDir;

  private final LinkedHashMap<String, Param<?>> settingsByKey;

  /**
   * @param parent the estimator or model, whose identifier is known
   */
  public SequenceParamSet(Params parent) {
    ParamFactory create = new ParamFactory(parent);
    columns = new ColumnParamSet(create);
    weightCol = create.textSetting("weightCol", "corpus.weight.column");
    sequenceCols = create.listSetting("sequenceCols", "corpus.sequence.by");
    orderCols = create.listSetting("orderCols", "corpus.sequence.order");
    gap = create.numberSetting("gap", "corpus.sequence.gap");
    windowLength = create.intSetting("windowLength", "corpus.sequence.window.length", 0);
    windowStride = create.intSetting("windowStride", "corpus.sequence.window.stride", 1);
    cell = create.textSetting("cell", "network.cell");
    numLayers = create.intSetting("numLayers", "network.layers", 1);
    hiddenSize = create.intSetting("hiddenSize", "network.hidden", 1);
    embeddingSize = create.intSetting("embeddingSize", "network.embedding", 1);
    dropout = create.numberSetting("dropout", "network.dropout");
    bidirectional = create.booleanSetting("bidirectional", "network.bidirectional");
    maxIter = create.intSetting("maxIter", "training.epochs", 1);
    optimizer = create.textSetting("optimizer", "training.optimizer.kind");
    stepSize = create.numberSetting("stepSize", "training.optimizer.learning-rate");
    numShards = create.intSetting("numShards", "training.shards", 1);
    batchSize = create.intSetting("batchSize", "training.batch", 1);
    truncationLength = create.intSetting("truncationLength", "training.steps", 1);
    patience = create.intSetting("patience", "training.patience", 0);
    positive = create.textSetting("positive", "evaluation.positive");
    seed = create.longSetting("seed", "training.seed");
    settings =
        create.texts(
            "settings", "Further settings, each as KEY=VALUE with a key of docs/configuration.md.");
    checkpointDir =
        create.text(
            "checkpointDir",
            "A folder that all machines can access. A fit with the same parameters and the same rows"
                + " as an interrupted one resumes there. Default: a temporary folder.");
    settingsByKey = new LinkedHashMap<>(create.settings());
  }

  /** Returns the parameters that are settings, by the keys of the settings. */
  public Map<String, Param<?>> settingsByKey() {
    return Collections.unmodifiableMap(settingsByKey);
  }
}
