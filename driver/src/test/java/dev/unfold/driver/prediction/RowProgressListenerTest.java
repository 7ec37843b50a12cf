package dev.unfold.driver.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Option;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.immutable.Map$;

class RowProgressListenerTest {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  private static final long ACCUMULATOR = 7;

  /** Spark passes an event on that it began to pass on before a listener was removed. */
  @Test
  void anEventAfterTheEndIsNotPassedOn() {
    List<Long> rows = new ArrayList<>();
    RowProgressListener listener =
        new RowProgressListener(SPARK.context(), ACCUMULATOR, 10, (done, of) -> rows.add(done));
    listener.onExecutorMetricsUpdate(rowsOfTask(4));
    listener.close();
    listener.onExecutorMetricsUpdate(rowsOfTask(6));
    assertThat(rows).containsExactly(4L);
  }

  private static SparkListenerExecutorMetricsUpdate rowsOfTask(long rows) {
    AccumulableInfo info =
        new AccumulableInfo(
            ACCUMULATOR,
            Option.apply("rows"),
            Option.apply((Object) rows),
            Option.empty(),
            false,
            false,
            Option.empty());
    return new SparkListenerExecutorMetricsUpdate(
        "executor",
        JavaConverters.asScalaBuffer(
                List.of(
                    new Tuple4<>(
                        (Object) 1L,
                        (Object) 1,
                        (Object) 0,
                        JavaConverters.asScalaBuffer(List.of(info)).toSeq())))
            .toSeq(),
        Map$.MODULE$.empty());
  }
}
