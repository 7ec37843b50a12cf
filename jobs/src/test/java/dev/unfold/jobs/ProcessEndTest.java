package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessEndTest {
  private final List<Integer> exits = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void locallyTheProcessEndsWithTheCode(ExitCode code) {
    new ProcessEnd(false, exits::add).end(code.code());

    assertThat(exits).containsExactly(code.code());
  }

  @ParameterizedTest
  @EnumSource(names = {"DONE", "NOTHING_NEW", "REFUSED", "INTERRUPTED"})
  void onAClusterMainReturns(ExitCode code) {
    assertThatCode(() -> new ProcessEnd(true, exits::add).end(code.code()))
        .doesNotThrowAnyException();
    assertThat(exits).isEmpty();
  }

  @Test
  void aDriverOfAClusterKnowsThatItIsOne() {
    SparkConf none = new SparkConf(false);
    assertThat(ProcessEnd.isInCluster(none)).isFalse();
    assertThat(ProcessEnd.isInCluster(none.clone().set("spark.submit.deployMode", "client")))
        .isFalse();
    assertThat(ProcessEnd.isInCluster(none.clone().set("spark.submit.deployMode", "cluster")))
        .isTrue();
    assertThat(
            ProcessEnd.isInCluster(
                none.clone()
                    .set("spark.submit.deployMode", "client")
                    .set("spark.kubernetes.submitInDriver", "true")))
        .isTrue();
  }

  @Test
  void onAClusterAFailureIsThrown() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new ProcessEnd(true, exits::add).end(1))
        .withMessage("unfold failed with exit code 1");
    assertThat(exits).isEmpty();
  }
}
