package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.training.InitialValueSettings;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.settings.validation.SettingChecks;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the layers of a stack are together.
 *
 * @param layers the layers, from the lowest to the highest
 */
record StackedLayers(List<LayerSettings> layers) {
  /**
   * Returns the width of the outputs.
   *
   * @param inputs the width of the inputs
   */
  int width(int inputs) {
    int width = inputs;
    for (LayerSettings layer : layers) {
      width = layer.width(width);
    }
    return width;
  }

  /** Returns whether each recurrent layer is bidirectional. */
  Stream<Boolean> directions() {
    return layers.stream()
        .flatMap(layer -> layer.recurrent().stream())
        .map(RecurrentSettings::bidirectional);
  }

  /**
   * Records layers that read in directions which a network does not allow.
   *
   * @param seesTheEnd whether the network knows later steps when it predicts a target
   * @param equal whether all recurrent layers must read in the same directions
   * @param kind the kind of network, for messages
   */
  void requireDirections(SettingChecks checks, boolean seesTheEnd, boolean equal, Object kind) {
    checks.require(
        seesTheEnd || areCausal(),
        "network.kind",
        "tagger, sequence-to-vector, sequence-to-sequence, ctc or hybrid for layers that read later"
            + " steps",
        kind,
        "network.bidirectional",
        "network.layers",
        "network.offsets");
    checks.require(
        !equal || directions().distinct().count() <= 1,
        "network.layers",
        "recurrent layers that all read in one direction, or all in both, for"
            + " sequence-to-sequence",
        "both",
        "network.kind");
  }

  /** Records what there is to set of recurrent weights if no layer has them. */
  void requireRecurrentFor(
      SettingChecks checks, RegularizationSettings regularization, InitialValueSettings initial) {
    boolean recurrent = directions().findAny().isPresent();
    checks.require(
        recurrent || regularization.weightDropout() == 0,
        "network.regularization.weight-dropout",
        "0 without recurrent layers",
        regularization.weightDropout(),
        "network.layers");
    checks.require(
        recurrent || initial.recurrent() == InitialValueSettings.Weights.UNIFORM,
        "network.initial-values.recurrent",
        "uniform without recurrent layers",
        initial.recurrent(),
        "network.layers");
  }

  /**
   * Records a recurrence through the output that the network does not allow.
   *
   * @param recurrent whether the lowest layer reads the output of the step before
   * @param everyStep whether the network predicts a target at every step
   */
  void requireRecurrence(SettingChecks checks, boolean recurrent, boolean everyStep) {
    checks.require(
        !recurrent || everyStep,
        "network.output.recurrent",
        "false for a network that is not language-model, tagger or next-frame",
        recurrent,
        "network.kind");
    checks.require(
        !recurrent || areCausal(),
        "network.output.recurrent",
        "false for layers that read later steps, which need the outputs of these steps",
        recurrent,
        "network.bidirectional",
        "network.layers",
        "network.offsets");
  }

  /** Returns whether no layer reads later steps. */
  boolean areCausal() {
    return layers.stream().allMatch(layer -> layer.context().isCausal());
  }

  /** Returns the types of the layers, each once. */
  List<String> types() {
    return layers.stream().map(LayerSettings::type).distinct().toList();
  }

  /**
   * Returns the steps that an output depends on.
   *
   * @param above the steps of the highest layer that the output depends on
   */
  Context context(Context above) {
    Context context = above;
    for (LayerSettings layer : layers) {
      context = layer.context().over(context);
    }
    return context;
  }

  /**
   * Returns the number of floats for each step in the largest array that a layer keeps for a chunk.
   *
   * @param inputs the width of the inputs
   */
  int activationsPerStep(int inputs) {
    int largest = inputs;
    int width = inputs;
    for (LayerSettings layer : layers) {
      largest = Math.max(largest, layer.activationsPerStep(width));
      width = layer.width(width);
    }
    return largest;
  }
}
