package dev.unfold.it;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** A small application: two tasks write squares to a folder of HDFS, two others read them back. */
public final class SquaresOnExecutors {
  private SquaresOnExecutors() {}

  /**
   * Prints the sum of the squares of 1 to 4, the number of executors, and the replication in their
   * HDFS configuration.
   */
  public static void main(String[] arguments) {
    String folder = arguments[0];
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("squares"))) {
      spark.parallelize(List.of(1, 2, 3, 4), 2).map(n -> n * n).saveAsTextFile(folder);
      int sum = spark.textFile(folder).map(Integer::parseInt).reduce(Integer::sum);
      Map<String, Integer> replication =
          spark
              .parallelize(List.of(1, 2), 2)
              .mapToPair(n -> new Tuple2<>(SparkEnv.get().executorId(), replicationHere()))
              .collectAsMap();
      System.out.printf(
          "sum %d on %d executors with replication %s%n",
          sum, replication.size(), Set.copyOf(replication.values()));
    }
  }

  private static int replicationHere() {
    Configuration configuration = new Configuration(false);
    configuration.addResource("hdfs-site.xml");
    return configuration.getInt("dfs.replication", 0);
  }
}
