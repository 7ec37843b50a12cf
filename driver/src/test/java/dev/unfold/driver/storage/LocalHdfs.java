package dev.unfold.driver.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * HDFS with one DataNode, which all tests in a JVM share. Each test writes into a folder of its own
 * and leaves the processes as it found them.
 */
public final class LocalHdfs implements BeforeAllCallback {
  private MiniDFSCluster cluster;

  /** Returns the NameNode and the DataNode. */
  public MiniDFSCluster cluster() {
    return cluster;
  }

  /** Returns the file system of the tests. */
  public DistributedFileSystem files() throws IOException {
    return cluster.getFileSystem();
  }

  /** Returns the address of the NameNode. */
  public URI uri() throws IOException {
    return files().getUri();
  }

  /** Returns the settings of a client whose paths are in this HDFS. */
  public Configuration configuration() throws IOException {
    Configuration configuration = impatient();
    configuration.set("fs.defaultFS", uri().toString());
    return configuration;
  }

  /**
   * Returns settings with short pauses between the attempts of clients: by default they wait for
   * seconds for a block, and for 0.4 s where the NameNode does not know yet that a file is written.
   * All their time limits are long: a busy machine may stop the whole JVM for a minute.
   */
  private static Configuration impatient() {
    Configuration configuration = new Configuration();
    configuration.setInt("dfs.client.retry.window.base", 10);
    configuration.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 10);
    configuration.setInt("dfs.client.block.write.locateFollowingBlock.retries", 10);
    int patient = Math.toIntExact(Duration.ofMinutes(10).toMillis());
    configuration.setInt("dfs.client.socket-timeout", patient);
    configuration.setInt("dfs.datanode.socket.write.timeout", patient);
    return configuration;
  }

  @Override
  public void beforeAll(ExtensionContext test) {
    cluster =
        test.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(LocalHdfs.class))
            .computeIfAbsent(Running.class, any -> Running.start(), Running.class)
            .cluster();
  }

  private record Running(MiniDFSCluster cluster, Path folder) implements AutoCloseable {
    private static Running start() {
      try {
        Path folder = Files.createTempDirectory("hdfs");
        return new Running(
            new MiniDFSCluster.Builder(impatient(), folder.toFile()).build(), folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      cluster.shutdown();
      FileUtil.fullyDelete(folder.toFile());
    }
  }
}
