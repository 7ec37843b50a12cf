package dev.unfold.worker.benchmark;

import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.training.ClipSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;

/**
 * Runs training steps of a network on random tokens: forward, backward, clipping by norm, an
 * update. The state is carried from step to step.
 */
public final class BenchmarkStep implements AutoCloseable {
  private static final long SEED = 1;
  private static final OptimizerSettings SGD =
      new OptimizerSettings(OptimizerSettings.Kind.SGD, 1, 0, 0, 0, 0, 1e-8, false, 0, false);
  private static final ClipSettings CLIP = new ClipSettings(5, 0);

  private final StepShape shape;
  private final TokenDistribution distribution;
  private final CounterRandom tokens = new CounterRandom(SEED);
  private final CounterRandom negatives = tokens.derive(1);
  private final Workspace workspace = new Workspace();
  private final Matrix parameters;
  private final ForwardPass forward;
  private final ForwardPass.TrainingPass training;
  private final double learningRate;
  private final Optimizer optimizer;
  private final Chunk chunk;
  private long drawn;
  private long updates;

  /**
   * Draws parameters and tokens for steps of plain SGD.
   *
   * @param gemm the matrix multiplication of the calling thread
   */
  public BenchmarkStep(Gemm gemm, StepShape shape) {
    this(gemm, shape, SGD);
  }

  /**
   * Draws parameters and tokens.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @param update the rule by which steps update the parameters
   */
  public BenchmarkStep(Gemm gemm, StepShape shape, OptimizerSettings update) {
    this.shape = shape;
    distribution = shape.draw().over(shape.vocabulary());
    Network network = Networks.of(shape.network(), DataShape.forText(shape.vocabulary()));
    parameters = workspace.vector(network.parameters().length());
    network.parameters().initialize(parameters, SEED);
    forward =
        network.open(new PassMemory(gemm, workspace, parameters, shape.steps(), shape.batch()));
    training = forward.openTraining();
    learningRate = update.learningRate();
    optimizer = new Optimizer(update, CLIP, network.parameters(), workspace);
    chunk = new Chunk(shape.steps(), shape.batch());
    drawTokens();
  }

  public StepShape shape() {
    return shape;
  }

  /** Replaces the tokens, each of which is drawn independently. */
  public void drawTokens() {
    for (int i = 0; i < shape.tokens(); i++) {
      chunk.inputs()[i] = token();
      chunk.targets()[i] = token();
    }
    chunk.filled(shape.steps());
  }

  private int token() {
    return distribution.token(tokens.uniform(drawn++));
  }

  /**
   * Runs one step.
   *
   * @return the mean loss before the update, in nats per token
   */
  public double run() {
    forward.parametersChanged();
    ForwardMode mode = ForwardMode.training(negatives.derive(updates));
    double loss = training.lossAndGradients(chunk, mode);
    optimizer.update(parameters, training.gradients(), ++updates, learningRate);
    return loss / chunk.targetCount();
  }

  /** Frees the matrices. */
  @Override
  public void close() {
    workspace.close();
  }
}
