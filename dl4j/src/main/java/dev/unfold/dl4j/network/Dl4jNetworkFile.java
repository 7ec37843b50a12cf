package dev.unfold.dl4j.network;

import static dev.unfold.worker.settings.network.ForeignNetworkSettings.CONFIGURATION_KEY;

import dev.unfold.dl4j.TruncatedBpttGraph;
import dev.unfold.dl4j.file.Dl4jFile;
import dev.unfold.driver.extension.NetworkFile;
import dev.unfold.driver.model.ModelSignature;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.ExampleShape;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A DL4J file: the configuration of a network and, in a zip, its parameters.
 *
 * @param file the content of the file
 */
public record Dl4jNetworkFile(Dl4jFile file) implements NetworkFile {
  @Override
  public void requireReads(CorpusSettings corpus) {
    requireReads(corpus.isTable() ? Optional.of(corpus.target()) : Optional.empty());
  }

  /** Checks that the network reads a table with the target or, without a target, a text. */
  private void requireReads(Optional<TargetSettings> target) {
    target.ifPresentOrElse(this::requireTable, this::requireStream);
  }

  private void requireStream() {
    TruncatedBpttGraph.nonCarryableLayer(Dl4jNetworkProvider.graph(file.configuration()))
        .ifPresent(
            layer -> {
              throw new InvalidSettingException(
                  CONFIGURATION_KEY,
                  "layers whose state can be carried from chunk to chunk of a text ("
                      + TruncatedBpttGraph.carryableLayers()
                      + ")",
                  layer);
            });
  }

  private void requireTable(TargetSettings target) {
    boolean everyStep = ExampleShape.place(target) == TargetPosition.EVERY_STEP;
    InvalidSettingException.require(
        !everyStep
            || new GraphEndLayers(Dl4jNetworkProvider.graph(file.configuration())).isPerStep(),
        CONFIGURATION_KEY,
        "a last layer with an output at every step, such as RnnOutputLayer",
        "one with one output per example");
  }

  @Override
  public NetworkSettings settings() {
    return new ForeignNetworkSettings(
        ForeignNetworkSettings.Library.DL4J, file.configuration().json());
  }

  @Override
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
   * Converts the saved network to a model.
   *
   * @throws InvalidSettingException if the network cannot read the data
   */
  public Model model(ModelSignature signature) {
    requireReads(
        signature.preprocessing() instanceof Preprocessing.Table table
            ? Optional.of(table.target())
            : Optional.empty());
    DataShape shape = signature.shape();
    Network network = Networks.of(settings(), shape);
    float[] parameters = parametersOf(network, new float[0]);
    return new Model(
        new ModelConfig(ModelConfig.CURRENT, settings(), shape, signature.preprocessing()),
        signature.symbols(),
        parameters);
  }

  @Override
  public float[] parametersOf(Network network, float[] initial) {
    return file.parameters()
        .map(saved -> ((Dl4jNetwork) network).parametersOf(saved))
        .orElse(initial);
  }
}
