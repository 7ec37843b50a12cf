package dev.unfold.driver.training;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class CapacityTest {
  private static final long GIB = 1L << 30;

  @Test
  void tasksThatNeedMoreThanTheOverheadAreRefusedBeforeTheyRun() {
    SparkConf conf = new SparkConf(false).setMaster("yarn");
    assertThatThrownBy(() -> Capacity.requireOffHeap(conf, GIB, 4))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("needs 1,024 MiB")
        .hasMessageContaining("is 384 MiB")
        .hasMessageContaining("set spark.executor.memoryOverhead to 1408m")
        .hasMessageContaining("training.batch");
    conf.set("spark.executor.memoryOverhead", "2g");
    assertThatCode(() -> Capacity.requireOffHeap(conf, GIB, 4)).doesNotThrowAnyException();
  }
}
