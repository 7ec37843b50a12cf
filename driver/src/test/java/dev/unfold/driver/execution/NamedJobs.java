package dev.unfold.driver.execution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;

/** Records the names of the jobs and stages that Spark runs during some work. */
public final class NamedJobs extends SparkListener {
  private final List<String> names = Collections.synchronizedList(new ArrayList<>());

  private NamedJobs() {}

  /** Work that runs jobs. */
  public interface Work {
    void run() throws IOException;
  }

  /**
   * Returns the description of each job and the name of each stage in the order of their starts.
   */
  public static List<String> during(JavaSparkContext spark, Work work)
      throws IOException, TimeoutException {
    NamedJobs jobs = new NamedJobs();
    spark.sc().addSparkListener(jobs);
    try {
      work.run();
      LocalSpark.awaitEvents(spark.sc());
    } finally {
      spark.sc().removeSparkListener(jobs);
    }
    return List.copyOf(jobs.names);
  }

  @Override
  public void onJobStart(SparkListenerJobStart event) {
    names.add(event.properties().getProperty("spark.job.description", "a job without a name"));
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted event) {
    names.add(event.stageInfo().name());
  }
}
