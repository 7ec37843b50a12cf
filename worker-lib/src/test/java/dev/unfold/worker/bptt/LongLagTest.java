package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.optimizer.OptimizerFixture;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import org.junit.jupiter.api.Test;

/**
 * Delayed recall: every block shows one of two symbols, then blanks, then asks which it was. Only
 * answers whose question is further away than the length of a chunk count, so that they require a
 * state that is carried from chunk to chunk; without it, the answer is a coin flip. Blocks of
 * different lengths let truncated BPTT learn to remember.
 */
class LongLagTest {
  private static final int BLANK = 2;
  private static final int QUESTION = 3;
  private static final int VOCABULARY = 4;
  private static final int MOST_BLANKS = 12;
  private static final int STEPS = 8;
  private static final int BATCH = 16;
  private static final int TRAINED_CHUNKS = 2500;
  private static final int EVALUATED_STEPS = 1000;
  private static final int LENGTH = TRAINED_CHUNKS * STEPS + EVALUATED_STEPS + 1;
  private static final OptimizerSettings ADAM =
      OptimizerFixture.of(OptimizerSettings.Kind.ADAM, 0.01).settings();

  /** The number of steps between symbol and question at the positions of questions; 0 elsewhere. */
  private final int[] lag = new int[LENGTH];

  /** The tokens by lane and step; all lanes have the same blocks with different symbols. */
  private final int[][] tokens = new int[BATCH][LENGTH];

  LongLagTest() {
    CounterRandom random = new CounterRandom(1);
    int t = 0;
    for (int block = 0; t < LENGTH; block++) {
      int blanks = 1 + (int) (MOST_BLANKS * random.uniform(block));
      for (int position = 0; position < blanks + 3 && t < LENGTH; position++, t++) {
        lag[t] = position == blanks + 1 ? position : 0;
        for (int lane = 0; lane < BATCH; lane++) {
          int symbol = (int) (random.derive(lane).bits(block) & 1);
          boolean shown = position == 0 || position == blanks + 2;
          tokens[lane][t] = shown ? symbol : position == blanks + 1 ? QUESTION : BLANK;
        }
      }
    }
  }

  @Test
  void isLearnedWithCarry() {
    assertThat(natsPerAnswer(true)).isLessThan(0.1);
  }

  @Test
  void staysAtChanceWithout() {
    assertThat(natsPerAnswer(false)).isBetween(0.6, 0.8);
  }

  private double natsPerAnswer(boolean carry) {
    Network network =
        Networks.of(
            new LayeredNetworkSettings(
                LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
                RecurrentSettings.stack(CellKind.LSTM, 1, 24, false),
                4,
                0,
                EncoderSettings.defaults(),
                DecoderSettings.defaults(),
                OutputSettings.softmax()),
            DataShape.forText(VOCABULARY));
    try (Workspace workspace = new Workspace();
        Gemm gemm = GemmProvider.JAVA.open(Precision.F32)) {
      Matrix parameters = workspace.vector(network.parameters().length());
      network.parameters().initialize(parameters, 1);
      train(network, new PassMemory(gemm, workspace, parameters, STEPS, BATCH), carry);
      return evaluate(network, new PassMemory(gemm, workspace, parameters, 1, BATCH), carry);
    }
  }

  private void train(Network network, PassMemory memory, boolean carry) {
    ForwardPass forward = network.open(memory);
    ForwardPass.TrainingPass training = forward.openTraining();
    Optimizer optimizer =
        new Optimizer(ADAM, new ClipSettings(1, 0), network.parameters(), memory.workspace());
    Chunk chunk = new Chunk(STEPS, BATCH);
    for (int c = 0; c < TRAINED_CHUNKS; c++) {
      fill(chunk, c * STEPS);
      if (!carry) {
        forward.carry().clear();
      }
      forward.parametersChanged();
      training.lossAndGradients(chunk, ForwardMode.TEACHER_FORCED);
      optimizer.update(memory.parameters(), training.gradients(), c + 1, ADAM.learningRate());
    }
  }

  /** Continues after the training text, step by step. */
  private double evaluate(Network network, PassMemory memory, boolean carry) {
    ForwardPass forward = network.open(memory);
    forward.parametersChanged();
    Chunk step = new Chunk(1, BATCH);
    double nats = 0;
    long answers = 0;
    int start = TRAINED_CHUNKS * STEPS;
    for (int t = start; t < start + EVALUATED_STEPS; t++) {
      if (!carry && t % STEPS == 0) {
        forward.carry().clear();
      }
      fill(step, t);
      double loss = forward.loss(step);
      boolean warm = t >= start + MOST_BLANKS + 3;
      if (warm && lag[t] > STEPS) {
        nats += loss;
        answers += BATCH;
      }
    }
    return nats / answers;
  }

  private void fill(Chunk chunk, int from) {
    for (int t = 0; t < chunk.steps(); t++) {
      for (int lane = 0; lane < BATCH; lane++) {
        chunk.inputs()[t * BATCH + lane] = tokens[lane][from + t];
        chunk.targets()[t * BATCH + lane] = tokens[lane][from + t + 1];
      }
    }
    chunk.filled(chunk.steps());
  }
}
