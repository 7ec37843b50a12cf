package dev.unfold.driver.extension;

import dev.unfold.worker.extension.Services;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A service that reads network files of another library. */
public interface NetworkFileReader {
  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or is not a file of that library
   */
  NetworkFile read(String path, Configuration hadoop) throws IOException;

  /**
   * Reads the file that the settings name; empty for a built-in network.
   *
   * @throws IOException if it cannot be read, or is not a file of that library
   * @throws InvalidSettingException if its network cannot read the corpus, or the library is not on
   *     the class path
   */
  static Optional<NetworkFile> readNamed(UnfoldSettings settings, Configuration hadoop)
      throws IOException {
    if (settings.network() instanceof ForeignNetworkSettings foreign) {
      NetworkFile file =
          Services.only(NetworkFileReader.class, "network.kind = " + SettingKeys.of(foreign.kind()))
              .read(foreign.configuration(), hadoop);
      file.requireReads(settings.corpus());
      return Optional.of(file);
    }
    return Optional.empty();
  }
}
