package dev.unfold.worker.network;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.network.CellKind;
import dev.unfold.worker.settings.network.DecoderSettings;
import dev.unfold.worker.settings.network.EncoderSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.network.RecurrentSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.List;

/** A small network, opened for training, with parameters drawn from a seed. */
public final class NetworkFixture implements AutoCloseable {
  static final int VOCABULARY = 7;

  private final Workspace workspace = new Workspace();
  private final Gemm gemm;
  public final Network network;
  public final Matrix parameters;
  public final ForwardPass forward;
  public final ForwardPass.TrainingPass training;
  private final boolean sampled;
  private ForwardMode mode = ForwardMode.TEACHER_FORCED;

  NetworkFixture(GemmProvider provider, CellKind cell, int layers, int steps, int batch) {
    this(provider, settings(cell, layers, 0), steps, batch);
  }

  NetworkFixture(GemmProvider provider, List<LayerSettings> layers, int steps, int batch) {
    this(provider, settings(layers, 0), steps, batch);
  }

  NetworkFixture(GemmProvider provider, NetworkSettings settings, int steps, int batch) {
    this(provider.open(Precision.F32), settings, VOCABULARY, steps, batch);
  }

  NetworkFixture(Gemm gemm, NetworkSettings settings, int vocabulary, int steps, int batch) {
    this(gemm, settings, DataShape.forText(vocabulary), steps, batch);
  }

  NetworkFixture(Gemm gemm, NetworkSettings settings, DataShape shape, int steps, int batch) {
    this(gemm, settings, shape, new Chunk(steps, batch));
  }

  /**
   * @param largest a chunk of the largest shape
   */
  public NetworkFixture(Gemm gemm, NetworkSettings settings, DataShape shape, Chunk largest) {
    this.gemm = gemm;
    sampled =
        settings
            .outputLayer()
            .filter(output -> output.kind() == OutputSettings.Kind.SAMPLED)
            .isPresent();
    network = Networks.of(settings, shape);
    parameters = workspace.vector(network.parameters().length());
    network.parameters().initialize(parameters, 1);
    forward = network.open(PassMemory.of(gemm, workspace, parameters, largest));
    forward.parametersChanged();
    training = forward.openTraining();
  }

  static LayeredNetworkSettings settings(CellKind cell, int layers, double dropout) {
    return settings(RecurrentSettings.stack(cell, layers, 6, false), dropout);
  }

  static LayeredNetworkSettings settings(List<LayerSettings> layers, double dropout) {
    return settings(layers, dropout, OutputSettings.softmax());
  }

  static LayeredNetworkSettings settings(
      List<LayerSettings> layers, double dropout, OutputSettings output) {
    return settings(LayeredNetworkSettings.Kind.LANGUAGE_MODEL, layers, dropout, output);
  }

  /** Returns the settings of a tagger, which may look ahead. */
  static LayeredNetworkSettings tagger(List<LayerSettings> layers) {
    return settings(LayeredNetworkSettings.Kind.TAGGER, layers, 0, OutputSettings.softmax());
  }

  private static LayeredNetworkSettings settings(
      LayeredNetworkSettings.Kind kind,
      List<LayerSettings> layers,
      double dropout,
      OutputSettings output) {
    return new LayeredNetworkSettings(
        kind, layers, 5, dropout, EncoderSettings.defaults(), DecoderSettings.defaults(), output);
  }

  /** Returns a chunk of random tokens without masks or resets. */
  static Chunk chunk(int steps, int batch, long seed) {
    return chunk(steps, batch, seed, VOCABULARY);
  }

  public static Chunk chunk(int steps, int batch, long seed, int vocabularySize) {
    Chunk chunk = new Chunk(steps, batch);
    CounterRandom random = new CounterRandom(seed);
    for (int i = 0; i < steps * batch; i++) {
      chunk.inputs()[i] = (int) (random.uniform(2L * i) * vocabularySize);
      chunk.targets()[i] = (int) (random.uniform(2L * i + 1) * vocabularySize);
    }
    chunk.filled(steps);
    return chunk;
  }

  /** Returns a carry with values within (-1, 1), like trained states. */
  public float[] randomCarry(long seed) {
    float[] carry = forward.carry().toArray();
    CounterRandom random = new CounterRandom(seed);
    for (int i = 0; i < carry.length; i++) {
      carry[i] = (float) (1.6 * random.uniform(i) - 0.8);
    }
    return carry;
  }

  public double meanLoss(Chunk chunk, float[] carry) {
    forward.carry().set(carry);
    return forward.loss(chunk) / chunk.targetCount();
  }

  /** Returns the mean loss whose gradient {@link #train} computes. */
  double meanTrainingLoss(Chunk chunk, float[] carry) {
    boolean weighted = chunk.weightSum() != chunk.targetCount();
    return network instanceof OutputRecurrentNetwork || mode.dropout() || weighted || sampled
        ? train(chunk, carry)
        : meanLoss(chunk, carry);
  }

  /** Makes {@link #train} draw the same dropout masks on each call. */
  void applyDropout(long seed) {
    mode = ForwardMode.training(new CounterRandom(seed));
  }

  /** Returns the mean loss and computes its gradient, {@code training.gradients()}. */
  public double train(Chunk chunk, float[] carry) {
    forward.carry().set(carry);
    return training.lossAndGradients(chunk, mode) / chunk.targetCount();
  }

  public float[] gradient(ParameterTensor tensor) {
    return tensor.in(training.gradients().vector()).toArray();
  }

  @Override
  public void close() {
    gemm.close();
    workspace.close();
  }
}
