package dev.unfold.baseline;

import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.kryo.Nd4jRegistrator;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Times DL4J's own training on Spark: {@code ParameterAveraging CELL V H L B T WORKERS INTERVAL
 * ROUNDS EPOCHS}. The minibatches are in memory before the clock starts.
 */
public final class ParameterAveraging {
  private ParameterAveraging() {}

  /** Prints tokens per second of each epoch. */
  public static void main(String[] arguments) {
    Shape shape = Shape.parse(arguments);
    int workers = Integer.parseInt(arguments[6]);
    int interval = Integer.parseInt(arguments[7]);
    int minibatches = workers * interval * Integer.parseInt(arguments[8]);
    int epochs = Integer.parseInt(arguments[9]);
    try (JavaSparkContext spark = new JavaSparkContext(spark(workers))) {
      JavaRDD<DataSet> data =
          spark
              .parallelize(IntStream.range(0, minibatches).boxed().toList(), workers)
              .map(seed -> shape.minibatch(seed))
              .persist(StorageLevel.MEMORY_ONLY());
      data.count();
      SparkDl4jMultiLayer network =
          new SparkDl4jMultiLayer(
              spark, shape.configuration(), master(workers, shape.batch(), interval));
      for (int e = 0; e < epochs; e++) {
        long started = System.nanoTime();
        network.fit(data);
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "dl4j epoch %d, %d minibatches: %.0f tokens/s%n",
            e + 1,
            minibatches,
            (double) minibatches * shape.tokens() / seconds);
      }
    }
  }

  private static SparkConf spark(int workers) {
    return new SparkConf()
        .setAppName("dl4j parameter averaging")
        .setMaster("local[" + workers + "]")
        .set("spark.ui.enabled", "false")
        .set("spark.serializer", KryoSerializer.class.getName())
        .set("spark.kryo.registrator", Nd4jRegistrator.class.getName());
  }

  private static ParameterAveragingTrainingMaster master(int workers, int batch, int interval) {
    return new ParameterAveragingTrainingMaster.Builder(workers, batch)
        .batchSizePerWorker(batch)
        .averagingFrequency(interval)
        .workerPrefetchNumBatches(0)
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .repartionData(Repartition.Never)
        .storageLevel(null)
        .build();
  }
}
