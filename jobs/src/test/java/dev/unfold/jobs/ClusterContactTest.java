package dev.unfold.jobs;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClusterContactTest {
  private final ClusterContact contact = new ClusterContact(Duration.ofMillis(1));

  @Test
  void aMasterThatRefusesIsNamed() throws IOException {
    String address = "127.0.0.1:" + freePort();

    assertThatThrownBy(() -> contact.require(master("spark://" + address), new Configuration()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "spark://"
                + address
                + " does not answer at "
                + address
                + ": Connection refused; check that the master of the Spark cluster runs and that"
                + " --master names it");
  }

  @Test
  void oneOfSeveralMastersIsEnough() throws IOException {
    try (ServerSocket open = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String masters = "spark://127.0.0.1:" + freePort() + ",127.0.0.1:" + open.getLocalPort();

      assertThatNoException()
          .isThrownBy(() -> contact.require(master(masters), new Configuration()));
    }
  }

  @Test
  void theResourceManagerOfYarnIsNamedWithItsAddress() throws IOException {
    String address = "127.0.0.1:" + freePort();
    Configuration hadoop = new Configuration();
    hadoop.set("yarn.resourcemanager.address", address);

    assertThatThrownBy(() -> contact.require(master("yarn"), hadoop))
        .hasMessageStartingWith("the ResourceManager of YARN does not answer at " + address)
        .hasMessageContaining("yarn-site.xml in HADOOP_CONF_DIR");
  }

  @Test
  void localModeAsksNobody() {
    assertThatNoException()
        .isThrownBy(() -> contact.require(master("local[2]"), new Configuration()));
  }

  private static SparkConf master(String url) {
    return new SparkConf(false).set("spark.master", url);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }
}
