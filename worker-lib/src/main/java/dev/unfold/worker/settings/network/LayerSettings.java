package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of a layer: an entry of {@code network.layers}. Each type of layer has a record of
 * its own, whose name gives the name of the type: {@code LstmSettings} is {@code type = lstm}.
 */
public sealed interface LayerSettings extends Serializable permits RecurrentSettings {
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

  private static Stream<Class<? extends LayerSettings>> types(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type.asSubclass(LayerSettings.class))
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(LayerSettings::types);
  }
}
