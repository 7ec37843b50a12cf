package dev.unfold.driver.dl4j.network;

import dev.unfold.driver.dl4j.CarryingGraph;
import dev.unfold.driver.dl4j.file.Dl4jFile;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.Symbols;
import dev.unfold.driver.storage.Sha256;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.TargetPlace;
import dev.unfold.worker.settings.CorpusSettings;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.TargetSettings;
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
    CorpusSettings corpus = settings.corpus();
    found.requireReads(corpus.isTable() ? Optional.of(corpus.target()) : Optional.empty());
    return Optional.of(found);
  }

  /** Of a table with a target, or of a stream. */
  private void requireReads(Optional<TargetSettings> target) {
    target.ifPresentOrElse(this::requireTable, this::requireStream);
  }

  private void requireStream() {
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
  }

  private void requireTable(TargetSettings target) {
    boolean everyStep = ExampleShape.place(target) == TargetPlace.EVERY_STEP;
    InvalidSettingException.require(
        !everyStep || new GraphEnds(Dl4jLibrary.graph(file.configuration())).isPerStep(),
        Dl4jLibrary.SETTING,
        "a last layer that puts something out at every step, such as RnnOutputLayer",
        "one that puts out one thing for an example");
  }

  /** Of its network: with the configuration itself in place of a path. */
  public NetworkSettings settings() {
    return NetworkSettings.ofDl4j(file.configuration().json());
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
   * The saved network as a model.
   *
   * @param shape of its data
   * @throws InvalidSettingException if the network cannot read the data
   */
  public Model model(DataShape shape, Preprocessing preprocessing, Symbols symbols) {
    requireReads(
        preprocessing instanceof Preprocessing.Table table
            ? Optional.of(table.target())
            : Optional.empty());
    Network network = Network.of(settings(), shape);
    float[] parameters = parametersOf(network, new float[0]);
    return new Model(
        new ModelConfig(ModelConfig.CURRENT, settings(), shape, preprocessing),
        symbols,
        parameters);
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
