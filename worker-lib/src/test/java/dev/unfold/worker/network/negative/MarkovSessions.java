package dev.unfold.worker.network.negative;

import dev.unfold.worker.evaluation.metric.RankingScore;
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

/**
 * Sessions of a Markov chain over V items, whose best possible ranking is known: with probability
 * 0.9 an item is followed by one of its ten successors, of which the j-th has a probability that is
 * proportional to 1 / (j + 1), otherwise by any item. Items are drawn by Zipf's law.
 *
 * @param items V
 * @param width the width of the embedding and of the GRU
 */
record MarkovSessions(int items, int width) {
  private static final int STEPS = 20;
  private static final int BATCH = 32;
  private static final int SUCCESSORS = 10;
  private static final double FOLLOWED = 0.9;
  private static final int TOP = 5;

  /**
   * The quality of a trained network on sessions that it was not trained on.
   *
   * @param loss the exact loss in nats
   * @param recall Recall@5
   */
  record Quality(double loss, double recall) {}

  /** Draws sessions, one in each lane, which go on from chunk to chunk. */
  private final class Source {
    private final ClassProposal zipf = ClassProposal.of(OutputSettings.Proposal.LOG_UNIFORM, items);
    private final CounterRandom random;
    private final int[] current = new int[BATCH];
    private long drawn;

    Source(long seed) {
      random = new CounterRandom(seed);
    }

    void fill(Chunk chunk) {
      for (int t = 0; t < STEPS; t++) {
        for (int lane = 0; lane < BATCH; lane++) {
          chunk.inputs()[t * BATCH + lane] = current[lane];
          current[lane] = next(current[lane]);
          chunk.targets()[t * BATCH + lane] = current[lane];
        }
      }
      chunk.filled(STEPS);
    }

    private int next(int item) {
      if (random.uniform(drawn++) >= FOLLOWED) {
        return zipf.draw(random.uniform(drawn++));
      }
      double point = random.uniform(drawn++) * harmonic();
      int j = 0;
      while (j < SUCCESSORS - 1 && point >= 1.0 / (j + 1)) {
        point -= 1.0 / (j + 1);
        j++;
      }
      return zipf.draw(new CounterRandom(item).derive(99).uniform(j));
    }
  }

  private static double harmonic() {
    double sum = 0;
    for (int j = 0; j < SUCCESSORS; j++) {
      sum += 1.0 / (j + 1);
    }
    return sum;
  }

  /** Trains a GRU with an output layer on some chunks, and evaluates it on others. */
  Quality train(OutputSettings output, int chunks, double rate) {
    LayeredNetworkSettings settings =
        new LayeredNetworkSettings(
            LayeredNetworkSettings.Kind.LANGUAGE_MODEL,
            RecurrentSettings.stack(CellKind.GRU, 1, width, false),
            width,
            0,
            EncoderSettings.defaults(),
            DecoderSettings.defaults(),
            output);
    Network network = Networks.of(settings, DataShape.forText(items));
    try (Workspace workspace = new Workspace();
        Gemm gemm = GemmProvider.ONEDNN.open(Precision.F32)) {
      Matrix parameters = workspace.vector(network.parameters().length());
      network.parameters().initialize(parameters, 1);
      ForwardPass forward = network.open(new PassMemory(gemm, workspace, parameters, STEPS, BATCH));
      ForwardPass.TrainingPass training = forward.openTraining();
      OptimizerSettings adam = OptimizerFixture.of(OptimizerSettings.Kind.ADAM, rate).settings();
      Optimizer optimizer =
          new Optimizer(adam, new ClipSettings(5, 0), network.parameters(), workspace);
      Chunk chunk = new Chunk(STEPS, BATCH);
      Source source = new Source(2);
      for (int i = 0; i < chunks; i++) {
        source.fill(chunk);
        forward.parametersChanged();
        training.lossAndGradients(chunk, ForwardMode.training(new CounterRandom(3).derive(i)));
        optimizer.update(parameters, training.gradients(), i + 1, rate * (1 - (double) i / chunks));
      }
      return evaluate(forward, chunk, Math.max(5, chunks / 50));
    }
  }

  private Quality evaluate(ForwardPass forward, Chunk chunk, int chunks) {
    forward.parametersChanged();
    forward.carry().clear();
    Source source = new Source(4);
    RankingScore ranks = new RankingScore(TOP);
    double loss = 0;
    for (int i = 0; i < chunks; i++) {
      source.fill(chunk);
      loss += forward.loss(chunk) / chunk.targetCount() / chunks;
      forward.outputs(chunk, (at, logits) -> ranks.add(logits, chunk.targets()[at]));
    }
    return new Quality(loss, ranks.recall());
  }
}
