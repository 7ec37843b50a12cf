package dev.unfold.worker.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.unfold.worker.settings.network.ForeignNetworkSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.Optional;

/**
 * The JSON of the settings of networks: a layer has its type as a property; a network of another
 * library has a configuration.
 */
final class NetworkModule extends SimpleModule {
  private static final long serialVersionUID = 1L;
  private static final String CONFIGURATION = "configuration";

  /** Writes the type of a layer before its settings. */
  @JsonPropertyOrder(SettingKeys.TYPE)
  private interface WithType {
    @JsonProperty(SettingKeys.TYPE)
    String type();
  }

  NetworkModule() {
    setMixInAnnotation(LayerSettings.class, WithType.class);
    addDeserializer(LayerSettings.class, new LayerDeserializer());
    addDeserializer(NetworkSettings.class, new NetworkDeserializer());
  }

  private static final class LayerDeserializer extends StdDeserializer<LayerSettings> {
    private static final long serialVersionUID = 1L;

    LayerDeserializer() {
      super(LayerSettings.class);
    }

    @Override
    public LayerSettings deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode layer = context.readTree(parser);
      String type = layer.path(SettingKeys.TYPE).asText();
      Optional<Class<? extends LayerSettings>> settings = LayerSettings.ofType(type);
      return settings.isPresent()
          ? context.readTreeAsValue(layer, settings.get())
          : context.reportInputMismatch(
              LayerSettings.class,
              "expected a type, one of %s, found %s",
              LayerSettings.typeNames(),
              ModelFormatException.quote(type));
    }
  }

  private static final class NetworkDeserializer extends StdDeserializer<NetworkSettings> {
    private static final long serialVersionUID = 1L;

    NetworkDeserializer() {
      super(NetworkSettings.class);
    }

    @Override
    public NetworkSettings deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonNode network = context.readTree(parser);
      return network.has(CONFIGURATION)
          ? context.readTreeAsValue(network, ForeignNetworkSettings.class)
          : context.readTreeAsValue(network, LayeredNetworkSettings.class);
    }
  }
}
