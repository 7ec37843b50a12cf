package dev.unfold.driver.dl4j.network;

import dev.unfold.driver.dl4j.CarryingGraph;
import dev.unfold.driver.dl4j.file.Dl4jFile;
import dev.unfold.driver.storage.Sha256;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.TargetPlace;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The file that settings name for a network of DL4J.
 *
 * @param file its configuration and, in a zip, parameters
 */
public record NetworkFile(Dl4jFile file) {
  /**
   * Reads it, where there is one.
   *
   * @throws IOException if it cannot be read, or is no file of DL4J's
   * @throws InvalidSettingException if its network cannot read the corpus
   */
  public static Optional<NetworkFile> of(UnfoldSettings settings, Configuration hadoop)
      throws IOException {
    if (settings.network().kind() != NetworkSettings.Kind.DL4J) {
      return Optional.empty();
    }
    NetworkFile found = new NetworkFile(Dl4jFile.read(settings.network().configuration(), hadoop));
    found.requireReads(settings.corpus());
    return Optional.of(found);
  }

  private void requireReads(CorpusSettings corpus) {
    if (!corpus.isTable()) {
      CarryingGraph.uncarried(Dl4jLibrary.graph(file.configuration()))
          .ifPresent(
              layer -> {
                throw new InvalidSettingException(
                    Dl4jLibrary.SETTING,
                    "layers whose state goes on from chunk to chunk of a stream ("
                        + CarryingGraph.carriedLayers()
                        + ")",
                    layer);
              });
      return;
    }
    boolean everyStep = ExampleShape.place(corpus.target()) == TargetPlace.EVERY_STEP;
    InvalidSettingException.require(
        !everyStep || new GraphEnds(Dl4jLibrary.graph(file.configuration())).isPerStep(),
        Dl4jLibrary.SETTING,
        "a last layer that puts something out at every step, such as RnnOutputLayer",
        "one that puts out one thing for an example");
  }

  /** The settings with the configuration itself in place of its path. */
  public NetworkSettings resolve(NetworkSettings settings) {
    return settings.withConfiguration(file.configuration().json());
  }

  /** SHA-256 of what of the file counts: the configuration, and the parameters if there are any. */
  public String sha256() {
    MessageDigest digest = Sha256.newDigest();
    digest.update(file.configuration().json().getBytes(StandardCharsets.UTF_8));
    file.parameters()
        .ifPresent(
            parameters -> {
              ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * parameters.length);
              bytes.asFloatBuffer().put(parameters);
              digest.update(bytes);
            });
    return Sha256.hex(digest);
  }

  /**
   * The parameters that training begins with.
   *
   * @param network of this file
   * @param drawn those of a network that has learnt nothing
   */
  public float[] parametersOf(Network network, float[] drawn) {
    return file.parameters()
        .map(saved -> ((Dl4jNetwork) network).parametersOf(saved))
        .orElse(drawn);
  }
}
