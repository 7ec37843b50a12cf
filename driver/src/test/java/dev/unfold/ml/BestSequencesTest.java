package dev.unfold.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests the beam search of sequences in pipelines. */
class BestSequencesTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();
  @TempDir private Path folder;

  @Test
  void theBestSequencesAreWrittenByTheirScores() throws Exception {
    StructType columns =
        new StructType().add("text", DataTypes.StringType).add("answer", DataTypes.StringType);
    List<Row> written =
        IntStream.range(0, 40)
            .mapToObj(i -> RowFactory.create("w" + i % 7 + " and", "x" + i % 3 + " y" + i % 2))
            .toList();
    SPARK.context();
    Dataset<Row> rows = SparkSession.builder().getOrCreate().createDataFrame(written, columns);
    SequenceToSequenceModel model =
        new SequenceToSequence()
            .setFeaturesCol("text")
            .setLabelCol("answer")
            .setHiddenSize(8)
            .setEmbeddingSize(8)
            .setMaxIter(2)
            .setBatchSize(4)
            .setNumShards(1)
            .fit(rows);
    model.setBeam(3).setNBest(2).setLengthPenalty(0);
    Dataset<Row> predicted = model.transform(rows);
    for (Row row : predicted.collectAsList()) {
      List<Row> best = row.getList(row.fieldIndex("prediction_best"));
      assertThat(best).hasSize(2);
      assertThat(best.get(0).<String>getAs("sequence")).isEqualTo(row.getAs("prediction"));
      assertThat(best.get(0).<Double>getAs("score"))
          .isGreaterThanOrEqualTo(best.get(1).getAs("score"))
          .isEqualTo(best.get(0).getAs("log_probability"));
    }
    String path = folder.resolve("model").toString();
    model.write().save(path);
    assertThat(SequenceToSequenceModel.load(path).transform(rows).collectAsList())
        .isEqualTo(predicted.collectAsList());

    model.setNBest(4);
    assertThatThrownBy(() -> model.transform(rows))
        .hasMessage("nBest: expected at most the value of beam, 3, found 4");
    model.setNBest(0).setBeam(0).setLengthPenalty(0.5);
    assertThatThrownBy(() -> model.transform(rows))
        .hasMessage("lengthPenalty: expected none without a beam, found 0.5");
    assertThatThrownBy(() -> model.setLengthPenalty(Double.POSITIVE_INFINITY))
        .hasMessageContaining("lengthPenalty given invalid value Infinity");
  }
}
