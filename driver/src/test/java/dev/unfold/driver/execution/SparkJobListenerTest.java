package dev.unfold.driver.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SparkJobListenerTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(500);

  /** Both listeners expect their first job; only the one that was called last receives this one. */
  @Test
  void listenersOfTwoRunsInOneContextDoNotReceiveEachOthersJobs() {
    JavaSparkContext spark = SPARK.context();
    try (SparkJobListener other = new SparkJobListener(spark);
        SparkJobListener own = new SparkJobListener(spark)) {
      other.expect();
      own.expect();
      spark.parallelize(List.of(1, 2, 3), 1).count();
      assertThat(own.await(LONG)).hasValueSatisfying(job -> assertThat(job.tasks()).hasSize(1));
      assertThat(other.await(SHORT)).isEmpty();
    }
  }
}
