package dev.unfold.it;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/** A small application: two tasks write squares to the given folder, two others read them back. */
public final class SquaresOnExecutors {
  private SquaresOnExecutors() {}

  /** Prints the sum of the squares of 1 to 4 and the executors that computed them. */
  public static void main(String[] arguments) {
    String folder = arguments[0];
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("squares"))) {
      spark.parallelize(List.of(1, 2, 3, 4), 2).map(n -> n * n).saveAsTextFile(folder);
      int sum = spark.textFile(folder).map(Integer::parseInt).reduce(Integer::sum);
      List<String> executors =
          spark
              .parallelize(List.of(1, 2), 2)
              .map(n -> SparkEnv.get().executorId())
              .distinct()
              .collect();
      System.out.println("sum " + sum + " on " + executors.size() + " executors");
    }
  }
}
