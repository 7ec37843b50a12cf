package dev.unfold.dl4j.network;

import dev.unfold.dl4j.file.Dl4jFileReader;
import dev.unfold.driver.extension.NetworkFile;
import dev.unfold.driver.extension.NetworkFileReader;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Reads configurations and zips of DL4J. */
public final class Dl4jNetworkFileReader implements NetworkFileReader {
  @Override
  public NetworkFile read(String path, Configuration hadoop) throws IOException {
    return new Dl4jNetworkFile(Dl4jFileReader.read(path, hadoop));
  }
}
