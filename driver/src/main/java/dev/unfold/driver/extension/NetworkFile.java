package dev.unfold.driver.extension;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;

/** A network file of another library, as named by {@code network.configuration}. */
public interface NetworkFile {
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
