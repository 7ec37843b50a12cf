package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a layer: an entry of {@code network.layers}. Each type of layer has a record of
 * its own, whose name gives the name of the type: {@code LstmSettings} is {@code type = lstm}.
 */
public sealed interface LayerSettings extends Serializable
    permits RecurrentSettings,
        DenseSettings,
        LayerNormalizationSettings,
        TimeDelaySettings,
        DilatedConvolutionSettings {
  /** The maximum width of a layer or an embedding. */
  int MAX_WIDTH = 16_384;

  /**
   * Returns the width of its outputs.
   *
   * @param inputs the width of its inputs
   */
  int width(int inputs);

  /** Returns the steps that an output depends on. */
  Context context();

  /**
   * Returns the number of floats for each step in the largest array that the layer keeps for a
   * chunk.
   *
   * @param inputs the width of its inputs
   */
  int activationsPerStep(int inputs);

  /** Returns a copy whose outputs do not depend on later steps, as a decoder needs it. */
  LayerSettings causal();

  /** Returns whether {@code network.dropout} applies to its inputs. */
  default boolean takesDropout() {
    return true;
  }

  /** Returns these settings if they are those of a recurrent layer. */
  default Optional<RecurrentSettings> recurrent() {
    return Optional.empty();
  }

  /** Returns the name of its type. */
  default String type() {
    return SettingKeys.ofType(getClass());
  }

  /** Returns the records of all types, in the order in which they are declared. */
  static List<Class<? extends LayerSettings>> types() {
    return types(LayerSettings.class).toList();
  }

  /** Returns the record of the type with a name, if there is one. */
  static Optional<Class<? extends LayerSettings>> ofType(String name) {
    return types().stream().filter(type -> SettingKeys.ofType(type).equals(name)).findFirst();
  }

  /** Returns the names of all types for messages, separated by commas. */
  static String typeNames() {
    return types().stream().map(SettingKeys::ofType).collect(Collectors.joining(", "));
  }

  /** Records a width that is out of range; the key has no section. */
  static SettingChecks checkWidth(int hidden) {
    return new SettingChecks()
        .require(hidden >= 1 && hidden <= MAX_WIDTH, "hidden", "1 to " + MAX_WIDTH, hidden);
  }

  private static Stream<Class<? extends LayerSettings>> types(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type.asSubclass(LayerSettings.class))
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(LayerSettings::types);
  }
}
