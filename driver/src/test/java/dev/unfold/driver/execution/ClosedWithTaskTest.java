package dev.unfold.driver.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClosedWithTaskTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  /** What tasks closed; they are in this process. */
  private static final Queue<String> CLOSED = new ConcurrentLinkedQueue<>();

  @Test
  void theLastResourceIsClosedFirstAndTheOthersEvenIfThatFails() {
    assertThatThrownBy(
            () ->
                SparkJobs.parts(SPARK.context(), List.of(1))
                    .map(
                        part -> {
                          SparkJobs.closeWithTask(() -> CLOSED.add("kernels"));
                          SparkJobs.closeWithTask(
                              () -> {
                                CLOSED.add("network");
                                throw new IOException("cannot be closed");
                              });
                          return part;
                        })
                    .collect())
        .hasMessageContaining("cannot be closed");

    assertThat(CLOSED).startsWith("network", "kernels");
  }

  @Test
  void nothingIsClosedOutsideOfATask() {
    assertThatCode(
            () ->
                SparkJobs.closeWithTask(
                    () -> {
                      throw new IOException("closed");
                    }))
        .doesNotThrowAnyException();
  }
}
