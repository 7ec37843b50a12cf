package dev.unfold.driver.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
            new MiniDFSCluster.Builder(new Configuration(), folder.toFile()).build(), folder);
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
