package dev.unfold.worker.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.validation.SettingKeys;

/** Writes the type of a layer before its settings. */
final class NetworkModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  @JsonPropertyOrder(SettingKeys.TYPE)
  private interface WithType {
    @JsonProperty(SettingKeys.TYPE)
    String type();
  }

  NetworkModule() {
    setMixInAnnotation(LayerSettings.class, WithType.class);
  }
}
