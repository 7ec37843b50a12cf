package dev.unfold.driver.storage.fs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;

/**
 * The driver's Hadoop configuration in serialized form for executors, where {@code new
 * Configuration()} would not contain it. All entries are serialized, including Hadoop's defaults:
 * reading those from Hadoop's files again would take each task longer than everything else that it
 * opens. They are one array of bytes, because Spark serializes what a task needs several times in
 * each job, and a thousand strings would take longer than a small job itself.
 */
public final class SerializedHadoopConfiguration implements Serializable {
  private static final long serialVersionUID = 2L;

  /** The name and the value of each entry. */
  private final byte[] entries;

  private SerializedHadoopConfiguration(byte[] entries) {
    this.entries = entries;
  }

  /** Captures a configuration so that it can be sent to executors. */
  public static SerializedHadoopConfiguration of(Configuration configuration) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(entries)) {
      for (Map.Entry<String, String> entry : configuration) {
        Text.writeString(out, entry.getKey());
        Text.writeString(out, entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SerializedHadoopConfiguration(entries.toByteArray());
  }

  /** Returns a new configuration, equal to the driver's. */
  public Configuration open() {
    Configuration configuration = new Configuration(false);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entries))) {
      while (in.available() > 0) {
        configuration.set(Text.readString(in), Text.readString(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return configuration;
  }
}
