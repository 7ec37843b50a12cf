package dev.unfold.driver.storage.fs;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NameNodeCheckTest {
  private static final Duration NO_PATIENCE = Duration.ofMillis(1);
  private static final NameNodeCheck QUICK = new NameNodeCheck(NO_PATIENCE, Duration.ofSeconds(2));
  private static final NameNodeCheck THOROUGH =
      new NameNodeCheck(NO_PATIENCE, Duration.ofMinutes(5));

  /** A port that is bound but not listened on refuses, and no other process gets it. */
  @Test
  void aNameNodeThatRefusesIsNamedWithWhatToCheck() throws IOException {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

      assertSilent(
          THOROUGH, "hdfs://127.0.0.1:" + bound.getLocalPort() + "/", "Connection refused");
    }
  }

  @Test
  void aNameNodeThatAcceptsButDoesNotRespondTimesOut() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String system = "hdfs://127.0.0.1:" + silent.getLocalPort() + "/";
      assertSilent(QUICK, system, "does not answer: no answer in 2 s");
    }
  }

  @Test
  void aHostThatIsNotKnownIsNamed() {
    assertSilent(THOROUGH, "hdfs://nowhere.invalid:8020/", "nowhere.invalid");
  }

  @Test
  void aPathWithoutAHostIsRefused() {
    assertThatThrownBy(() -> QUICK.require(List.of("hdfs:///runs"), new Configuration()))
        .hasMessageStartingWith("hdfs:///runs: expected a host")
        .matches(e -> ClassifiedError.kindOf(e) == ErrorKind.CONFIGURATION);
  }

  @Test
  void otherFileSystemsAreNotContacted() {
    List<String> paths = List.of("a/b", "/a", "file:///a", "s3a://bucket/a");

    assertThatNoException().isThrownBy(() -> QUICK.require(paths, new Configuration()));
  }

  private static void assertSilent(NameNodeCheck check, String system, String reason) {
    assertThatThrownBy(() -> check.require(List.of(system + "runs/a"), new Configuration()))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(system + " does not answer: ")
        .hasMessageContaining(reason)
        .hasMessageContaining("check that its NameNode runs")
        .matches(e -> ClassifiedError.kindOf(e) == ErrorKind.STORAGE);
  }
}
