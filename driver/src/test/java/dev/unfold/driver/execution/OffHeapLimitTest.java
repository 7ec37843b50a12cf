package dev.unfold.driver.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffHeapLimitTest {
  private static final long MIB = 1L << 20;

  private final SparkConf conf = new SparkConf(false);

  @ParameterizedTest
  @CsvSource({"yarn,1g,384", "yarn,8g,819", "k8s://https://host:443,20g,2048"})
  void boundedProcessesHaveTheOverheadThatSparkTakes(String master, String heap, long mebibytes) {
    conf.setMaster(master).set("spark.executor.memory", heap);
    assertThat(OffHeapLimit.of(conf).orElseThrow().bytes() / MIB).isEqualTo(mebibytes);
  }

  @Test
  void factorsCount() {
    conf.setMaster("k8s://https://host:443").set("spark.executor.memory", "10g");
    conf.set("spark.kubernetes.memoryOverheadFactor", "0.2");
    assertThat(OffHeapLimit.of(conf).orElseThrow().bytes() / MIB).isEqualTo(2048);
    conf.set("spark.executor.memoryOverheadFactor", "0.3");
    assertThat(OffHeapLimit.of(conf).orElseThrow().bytes() / MIB).isEqualTo(3072);
  }

  @Test
  void whatFitsIsNotRefused() {
    conf.setMaster("yarn")
        .set("spark.executor.memoryOverhead", "1g")
        .set("spark.executor.cores", "4");
    OffHeapLimit limit = OffHeapLimit.of(conf).orElseThrow();
    assertThat(limit.shortage(256 * MIB, 64)).isEmpty();
    assertThat(limit.shortage(256 * MIB + 1, 64)).isPresent();
    assertThat(limit.shortage(512 * MIB, 2)).isEmpty();
  }

  @Test
  void aShortageNamesNeedLimitAndSetting() {
    conf.setMaster("yarn").set("spark.executor.memoryOverhead", "1000");
    conf.set("spark.executor.cores", "8").set("spark.task.cpus", "2");
    assertThat(OffHeapLimit.of(conf).orElseThrow().shortage(300 * MIB, 64))
        .contains(
            "a task needs 300 MiB outside of the heap, and 4 at a time 1,200 MiB;"
                + " spark.executor.memoryOverhead is 1,000 MiB;"
                + " set spark.executor.memoryOverhead to at least 1584m");
  }

  @Test
  void standaloneExecutorsAreBoundedOnlyWhereTheUserSaysSo() {
    conf.setMaster("spark://host:7077").set("spark.executor.memory", "1g");
    assertThat(OffHeapLimit.of(conf)).isEmpty();
    conf.set("spark.executor.memoryOverhead", "2g");
    assertThat(OffHeapLimit.of(conf).orElseThrow().bytes()).isEqualTo(2048 * MIB);
  }

  @ParameterizedTest
  @CsvSource({"local,1", "local[3],3", "'local[5,4]',5"})
  void inLocalModeThreadsShareTheMachine(String master, int threads) {
    OffHeapLimit limit = OffHeapLimit.of(conf.setMaster(master)).orElseThrow();
    assertThat(limit.tasks()).isEqualTo(threads);
    assertThat(limit.shortage(MIB, 64)).isEmpty();
    assertThat(limit.shortage(1L << 50, 64).orElseThrow())
        .contains("the memory of this machine is")
        .doesNotContain("set ");
  }
}
