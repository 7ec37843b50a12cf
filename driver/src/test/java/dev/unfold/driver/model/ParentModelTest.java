package dev.unfold.driver.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.LastOutputs;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParentModelTest {
  private static final Vocabulary KNOWN = Vocabulary.of(List.of("a", "b", "c"), false);
  private static final int KNOWN_SIZE = 4;
  private static final int EXTENDED_SIZE = 6;

  static List<OutputSettings> softmax() {
    OutputSettings.Negatives negatives =
        new OutputSettings.Negatives(2, OutputSettings.Proposal.UNIFORM);
    return List.of(
        OutputSettings.softmax(),
        new OutputSettings(OutputSettings.Kind.SOFTMAX, List.of(), 4, true, false),
        new OutputSettings(OutputSettings.Kind.SAMPLED, List.of(), 4, false, false, negatives));
  }

  @ParameterizedTest
  @MethodSource("softmax")
  void anExtendedNetworkPredictsWhatItsParentPredicts(OutputSettings output) {
    NetworkSettings settings = settings(output, 4);
    ParentModel parent = parent(settings);
    Network extended = Networks.of(settings, DataShape.forText(EXTENDED_SIZE));
    float[] parameters = parent.parametersOf(extended, first(extended, 2));

    double[] parentProbabilities =
        probabilities(parent.model().network(), parent.model().parameters(), 0, 1, 2);
    double[] all = probabilities(extended, parameters, 0, 1, 2);
    for (int token = 1; token < KNOWN_SIZE; token++) {
      assertThat(all[token]).isCloseTo(parentProbabilities[token], within(1e-6));
    }
    for (int token : new int[] {0, 4, 5}) {
      assertThat(all[token]).isCloseTo(parentProbabilities[0] / 3, within(1e-6));
    }
    assertThat(probabilities(extended, parameters, 5, 1, 4))
        .as("a new token is read as the unknown one")
        .containsExactly(probabilities(extended, parameters, 0, 1, 0), within(1e-6));
  }

  @Test
  void newTokensOfAnAdaptiveSoftmaxStartAsTheMeanOfTheirCluster() {
    NetworkSettings settings =
        settings(new OutputSettings(OutputSettings.Kind.ADAPTIVE, List.of(2), 2, false, false), 4);
    ParentModel parent = parent(settings);
    Network extended = Networks.of(settings, DataShape.forText(EXTENDED_SIZE));
    float[] parameters = parent.parametersOf(extended, first(extended, 2));

    double[] parentProbabilities =
        probabilities(parent.model().network(), parent.model().parameters(), 0, 1, 2);
    double[] all = probabilities(extended, parameters, 0, 1, 2);
    assertThat(all[0]).isCloseTo(parentProbabilities[0], within(1e-6));
    assertThat(all[1]).isCloseTo(parentProbabilities[1], within(1e-6));
    assertThat(all[2] + all[3] + all[4] + all[5])
        .isCloseTo(parentProbabilities[2] + parentProbabilities[3], within(1e-6));
    assertThat(all[4]).isEqualTo(all[5]).isBetween(all[2] / 10, all[2] * 10);
  }

  @Test
  void anotherNetworkIsRefused() {
    ParentModel parent = parent(settings(OutputSettings.softmax(), 4));
    Network wider = Networks.of(settings(OutputSettings.softmax(), 5), DataShape.forText(4));

    assertThatThrownBy(() -> parent.parametersOf(wider, first(wider, 1)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("training.parent")
        .hasMessageContaining("layers.0");
    assertThatThrownBy(
            () ->
                parent.requireSame(
                    new Preprocessing.Text(CorpusSettings.Unit.WORD, CorpusSettings.Document.NONE),
                    settings(OutputSettings.softmax(), 4)))
        .hasMessageContaining("a model with the preprocessing");
  }

  @Test
  void fewerTokensThanTheParentHasAreRefused() {
    ParentModel parent = parent(settings(OutputSettings.softmax(), 4));
    Network shorter = Networks.of(settings(OutputSettings.softmax(), 4), DataShape.forText(3));

    assertThatThrownBy(() -> parent.parametersOf(shorter, first(shorter, 1)))
        .isInstanceOf(InvalidSettingException.class);
  }

  private static NetworkSettings settings(OutputSettings output, int hidden) {
    return new LayeredNetworkSettings(
        LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
        RecurrentSettings.stack(CellKind.GRU, 1, hidden, false),
        hidden,
        0,
        EncoderSettings.defaults(),
        DecoderSettings.defaults(),
        output);
  }

  private static ParentModel parent(NetworkSettings settings) {
    DataShape shape = DataShape.forText(KNOWN_SIZE);
    ModelConfig config =
        new ModelConfig(
            ModelConfig.CURRENT,
            settings,
            shape,
            new Preprocessing.Text(CorpusSettings.Unit.CHAR, CorpusSettings.Document.NONE));
    float[] parameters = first(Networks.of(settings, shape), 1);
    return new ParentModel(
        "parent", new Model(config, new Vocabularies.TextVocabulary(KNOWN), parameters));
  }

  private static float[] first(Network network, long seed) {
    try (Workspace workspace = new Workspace()) {
      Matrix vector = workspace.vector(network.parameters().length());
      network.parameters().initialize(vector, seed);
      return vector.toArray();
    }
  }

  /** Returns the probability of each token after the given tokens. */
  private static double[] probabilities(Network network, float[] values, int... tokens) {
    try (Workspace workspace = new Workspace();
        Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      Matrix parameters = workspace.vector(values.length);
      parameters.set(values);
      ForwardPass forward = network.open(new PassMemory(gemm, workspace, parameters, 1, 1));
      forward.parametersChanged();
      Chunk step = new Chunk(1, 1);
      float[] logits = new float[network.parameters().tensors().get(0).rows()];
      for (int token : tokens) {
        step.inputs()[0] = token;
        step.filled(1);
        logits = LastOutputs.of(forward, step, 0, logits.length);
      }
      double sum = 0;
      double[] probabilities = new double[logits.length];
      for (int i = 0; i < logits.length; i++) {
        probabilities[i] = StrictMath.exp(logits[i]);
        sum += probabilities[i];
      }
      for (int i = 0; i < logits.length; i++) {
        probabilities[i] /= sum;
      }
      return probabilities;
    }
  }
}
