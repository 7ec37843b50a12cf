package dev.unfold.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterMasterCheckTest {
  private final ClusterMasterCheck contact = new ClusterMasterCheck(Duration.ofMillis(1));

  /** Refuses connections, since it does not listen, and keeps its port from other processes. */
  private final Socket refusing = new Socket();

  @BeforeEach
  void bind() throws IOException {
    refusing.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void release() throws IOException {
    refusing.close();
  }

  @Test
  void aMasterThatRefusesIsNamed() {
    String address = "127.0.0.1:" + refusing.getLocalPort();

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
      String masters =
          "spark://127.0.0.1:" + refusing.getLocalPort() + ",127.0.0.1:" + open.getLocalPort();

      assertThatNoException()
          .isThrownBy(() -> contact.require(master(masters), new Configuration()));
    }
  }

  @Test
  void theResourceManagerOfYarnIsNamedWithItsAddress() {
    String address = "127.0.0.1:" + refusing.getLocalPort();
    Configuration hadoop = new Configuration();
    hadoop.set("yarn.resourcemanager.address", address);

    assertThatThrownBy(() -> contact.require(master("yarn"), hadoop))
        .hasMessageStartingWith("the ResourceManager of YARN does not answer at " + address)
        .hasMessageContaining("yarn-site.xml in HADOOP_CONF_DIR");
  }

  @Test
  void localModeContactsNoMaster() {
    assertThatNoException()
        .isThrownBy(() -> contact.require(master("local[2]"), new Configuration()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"spark://x:badport", "spark://127.0.0.1:99999", "spark://", "spark://a b:1"})
  void aMasterThatIsNoAddressIsRefused(String url) {
    assertThatThrownBy(() -> contact.require(master(url), new Configuration()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("--master: expected spark://HOST:PORT, found " + url);
  }

  @ParameterizedTest
  @CsvSource({
    "local, true",
    "'local[2,4]', true",
    "'local-cluster[2,1,1024]', true",
    "spark://127.0.0.1:7077, true",
    "'spark://127.0.0.1:1,127.0.0.2:2', true",
    "'spark://127.0.0.1:1,192.0.2.1:2', false",
    "spark://192.0.2.1:7077, false",
    "spark://unknown.invalid:7077, false",
    "yarn, false",
    "k8s://https://127.0.0.1:1, false",
  })
  void executorsRunOnThisMachineOnlyWhereNoOtherReachesTheMaster(String url, boolean expected) {
    assertThat(ClusterMasterCheck.isOneMachine(master(url), new Configuration()))
        .isEqualTo(expected);
  }

  @Test
  void theNodesOfAResourceManagerOnTheLoopbackInterfaceAreThisMachine() {
    Configuration hadoop = new Configuration();
    hadoop.set("yarn.resourcemanager.address", "127.0.0.1:8032");

    assertThat(ClusterMasterCheck.isOneMachine(master("yarn"), hadoop)).isTrue();
  }

  private static SparkConf master(String url) {
    return new SparkConf(false).set("spark.master", url);
  }
}
