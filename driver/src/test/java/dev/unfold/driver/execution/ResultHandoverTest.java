package dev.unfold.driver.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.reflect.ClassTag;

/** Runs tasks in the driver's process, in an application that uses Kryo. */
class ResultHandoverTest {
  @RegisterExtension
  private static final LocalSpark SPARK = new LocalSpark().withKryo().withMaster("local[2,2]");

  /** A result that knows whether it was serialized. */
  private static final class Result implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int value;
    private final transient boolean original;

    Result(int value) {
      this.value = value;
      original = true;
    }
  }

  private static JavaRDD<Integer> numbers() {
    return SparkJobs.parts(SPARK.context(), List.of(3, 1, 2));
  }

  @Test
  void theDriverReceivesTheObjectsOfTheTasksInOrder() {
    try (ResultHandover<Result> handover = new ResultHandover<>(SPARK.context())) {
      for (int factor : new int[] {10, 100}) {
        List<Result> results = handover.collect(numbers().map(n -> new Result(n * factor)));

        assertThat(results)
            .extracting(r -> r.value)
            .containsExactly(3 * factor, factor, 2 * factor);
        assertThat(results).allMatch(r -> r.original);
      }
    }
  }

  /** An executor has a copy, and must send its results. */
  @Test
  void noCopyOfTheResultsOfTheDriverTakesOne() {
    SPARK.context();
    SparkEnv spark = SparkEnv.get();
    ResultHandover.Key key = new ResultHandover.Key(1, 0);

    assertThat(ResultHandover.Results.<String>ofDriver().take(key, "result")).isTrue();
    for (SerializerInstance serializer :
        List.of(spark.serializer().newInstance(), spark.closureSerializer().newInstance())) {
      assertThat(copy(ResultHandover.Results.<String>ofDriver(), serializer).take(key, "result"))
          .isFalse();
    }
  }

  private static <T> T copy(T value, SerializerInstance serializer) {
    ClassTag<T> type = ClassTag.apply(Object.class);
    return serializer.deserialize(serializer.serialize(value, type), type);
  }

  @Test
  void theResultOfARetriedTaskIsReceivedOnce() {
    try (ResultHandover<Result> handover = new ResultHandover<>(SPARK.context())) {
      List<Result> results =
          handover.collect(
              numbers()
                  .map(
                      n -> {
                        if (TaskContext.get().attemptNumber() == 0 && n == 1) {
                          throw new IllegalStateException("the first attempt of a task");
                        }
                        return new Result(n);
                      }));

      assertThat(results).extracting(r -> r.value).containsExactly(3, 1, 2);
    }
  }

  @Test
  void aFailedRunLeavesNothingForTheNext() {
    try (ResultHandover<Result> handover = new ResultHandover<>(SPARK.context())) {
      JavaRDD<Result> failing =
          numbers()
              .map(
                  n -> {
                    if (n == 2) {
                      throw new IllegalStateException("a task that always fails");
                    }
                    return new Result(-n);
                  });
      assertThatThrownBy(() -> handover.collect(failing))
          .hasMessageContaining("a task that always fails");

      assertThat(handover.collect(numbers().map(Result::new)))
          .extracting(r -> r.value)
          .containsExactly(3, 1, 2);
    }
  }
}
