package dev.unfold.driver.extension;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** A service that reads network files of another library. */
public interface NetworkFileReader {
  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is not a file of that library
   */
  NetworkFile read(String path, Configuration hadoop) throws IOException;
}
