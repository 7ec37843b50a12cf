package dev.unfold.worker.bptt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.LanguageModel;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.ClipSettings;
import dev.unfold.worker.settings.NetworkSettings;
import dev.unfold.worker.settings.NetworkSettings.CellKind;
import dev.unfold.worker.settings.OptimizerSettings;
import dev.unfold.worker.tensor.Gemm;
import dev.unfold.worker.tensor.GemmProvider;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Delayed recall: every block of {@value #BLOCK} tokens shows one of two symbols, then blanks, then
 * asks which it was. Question and symbol are further apart than a chunk is long, so that only a
 * state that is carried from chunk to chunk can know; without it the answer is a toss of a coin.
 */
class LongLagTest {
  private static final int BLANK = 2;
  private static final int QUESTION = 3;
  private static final int VOCABULARY = 4;
  private static final int BLOCK = 8;
  private static final int ASKED_AT = 6;
  private static final int STEPS = 5;
  private static final int BATCH = 16;
  private static final int TRAINED_CHUNKS = 2000;
  private static final int EVALUATED_STEPS = 50 * BLOCK;
  private static final OptimizerSettings ADAM =
      new OptimizerSettings(OptimizerSettings.Kind.ADAM, 0.01, 0, 0.99, 0.9, 0.999, 1e-8);

  @ParameterizedTest
  @EnumSource(
      value = CellKind.class,
      names = {"LSTM", "GRU"})
  void isLearntWithCarry(CellKind cell) {
    assertThat(natsPerAnswer(cell, true)).isLessThan(0.1);
  }

  @ParameterizedTest
  @EnumSource(
      value = CellKind.class,
      names = {"LSTM", "GRU"})
  void staysAtChanceWithout(CellKind cell) {
    assertThat(natsPerAnswer(cell, false)).isBetween(0.6, 0.8);
  }

  private static double natsPerAnswer(CellKind cell, boolean carry) {
    LanguageModel network =
        new LanguageModel(
            new NetworkSettings(NetworkSettings.Kind.LANGUAGE_MODEL, cell, 1, 24, 4, 0),
            VOCABULARY);
    try (Workspace workspace = new Workspace();
        Gemm gemm = GemmProvider.JAVA.open()) {
      Matrix parameters = workspace.vector(network.parameters().length());
      network.parameters().initialize(parameters, 1);
      train(network, new PassMemory(gemm, workspace, parameters, STEPS, BATCH), carry);
      return evaluate(network, new PassMemory(gemm, workspace, parameters, 1, BATCH), carry);
    }
  }

  private static void train(LanguageModel network, PassMemory memory, boolean carry) {
    ForwardPass forward = network.open(memory);
    ForwardPass.TrainingPass training = forward.openTraining();
    Optimizer optimizer =
        new Optimizer(ADAM, new ClipSettings(1, 0), memory.parameters().size(), memory.workspace());
    Chunk chunk = new Chunk(STEPS, BATCH);
    for (int c = 0; c < TRAINED_CHUNKS; c++) {
      fill(chunk, (long) c * STEPS);
      if (!carry) {
        forward.carry().clear();
      }
      forward.parametersChanged();
      training.lossAndGradients(chunk, Noise.NONE);
      optimizer.update(memory.parameters(), training.gradients(), c + 1, ADAM.learningRate());
    }
  }

  /** Goes on behind the text of the training, step by step. */
  private static double evaluate(LanguageModel network, PassMemory memory, boolean carry) {
    ForwardPass forward = network.open(memory);
    forward.parametersChanged();
    Chunk step = new Chunk(1, BATCH);
    double nats = 0;
    long answers = 0;
    long start = (long) TRAINED_CHUNKS * STEPS;
    for (long t = start; t < start + EVALUATED_STEPS; t++) {
      if (!carry && t % STEPS == 0) {
        forward.carry().clear();
      }
      fill(step, t);
      double loss = forward.loss(step);
      boolean warm = t >= start + BLOCK;
      if (warm && t % BLOCK == ASKED_AT) {
        nats += loss;
        answers += BATCH;
      }
    }
    return nats / answers;
  }

  private static void fill(Chunk chunk, long from) {
    for (int t = 0; t < chunk.steps(); t++) {
      for (int b = 0; b < BATCH; b++) {
        chunk.inputs()[t * BATCH + b] = token(b, from + t);
        chunk.targets()[t * BATCH + b] = token(b, from + t + 1);
      }
    }
    chunk.filled(chunk.steps());
  }

  private static int token(int lane, long t) {
    long position = t % BLOCK;
    if (position == ASKED_AT) {
      return QUESTION;
    }
    boolean symbol = position == 0 || position == ASKED_AT + 1;
    long bit = new CounterRandom(lane).bits(t / BLOCK) & 1;
    return symbol ? (int) bit : BLANK;
  }
}
