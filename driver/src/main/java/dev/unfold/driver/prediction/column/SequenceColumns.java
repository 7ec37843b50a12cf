package dev.unfold.driver.prediction.column;

import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.Prediction;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a decoded sequence besides its text: the probabilities of its tokens, and the best
 * sequences of a search with their scores.
 *
 * @param timed whether tokens have times
 */
record SequenceColumns(boolean timed, PredictionOutput output, OutputOptions options)
    implements Serializable {
  private static final String SCORE = "_score";
  private static final StructType TOKEN =
      new StructType().add("token", DataTypes.StringType).add("probability", DataTypes.FloatType);
  private static final StructType TIMED_TOKEN =
      TOKEN.add("start", DataTypes.DoubleType).add("end", DataTypes.DoubleType);
  private static final StructType SEQUENCE =
      new StructType()
          .add("sequence", DataTypes.StringType)
          .add("score", DataTypes.DoubleType)
          .add("log_probability", DataTypes.DoubleType);

  /** Returns the columns after that of the text. */
  List<StructField> fields() {
    List<StructField> fields = new ArrayList<>();
    if (options.sequences() > 0 && !output.isFlat()) {
      fields.add(output.field("_best", DataTypes.createArrayType(SEQUENCE)));
    }
    for (int rank = 1; output.isFlat() && rank <= options.sequences(); rank++) {
      String suffix = rank == 1 ? "" : "_" + rank;
      if (rank > 1) {
        fields.add(output.field(suffix, DataTypes.StringType));
      }
      fields.add(output.field(suffix + SCORE, DataTypes.DoubleType));
    }
    if (options.probabilities()) {
      fields.add(output.field("_tokens", DataTypes.createArrayType(timed ? TIMED_TOKEN : TOKEN)));
    }
    return fields;
  }

  /** Returns the values of all columns, with that of the text. */
  List<Object> values(Prediction.Tokens predicted) {
    List<Object> values = new ArrayList<>();
    values.add(predicted.text());
    if (options.sequences() > 0 && !output.isFlat()) {
      values.add(predicted.best().stream().map(this::row).toArray());
    } else if (options.sequences() > 0) {
      addFlat(predicted.best(), values);
    }
    if (options.probabilities()) {
      values.add(
          IntStream.range(0, predicted.tokens().size())
              .mapToObj(i -> token(i, predicted))
              .toArray());
    }
    return values;
  }

  private void addFlat(List<Prediction.Tokens.Candidate> best, List<Object> values) {
    for (int rank = 0; rank < best.size(); rank++) {
      if (rank > 0) {
        values.add(best.get(rank).text());
      }
      values.add(best.get(rank).score());
    }
    int missing = options.sequences() - best.size();
    int columns = best.isEmpty() ? 2 * missing - 1 : 2 * missing;
    values.addAll(Collections.nCopies(columns, null));
  }

  private Row row(Prediction.Tokens.Candidate one) {
    return RowFactory.create(one.text(), one.score(), one.logProbability());
  }

  private Row token(int index, Prediction.Tokens predicted) {
    String token = predicted.tokens().get(index);
    float probability = predicted.probabilities()[index];
    if (!timed) {
      return RowFactory.create(token, probability);
    }
    Prediction.Tokens.Time time = predicted.times().get(index);
    return RowFactory.create(token, probability, time.start(), time.end());
  }
}
