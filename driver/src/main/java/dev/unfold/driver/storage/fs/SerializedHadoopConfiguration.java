package dev.unfold.driver.storage.fs;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;

/**
 * The driver's Hadoop configuration in serialized form for executors, where {@code new
 * Configuration()} would not contain it. All entries are serialized, including Hadoop's defaults:
 * reading those from Hadoop's files again would take each task longer than everything else that it
 * opens. They are one array of bytes, because Spark serializes what a task needs several times in
 * each job, and a thousand strings would take longer than a small job itself.
 */
public final class SerializedHadoopConfiguration implements Serializable {
  private static final long serialVersionUID = 3L;

  /** The name and the value of each entry, each as its number of bytes and its UTF-8. */
  private final byte[] entries;

  private SerializedHadoopConfiguration(byte[] entries) {
    this.entries = entries;
  }

  /** Captures a configuration so that it can be sent to executors. */
  public static SerializedHadoopConfiguration of(Configuration configuration) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(entries)) {
      for (Map.Entry<String, String> entry : configuration) {
        write(out, entry.getKey());
        write(out, entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SerializedHadoopConfiguration(entries.toByteArray());
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Returns a new configuration, equal to the driver's. */
  public Configuration open() {
    Properties properties = new Properties();
    ByteBuffer in = ByteBuffer.wrap(entries);
    while (in.hasRemaining()) {
      properties.setProperty(read(in), read(in));
    }
    Configuration configuration = new Configuration(false);
    configuration.addResource(new Resource(properties));
    return configuration;
  }

  private static String read(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * Properties that a configuration takes over as they are. Its method {@code set} would look for
   * deprecated names and note the origin of each entry, which takes longer than to open a corpus.
   */
  private static final class Resource extends Configuration {
    private final Properties properties;

    Resource(Properties properties) {
      super(false);
      this.properties = properties;
    }

    @Override
    protected synchronized Properties getProps() {
      return properties;
    }
  }
}
