package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.row.SequencePartitioner;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.MappedIterator;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.driver.prediction.sequence.PartSize;
import dev.unfold.driver.prediction.sequence.SequenceParts;
import dev.unfold.driver.prediction.sequence.SequenceRow;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.ExamplePredictor;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.StepPredictor;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Makes predictions for the rows of a partition, with its own kernels and networks until the task
 * ends.
 *
 * @param configuration the model and its predictions
 * @param parameters the flat vector, in the layout of the network
 * @param counters the counters of all tasks
 */
record PredictionTask(
    Configuration configuration, Broadcast<float[]> parameters, BufferedRows.Counters counters)
    implements Serializable {

  /**
   * The configuration that all partitions share.
   *
   * @param stepsAtATime the number of steps above which no further sequences are read, and a
   *     sequence is read in parts, if the network can be run so
   */
  record Configuration(
      PredictionRowReader reader,
      ExampleNetwork network,
      PredictionOptions options,
      OutputValues columns,
      Kernels kernels,
      int stepsAtATime)
      implements Serializable {}

  /**
   * Predicts rows that are examples.
   *
   * @param firstNumber the number of the first row among all rows
   */
  Iterator<Row> predict(long firstNumber, Iterator<PredictionRow> rows) {
    return stepsAhead() > 0
        ? new ForecastRows(rows, forecaster(), counters)
        : new PredictedRows(rows, pipeline(), firstNumber, counters);
  }

  /** Predicts rows that are steps, which are then grouped by sequence and in order. */
  JavaRDD<Row> predictSteps(JavaRDD<PredictionRow> rows) {
    JavaPairRDD<byte[], Object[]> steps =
        rows.mapToPair(
            row -> {
              SequenceRow step = step(row);
              return new Tuple2<>(step.key(), step.values());
            });
    return SequencePartitioner.sorted(steps)
        .map(step -> new SequenceRow(step._1(), step._2()))
        .mapPartitions(this::predictSequences);
  }

  private SequenceRow step(PredictionRow row) throws CorpusException {
    return SequenceRow.of(row, configuration.reader().read(row));
  }

  /** Returns rows that are steps with their keys, by which they are sorted. */
  Iterator<SequenceRow> steps(Iterator<PredictionRow> rows) {
    return new MappedIterator<>(rows, this::step);
  }

  /** Predicts rows that are grouped by sequence and in order. */
  Iterator<Row> predictSequences(Iterator<SequenceRow> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    int atATime = configuration.stepsAtATime();
    SequenceParts sequences =
        new SequenceParts(rows, configuration.reader().sequence(), partSize(atATime), atATime);
    return stepsAhead() > 0
        ? new ForecastSequences(sequences, forecaster(), counters)
        : new PredictedSequences(
            sequences, pipeline(), new StepOutputs(configuration.columns(), counters), atATime);
  }

  /** Returns the size of the parts in which long sequences are read. */
  private PartSize partSize(int stepsAtATime) {
    WindowSettings window = configuration.reader().sequence().window();
    if (stepsAhead() > 0) {
      return PartSize.whole();
    }
    if (window.length() > 0) {
      return PartSize.ofWindows(window, stepsAtATime);
    }
    OptionalInt least = configuration.network().leastSteps();
    return least.isEmpty()
        ? PartSize.whole()
        : PartSize.of(Math.max(stepsAtATime, least.getAsInt()));
  }

  private int stepsAhead() {
    return configuration.options().outputs().stepsAhead();
  }

  private Forecaster forecaster() {
    SequenceExtension extension = new SequenceExtension(configuration.network());
    return new Forecaster(pipeline(), extension, stepsAhead(), stepwise(extension));
  }

  private Optional<StepForecaster> stepwise(SequenceExtension extension) {
    boolean windows = configuration.reader().sequence().window().length() > 0;
    if (windows || stepsAhead() == 1 || StepPredictor.obstacle(extension.network()).isPresent()) {
      return Optional.empty();
    }
    float[] values = parameters.value();
    StepPredictor predictor =
        new StepPredictor(
            extension.network(),
            configuration.options().outputs(),
            configuration.kernels().open(),
            values);
    SparkJobs.closeWithTask(predictor::close);
    return Optional.of(
        new StepForecaster(predictor, configuration.reader().encoder(), extension, stepsAhead()));
  }

  private PredictedRows.Pipeline pipeline() {
    float[] values = parameters.value();
    Gemm gemm = configuration.kernels().open();
    SparkJobs.closeWithTask(gemm::close);
    ExamplePredictor predictor =
        new ExamplePredictor(configuration.network(), configuration.options(), gemm, values);
    SparkJobs.closeWithTask(predictor::close); // before the kernels: Spark calls the last one first
    return new PredictedRows.Pipeline(
        configuration.reader(),
        predictor,
        configuration.columns(),
        configuration.options().outputs().replaceUnknown());
  }
}
