package dev.unfold.driver.prediction.stream;

import dev.unfold.driver.corpus.row.DatasetRows;
import dev.unfold.driver.execution.SharedValue;
import dev.unfold.driver.prediction.DatasetPredictor;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.store.ModelStore;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;

/**
 * Predictions for the rows of a streaming dataset of which each is the next step of a sequence.
 * Spark keeps the state of each sequence, and each row advances that of its own.
 *
 * @param predictor the model and what it predicts
 * @param store the path of the model store whose champion reads the rows in place of the model
 * @param columns the columns of a champion
 */
public record DatasetStreams(
    DatasetPredictor predictor, Optional<String> store, StreamColumns columns) {
  /** The key of the metadata by which Spark marks the column of a watermark. */
  private static final String WATERMARK = "spark.watermarkDelayMs";

  /**
   * Returns the rows with the columns of the predictions.
   *
   * @throws CorpusException if a column that the model reads is missing, or the model cannot read
   *     events one by one
   * @throws IOException if the store has no champion
   */
  public Dataset<Row> predict(Dataset<Row> rows) throws IOException {
    StreamModel model = StreamModel.of(predictor.model(), predictor.inputs(), predictor.columns());
    Optional<String> obstacle = model.obstacle();
    if (obstacle.isPresent()) {
      throw new CorpusException(
          ErrorKind.USAGE,
          "the model cannot read the events of a stream one by one: " + obstacle.get());
    }
    DatasetRows reader = predictor.reader(rows);
    boolean ends = hasWatermark(rows.schema(), model.sequence());
    JavaSparkContext spark = new JavaSparkContext(rows.sparkSession().sparkContext());
    StreamTask task =
        new StreamTask(
            SharedValue.of(spark, models(model, spark.hadoopConfiguration())),
            reader,
            predictor.options().outputs(),
            predictor.kernels(),
            ends);
    StructType all = predictor.withPredictions(rows.schema());
    MapFunction<Row, byte[]> key = reader::sequence;
    Dataset<Row> predicted =
        DatasetPredictor.selected(rows, reader)
            .groupByKey(key, Encoders.BINARY())
            .flatMapGroupsWithState(
                task,
                OutputMode.Append(),
                Encoders.tuple(Encoders.BINARY(), Encoders.BINARY()),
                DatasetPredictor.encoder(all),
                ends ? GroupStateTimeout.EventTimeTimeout() : GroupStateTimeout.NoTimeout());
    return DatasetPredictor.named(predicted, all);
  }

  private StreamModels models(StreamModel model, Configuration hadoop) throws IOException {
    if (store.isEmpty()) {
      return new OneModel(model);
    }
    ModelStore champions = new ModelStore(store.get(), hadoop);
    champions.requireChampion();
    return new ChampionModels(
        champions.folder().path(),
        SerializedHadoopConfiguration.of(hadoop),
        model,
        predictor.inputs(),
        columns);
  }

  /** Returns whether a watermark says when no event can continue a sequence. */
  private static boolean hasWatermark(StructType columns, SequenceSettings sequence) {
    return sequence.gap() > 0
        && columns.apply(sequence.order().get(0)).metadata().contains(WATERMARK);
  }
}
