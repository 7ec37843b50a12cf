package dev.unfold.driver.corpus.statistics;

import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.sequence.acoustic.FrameMoments;
import dev.unfold.worker.sequence.row.RawField;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * The moments of the frames of speakers by exact sums, which do not depend on the order of the
 * recordings or on where they are.
 */
public final class SpeakerMoments {
  private SpeakerMoments() {}

  /**
   * Computes the moments of all frames of each speaker. The driver receives two numbers for each
   * speaker and each number of a frame.
   *
   * @param frames the frames of recordings by speaker; those of a speaker have the same width
   * @throws IOException if the recordings cannot be read
   */
  public static Map<String, FrameMoments> of(
      JavaSparkContext spark, JavaPairRDD<String, RawField.Numbers> frames) throws IOException {
    JavaPairRDD<String, double[][]> moments =
        frames
            .mapValues(FieldMoments::of)
            .reduceByKey(FieldMoments::plus)
            .mapValues(all -> new double[][] {array(all.means()), array(all.deviations())});
    Map<String, FrameMoments> speakers = new HashMap<>();
    for (Tuple2<String, double[][]> speaker :
        SparkJobs.run(spark, "measuring the speakers", () -> PartitionElements.collect(moments))) {
      speakers.put(speaker._1(), new FrameMoments(speaker._2()[0], speaker._2()[1]));
    }
    return speakers;
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
