package dev.unfold.driver.extension;

import dev.unfold.worker.extension.Services;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A network file of another library, as named by {@code network.configuration}. */
public interface NetworkFile {
  /**
   * Reads the file that the settings name; empty for a built-in network.
   *
   * @throws IOException if it cannot be read, or is not a file of that library
   * @throws InvalidSettingException if its network cannot read the corpus, or the library is not on
   *     the class path
   */
  static Optional<NetworkFile> of(UnfoldSettings settings, Configuration hadoop)
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

  /**
   * Checks that the network can read a corpus.
   *
   * @throws InvalidSettingException if it cannot
   */
  void requireReads(CorpusSettings corpus);

  /** Returns the settings of the network, with the configuration itself in place of a path. */
  NetworkSettings settings();

  /** Returns the SHA-256 of the configuration and of the parameters, if the file has any. */
  String sha256();

  /**
   * Returns the parameters with which training starts.
   *
   * @param network the network of this file
   * @param initial the initial parameters of an untrained network
   * @return the parameters of the file if it has any, otherwise the initial ones; [P]
   */
  float[] parametersOf(Network network, float[] initial);
}
