package dev.unfold.dl4j.exchange;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unfold.dl4j.file.Dl4jConfiguration;
import dev.unfold.dl4j.file.Dl4jFile;
import dev.unfold.driver.model.ModelSignature;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network that Unfold exported, as the settings in its zip describe it. It is recognized by
 * exporting these settings again: the layers must be the same. This also covers layers that the
 * import does not recognize by themselves, such as dilated convolutions.
 *
 * @param file the zip
 * @param settings the settings in the zip
 * @param signature the meaning of its ids and numbers
 */
record ReimportedNetwork(Dl4jFile file, LayeredNetworkSettings settings, ModelSignature signature) {
  /** The parts of a configuration that say what the network computes. */
  private static final List<String> LAYERS =
      List.of("confs", "vertices", "vertexInputs", "networkInputs", "networkOutputs");

  /** The keys of a layer that only training uses, and that the settings of the network lack. */
  private static final List<String> TRAINING = List.of("iupdater", "biasUpdater", "seed");

  /** Returns the model, if the network is that of the settings, and its parameters fit it. */
  Optional<Model> model() {
    Network network = Networks.of(settings, signature.shape());
    if (!layerNames().containsAll(ParameterMapping.of(network, settings).layers())) {
      return Optional.empty();
    }
    try {
      ConvertedNetwork again = ConvertedNetwork.of(settings, signature.shape(), Map.of());
      return isSame(again.configuration()) ? model(network, again.mapping()) : Optional.empty();
    } catch (ModelFormatException e) { // the settings are those of another network
      return Optional.empty();
    }
  }

  private Set<String> layerNames() {
    if (file.configuration() instanceof Dl4jConfiguration.Graph graph) {
      return graph.graph().getVertices().keySet();
    }
    return ((Dl4jConfiguration.Stack) file.configuration())
        .layers().getConfs().stream()
            .map(layer -> String.valueOf(layer.getLayer().getLayerName()))
            .collect(Collectors.toSet());
  }

  private boolean isSame(Dl4jConfiguration again) throws ModelFormatException {
    JsonNode expected = withoutTraining(again);
    JsonNode actual = withoutTraining(file.configuration());
    return LAYERS.stream().allMatch(part -> expected.path(part).equals(actual.path(part)));
  }

  private JsonNode withoutTraining(Dl4jConfiguration configuration) throws ModelFormatException {
    JsonNode tree = Json.parse(file.path(), configuration.json(), new TypeReference<JsonNode>() {});
    for (String key : TRAINING) {
      tree.findParents(key).forEach(layer -> ((ObjectNode) layer).remove(key));
    }
    return tree;
  }

  private Optional<Model> model(Network network, ParameterMapping mapping) {
    float[] saved = file.parameters().orElseThrow();
    float[] parameters = new float[network.parameters().length()];
    mapping.toUnfoldInto(saved, parameters);
    return Arrays.equals(mapping.toDl4j(parameters), saved)
        ? Optional.of(
            new Model(
                new ModelConfig(
                    ModelConfig.CURRENT, settings, signature.shape(), signature.preprocessing()),
                signature.symbols(),
                parameters))
        : Optional.empty();
  }
}
