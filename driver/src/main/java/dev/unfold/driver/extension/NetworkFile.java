package dev.unfold.driver.extension;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A file of another library that holds a network, as {@code network.configuration} names one. */
public interface NetworkFile {
  /**
   * Reads the file that the settings name; there is none for a built-in network.
   *
   * @throws IOException if it cannot be read, or is not a file of that library
   * @throws InvalidSettingException if its network cannot read the corpus, or the library is not on
   *     the class path
   */
  static Optional<NetworkFile> of(UnfoldSettings settings, Configuration hadoop)
      throws IOException {
    if (settings.network().kind() != NetworkSettings.Kind.DL4J) {
      return Optional.empty();
    }
    NetworkFile file =
        Services.only(NetworkFileReader.class, "network.kind = dl4j")
            .read(settings.network().configuration(), hadoop);
    file.requireReads(settings.corpus());
    return Optional.of(file);
  }

  /**
   * Checks that the network can read a corpus.
   *
   * @throws InvalidSettingException if it cannot
   */
  void requireReads(CorpusSettings corpus);

  /** Returns the settings of the network, with the configuration itself in place of a path. */
  NetworkSettings settings();

  /** SHA-256 of the configuration and of the parameters, if the file has any. */
  String sha256();

  /**
   * Returns the parameters that training begins with.
   *
   * @param network of this file
   * @param initial parameters of a network that has learned nothing
   * @return those of the file, or else the initial ones; [P]
   */
  float[] parametersOf(Network network, float[] initial);
}
