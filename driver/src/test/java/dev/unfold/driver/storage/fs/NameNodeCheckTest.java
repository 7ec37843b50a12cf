package dev.unfold.driver.storage.fs;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NameNodeCheckTest {
  private static final NameNodeCheck QUICK =
      new NameNodeCheck(Duration.ofMillis(1), Duration.ofSeconds(2));

  @Test
  void aNameNodeThatRefusesIsNamedWithWhatToCheck() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }

    assertSilent("hdfs://127.0.0.1:" + port + "/", "Connection refused");
  }

  @Test
  void aNameNodeThatAcceptsButDoesNotRespondTimesOut() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertSilent(
          "hdfs://127.0.0.1:" + silent.getLocalPort() + "/", "does not answer: no answer in 2 s");
    }
  }

  @Test
  void aHostThatIsNotKnownIsNamed() {
    assertSilent("hdfs://nowhere.invalid:8020/", "nowhere.invalid");
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

  private static void assertSilent(String system, String reason) {
    assertThatThrownBy(() -> QUICK.require(List.of(system + "runs/a"), new Configuration()))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(system + " does not answer: ")
        .hasMessageContaining(reason)
        .hasMessageContaining("check that its NameNode runs")
        .matches(e -> ClassifiedError.kindOf(e) == ErrorKind.STORAGE);
  }
}
