package dev.unfold.driver.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.error.ResourceException;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the messages of failed jobs, and which failures are due to a lack of memory. */
class JobFailureTest {
  @RegisterExtension
  private static final LocalSpark SPARK =
      new LocalSpark().withMaster("local[1]").with("spark.executor.killOnFatalError.depth", "0");

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new CorpusException("a"), ErrorKind.DATA, "job failed: a"),
        Arguments.of(
            new ResourceException("no block is left"),
            ErrorKind.RESOURCES,
            "job failed: out of memory: no block is left"),
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            ErrorKind.RESOURCES,
            "job failed: out of memory: Java heap space"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void ofATask(Throwable failure, ErrorKind kind, String message) {
    JavaSparkContext spark = SPARK.context();
    Throwable reported =
        catchThrowable(
            () ->
                SparkJobs.run(
                    spark,
                    "job",
                    () ->
                        SparkJobs.parts(spark, List.of(1))
                            .map(
                                part -> {
                                  if (failure instanceof Error error) {
                                    throw error;
                                  }
                                  throw (Exception) failure;
                                })
                            .collect()));

    assertThat(reported).isInstanceOf(IOException.class).hasMessage(message);
    assertThat(ClassifiedError.kindOf(reported)).isEqualTo(kind);
  }

  static Stream<Arguments> lostExecutors() {
    String lost = "ExecutorLostFailure (executor 2 exited caused by one of the running tasks) ";
    return Stream.of(
        Arguments.of(
            lost + "Reason: Command exited with code 52", "executors exited for lack of memory"),
        Arguments.of(
            lost
                + "Reason: Container killed by YARN for exceeding physical memory limits. 1 GB of"
                + " 1 GB physical memory used.",
            "Container killed by YARN for exceeding physical memory limits. 1 GB of 1 GB physical"
                + " memory used."),
        Arguments.of(
            "The executor with id 3 exited: OOMKilled", "executors exited for lack of memory"),
        Arguments.of(
            "Total size of serialized results of 2 tasks (2.0 GiB) is bigger than"
                + " spark.driver.maxResultSize (1024.0 MiB)",
            "Total size of serialized results of 2 tasks (2.0 GiB) is bigger than"
                + " spark.driver.maxResultSize (1024.0 MiB)"));
  }

  @ParameterizedTest
  @MethodSource("lostExecutors")
  void ofAnExecutorOutOfMemory(String reason, String reported) {
    SparkException failure = new SparkException("Job aborted: " + reason + "\nDriver stacktrace:");

    assertThat(OutOfMemoryDetector.indicatesOutOfMemory(failure)).isTrue();
    assertThat(OutOfMemoryDetector.describe(failure)).isEqualTo("out of memory: " + reported);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Command exited with code 137", "Command exited with code 520", "worker lost"})
  void ofAnExecutorThatWasLostOtherwise(String reason) {
    assertThat(
            OutOfMemoryDetector.indicatesOutOfMemory(
                new SparkException("ExecutorLostFailure: " + reason)))
        .isFalse();
  }
}
