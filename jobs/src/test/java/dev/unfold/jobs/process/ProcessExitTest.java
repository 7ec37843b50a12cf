package dev.unfold.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessExitTest {
  private final List<Integer> exits = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void locallyTheProcessEndsWithTheCode(ExitCode code) {
    ProcessExit.ofClient(exits::add).end(code.code());

    assertThat(exits).containsExactly(code.code());
  }

  @ParameterizedTest
  @EnumSource(names = {"DONE", "NOTHING_NEW", "REFUSED", "INTERRUPTED"})
  void onAClusterMainReturns(ExitCode code) {
    assertThatCode(() -> ProcessExit.ofCluster(Optional.empty()).end(code.code()))
        .doesNotThrowAnyException();
  }

  @Test
  void aDriverInTheClusterIsRecognized() {
    assertThat(ProcessExit.isInCluster(properties())).isFalse();
    assertThat(ProcessExit.isInCluster(properties("spark.submit.deployMode", "client"))).isFalse();
    assertThat(ProcessExit.isInCluster(properties("spark.submit.deployMode", "cluster"))).isTrue();
    assertThat(
            ProcessExit.isInCluster(
                properties(
                    "spark.submit.deployMode", "client",
                    "spark.kubernetes.submitInDriver", "true")))
        .isTrue();
  }

  @Test
  void onAClusterAFailureIsThrown() {
    assertThatIllegalStateException()
        .isThrownBy(() -> ProcessExit.ofCluster(Optional.empty()).end(1))
        .withMessage("unfold failed with exit code 1");
  }

  private static Properties properties(String... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }
}
