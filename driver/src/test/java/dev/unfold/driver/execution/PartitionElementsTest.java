package dev.unfold.driver.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartitionElementsTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  /** Opens when the elements of the last partition have arrived; tasks are in this process. */
  private static final CountDownLatch ARRIVED = new CountDownLatch(1);

  @Test
  void theElementsOfAPartitionArriveWhenItsTaskEnds() {
    JavaRDD<Integer> elements =
        SPARK
            .context()
            .parallelize(List.of(0, 1), 2)
            .map(
                element ->
                    element == 1 || ARRIVED.await(10, TimeUnit.MINUTES)
                        ? element
                        : Integer.MAX_VALUE);
    List<String> arrived = Collections.synchronizedList(new ArrayList<>());
    PartitionElements.each(
        elements,
        (partition, element) -> {
          arrived.add(partition + ": " + element);
          ARRIVED.countDown();
        });

    assertThat(arrived).containsExactly("1: 1", "0: 0");
    assertThat(PartitionElements.collect(elements)).containsExactly(0, 1);
  }
}
