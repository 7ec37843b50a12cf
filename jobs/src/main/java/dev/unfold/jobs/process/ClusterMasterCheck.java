package dev.unfold.jobs.process;

import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.net.NetUtils;
import org.apache.spark.SparkConf;

/**
 * Connects to the master of the cluster before Spark starts: Spark would try for a minute or, on
 * YARN, for a quarter of an hour, and then not report what it tried.
 *
 * @param timeout the time for which a refused connection is retried
 */
record ClusterMasterCheck(Duration timeout) {
  private static final int CONNECT_MILLIS = 5000;
  private static final int PAUSE_MILLIS = 1000;
  private static final int MASTER_PORT = 7077;
  private static final int RESOURCE_MANAGER_PORT = 8032;
  private static final String STANDALONE = "spark://";
  private static final String YARN = "yarn";
  private static final String RESOURCE_MANAGER = "yarn.resourcemanager.";

  /** Returns a check with a timeout that suits a user at a terminal. */
  static ClusterMasterCheck withDefaultTimeout() {
    return new ClusterMasterCheck(Duration.ofSeconds(20));
  }

  /**
   * Waits for a connection to one of the masters that a configuration names.
   *
   * @throws IOException if none of them accepts one; the message says what to check
   */
  void require(SparkConf conf, Configuration hadoop) throws IOException {
    String master = master(conf);
    if (master.startsWith(STANDALONE)) {
      require(
          master,
          standaloneMasters(master),
          "check that the master of the Spark cluster runs and that --master names it");
    } else if (master.equals(YARN)) {
      require(
          "the ResourceManager of YARN",
          resourceManagers(hadoop),
          "check that it runs and that yarn-site.xml in HADOOP_CONF_DIR names it");
    }
  }

  /**
   * Returns whether no executor can run on another machine: in local mode, and if every master of
   * the cluster listens on the loopback interface only.
   */
  static boolean isOneMachine(SparkConf conf, Configuration hadoop) {
    String master = master(conf);
    if (master.startsWith(STANDALONE)) {
      return isLoopback(standaloneMasters(master));
    }
    return master.equals(YARN) ? isLoopback(resourceManagers(hadoop)) : master.startsWith("local");
  }

  private static boolean isLoopback(List<InetSocketAddress> addresses) {
    return addresses.stream()
        .allMatch(address -> !address.isUnresolved() && address.getAddress().isLoopbackAddress());
  }

  private static String master(SparkConf conf) {
    return conf.get("spark.master", "");
  }

  private static List<InetSocketAddress> standaloneMasters(String master) {
    try {
      return addresses(List.of(master.substring(STANDALONE.length()).split(",")), MASTER_PORT);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("--master", "spark://HOST:PORT", master);
    }
  }

  private static List<InetSocketAddress> resourceManagers(Configuration hadoop) {
    Configuration yarn = new Configuration(hadoop);
    yarn.addResource("yarn-default.xml");
    yarn.addResource("yarn-site.xml");
    List<String> suffixes = new ArrayList<>(List.of(""));
    if (yarn.getBoolean(RESOURCE_MANAGER + "ha.enabled", false)) {
      suffixes.clear();
      yarn.getTrimmedStringCollection(RESOURCE_MANAGER + "ha.rm-ids")
          .forEach(id -> suffixes.add("." + id));
    }
    return addresses(
        suffixes.stream().map(suffix -> resourceManager(yarn, suffix)).toList(),
        RESOURCE_MANAGER_PORT);
  }

  private static String resourceManager(Configuration yarn, String suffix) {
    String host = yarn.get(RESOURCE_MANAGER + "hostname" + suffix, "0.0.0.0");
    return yarn.get(RESOURCE_MANAGER + "address" + suffix, host + ":" + RESOURCE_MANAGER_PORT);
  }

  private static List<InetSocketAddress> addresses(List<String> texts, int port) {
    return texts.stream().map(text -> NetUtils.createSocketAddr(text.strip(), port)).toList();
  }

  private void require(String name, List<InetSocketAddress> addresses, String advice)
      throws IOException {
    long start = System.nanoTime();
    Optional<IOException> refusal = refusal(addresses);
    while (refusal.isPresent()) {
      if (System.nanoTime() - start >= timeout.toNanos()) {
        throw new IOException(
            String.format(
                "%s does not answer at %s: %s; %s",
                name,
                String.join(", ", addresses.stream().map(ClusterMasterCheck::text).toList()),
                refusal.get().getMessage(),
                advice),
            refusal.get());
      }
      pause();
      refusal = refusal(addresses);
    }
  }

  /** Returns the reason why no address accepts a connection; empty if one does. */
  private static Optional<IOException> refusal(List<InetSocketAddress> addresses) {
    Optional<IOException> refusal = Optional.empty();
    for (InetSocketAddress address : addresses) {
      try (Socket socket = new Socket()) {
        if (address.isUnresolved()) {
          throw new IOException("the host " + address.getHostString() + " is not known");
        }
        socket.connect(address, CONNECT_MILLIS);
        return Optional.empty();
      } catch (IOException e) {
        refusal = Optional.of(e);
      }
    }
    return refusal;
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
