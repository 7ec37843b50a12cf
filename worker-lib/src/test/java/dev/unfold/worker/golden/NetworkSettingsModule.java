package dev.unfold.worker.golden;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.Optional;

/** Reads the settings of networks in golden files. */
final class NetworkSettingsModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  /** Returns a mapper for golden files. */
  static JsonMapper newMapper() {
    return Json.newMapper().rebuild().addModule(new NetworkSettingsModule()).build();
  }

  NetworkSettingsModule() {
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
              type);
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
      return context.readValue(parser, LayeredNetworkSettings.class);
    }
  }
}
