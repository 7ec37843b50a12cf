package dev.unfold.driver.prediction.column;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.prediction.StepScore;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * The columns that are written for scores. Of a row that is a step: the log-probability of its
 * class and its rank. Of a row that is a sequence: the log-probability of all its steps, and that
 * and the rank of each. If the end of a sequence is predicted: these of the end, in its last row.
 */
public final class ScoredColumns implements OutputValues {
  private static final long serialVersionUID = 1L;

  private final ClassRanking ranking;
  private final boolean rowsAreSteps;
  private final boolean boundaries;
  private final PredictionOutput output;
  private final OutputOptions options;

  /**
   * @param rowsAreSteps whether a row is a step; otherwise it is a sequence
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if the network does not
   *     predict classes of next steps, or the output cannot represent the scores
   */
  public ScoredColumns(
      ExampleNetwork network,
      boolean rowsAreSteps,
      PredictionOutput output,
      OutputOptions options) {
    Optional<String> other = network.otherThanScores();
    require(
        other.isEmpty(),
        "MODEL",
        "one that predicts the next word or category (corpus.target.kind = next, ahead = 1), from"
            + " the first step to the last; unfold predict applies others",
        other.orElse(""));
    ranking = ClassRanking.of(network.schema().target());
    this.rowsAreSteps = rowsAreSteps;
    boundaries = network.target().boundaries();
    this.output = output;
    this.options = options;
    ranking.require(options.topK());
    require(
        !output.isFlat() || (rowsAreSteps && options.topK() == 0),
        "--output-format",
        "json or parquet, since the scores have lists",
        SettingKeys.of(output.format()));
  }

  @Override
  public List<StructField> fields() {
    return fields(output.column(), rowsAreSteps, boundaries, options.topK() > 0);
  }

  /**
   * Returns the columns of scores.
   *
   * @param column the first column, with whose name the others begin
   * @param rowsAreSteps whether a row is a step; otherwise it is a sequence
   * @param boundaries whether the first step and the end of a sequence are predicted
   * @param ranked whether the most probable classes are reported
   */
  public static List<StructField> fields(
      String column, boolean rowsAreSteps, boolean boundaries, boolean ranked) {
    List<StructField> fields = new ArrayList<>();
    fields.add(field(column, DataTypes.DoubleType));
    if (!rowsAreSteps) {
      fields.add(field(column + "_steps", DataTypes.createArrayType(DataTypes.DoubleType)));
    }
    fields.add(field(column + "_rank", ofSteps(DataTypes.IntegerType, rowsAreSteps)));
    if (ranked) {
      fields.add(field(column + "_top", ofSteps(ClassRanking.TYPE, rowsAreSteps)));
    }
    if (boundaries) {
      fields.add(field(column + "_end", DataTypes.DoubleType));
      fields.add(field(column + "_end_rank", DataTypes.IntegerType));
    }
    return fields;
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }

  private static DataType ofSteps(DataType type, boolean rowsAreSteps) {
    return rowsAreSteps ? type : DataTypes.createArrayType(type);
  }

  @Override
  public List<Object> values(Optional<Prediction> prediction) {
    if (prediction.isEmpty()) {
      return Collections.nCopies(fields().size(), null);
    }
    Prediction.Scores scores = (Prediction.Scores) prediction.get();
    List<Object> values = new ArrayList<>();
    values.add(rowsAreSteps ? ofSteps(scores, StepScore::logProbability) : scores.logProbability());
    if (!rowsAreSteps) {
      values.add(ofSteps(scores, StepScore::logProbability));
    }
    values.add(ofSteps(scores, StepScore::rank));
    if (options.topK() > 0) {
      values.add(ofSteps(scores, score -> ranking.ranked(score.best())));
    }
    if (boundaries) {
      values.add(scores.end().map(StepScore::logProbability).orElse(null));
      values.add(scores.end().map(StepScore::rank).orElse(null));
    }
    return values;
  }

  /**
   * Returns a value of each step in a list, or that of the only step. That of a first step that is
   * not predicted is null.
   */
  private Object ofSteps(Prediction.Scores scores, Function<StepScore, Object> value) {
    List<Object> values = new ArrayList<>();
    if (!boundaries && !rowsAreSteps) {
      values.add(null);
    }
    scores.scores().forEach(score -> values.add(value.apply(score)));
    if (!rowsAreSteps) {
      return values.toArray();
    }
    return values.isEmpty() ? null : values.get(0);
  }

  @Override
  public List<String> texts() {
    return List.of();
  }

  @Override
  public boolean joinsTags() {
    return false;
  }
}
