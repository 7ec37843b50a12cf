package dev.unfold.worker.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.hmm.StatePath;
import dev.unfold.worker.network.hmm.WordModels;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.HmmSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.InitialValueSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HybridNetworkTest {
  private static final int TOKENS = 4;
  private static final int STEPS = 7;
  private static final int BATCH = 4;
  private static final int[] LENGTHS = {7, 3, 6, 0};

  /**
   * The second has too few steps for two states of each word; the third an unknown word. Their
   * reader marks both as targets without a loss.
   */
  private static final int[][] TARGETS = {{2, 3}, {3, 2}, {2, 0}, {}};

  private static final HybridSettings SETTINGS =
      new HybridSettings(
          HybridSettings.Kind.HYBRID,
          RecurrentSettings.stack(CellKind.GRU, 1, 5, true),
          3,
          0,
          RegularizationSettings.none(),
          InitialValueSettings.defaults(),
          EncoderSettings.defaults(),
          DecoderSettings.defaults(),
          OutputSettings.softmax(),
          new HmmSettings(2, 1, 1, 0, List.of(".*")));

  @Test
  void theLossIsThatOfTheStatesOfTheBestPathOfTheTarget() {
    Network network = network(TOKENS);
    Chunk chunk = chunk();
    try (Workspace workspace = new Workspace();
        Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      Matrix parameters = workspace.vector(network.parameters().length());
      network.parameters().initialize(parameters, 3);
      ForwardPass forward = network.open(PassMemory.of(gemm, workspace, parameters, chunk));
      forward.parametersChanged();
      double loss = forward.loss(chunk);
      List<float[]> logits = new ArrayList<>();
      int[] outputs = new int[BATCH];
      forward.outputs(
          chunk,
          (position, output) -> {
            outputs[position % BATCH]++;
            if (position % BATCH == 0) {
              logits.add(output.clone());
            }
          });
      assertThat(outputs).containsExactly(LENGTHS);
      WordModels models = network.wordModels().orElseThrow();
      StatePath path =
          models.alignment(parameters.toArray(), TARGETS[0]).best(logits).orElseThrow();
      double expected = 0;
      for (int t = 0; t < STEPS; t++) {
        float[] row = logits.get(t);
        expected += Categorical.logNormalizer(row) - row[path.states()[t]];
      }
      assertThat(path.tokens()).containsExactly(TARGETS[0]);
      assertThat(loss).isCloseTo(expected, Offset.offset(1e-6)).isGreaterThan(1);
      assertThat(chunk.targetCount()).isEqualTo(3);
      float[] values = new float[network.parameters().length()];
      Arrays.fill(values, Float.NaN);
      parameters.set(values);
      forward.parametersChanged();
      assertThat(forward.loss(chunk)).isNaN();
    }
  }

  /** The parameters of a pass are those of the hybrid, without its models of words. */
  @Test
  void theTaggerOfItsStatesHasItsFirstTensors() {
    List<ParameterTensor> hybrid = network(TOKENS).parameters().tensors();
    List<ParameterTensor> tagger =
        Networks.of(
                SETTINGS.tagger(),
                new DataShape(InputShape.ofFrames(2), DataShape.Target.CLASSES, 2 * 2 + 1))
            .parameters()
            .tensors();
    assertThat(hybrid.stream().map(HybridNetworkTest::described).toList())
        .startsWith(tagger.stream().map(HybridNetworkTest::described).toArray(String[]::new))
        .endsWith("hmm.prior [1, 5]", "hmm.advance [1, 5]")
        .hasSize(tagger.size() + 2);
  }

  private static String described(ParameterTensor tensor) {
    return tensor.name() + " [" + tensor.rows() + ", " + tensor.columns() + "]";
  }

  private static Network network(int tokens) {
    return Networks.of(
        SETTINGS, new DataShape(InputShape.ofFrames(2), DataShape.Target.CLASSES, tokens));
  }

  private static Chunk chunk() {
    Chunk source =
        new Chunk(
            STEPS,
            BATCH,
            new DataShape(InputShape.ofFrames(2), DataShape.Target.CLASSES, TOKENS),
            0);
    Chunk chunk = Chunk.withSource(3, BATCH, source);
    Arrays.fill(source.present(), false);
    Arrays.fill(chunk.present(), false);
    Arrays.fill(chunk.targets(), Chunk.NO_TARGET);
    for (int lane = 0; lane < BATCH; lane++) {
      for (int t = 0; t < LENGTHS[lane]; t++) {
        int position = t * BATCH + lane;
        source.present()[position] = true;
        source.frames()[2 * position] = (float) Math.sin(position);
        source.frames()[2 * position + 1] = (float) Math.cos(3.0 * position);
      }
      source.resets()[lane] = true;
      for (int step = 0; step <= TARGETS[lane].length && LENGTHS[lane] > 0; step++) {
        int position = step * BATCH + lane;
        boolean end = step == TARGETS[lane].length;
        chunk.present()[position] = true;
        int id = end ? Vocabulary.BOUNDARY_ID : TARGETS[lane][step];
        chunk.targets()[position] = lane == 0 ? id : Chunk.unseenTarget(id);
      }
    }
    source.filled(STEPS);
    chunk.filled(3);
    return chunk;
  }
}
