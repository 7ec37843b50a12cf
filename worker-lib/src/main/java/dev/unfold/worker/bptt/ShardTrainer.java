package dev.unfold.worker.bptt;

import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.optimizer.LearningRateSchedule;
import dev.unfold.worker.optimizer.Optimizer;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.Gradients;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.parameters.RandomSubstreams;
import dev.unfold.worker.parameters.VectorSpans;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.ChunkSource;
import dev.unfold.worker.settings.training.TrainingSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Trains a shard's chunks of one round: each chunk is run forward and backward, the gradient is
 * clipped and the parameters are updated. The states of the lanes are carried from chunk to chunk,
 * and the gradient is truncated between chunks. A chunk without targets is run forward, because the
 * next chunk starts from its states, but makes no update. After a non-finite value, a shard
 * continues to read chunks, so that its targets are counted, but no longer trains.
 *
 * <p>Training is a pure function of the state, the plan, the chunks, the carry and the seed; all
 * memory that it modifies belongs to the call.
 */
public final class ShardTrainer {
  /** The share of a model up to which a shard sends only what it may have changed. */
  private static final double MAX_SHARE = 0.75;

  private final Network network;
  private final TrainingSettings settings;
  private final List<ParameterTensor> frozen;
  private final LearningRateSchedule schedule;
  private final TeacherForcingSchedule teacherForcing;

  /** Creates a trainer of all parameters. */
  public ShardTrainer(Network network, TrainingSettings settings) {
    this(network, settings, List.of());
  }

  /**
   * Creates a trainer of all parameters but those of some tensors. These keep their bits: they have
   * no update, no state of the optimizer and no part in the norm of the gradient.
   *
   * @param frozen the names of the tensors
   */
  public ShardTrainer(Network network, TrainingSettings settings, List<String> frozen) {
    this.network = network;
    this.settings = settings;
    this.frozen =
        network.parameters().tensors().stream()
            .filter(tensor -> frozen.contains(tensor.name()))
            .toList();
    schedule = new LearningRateSchedule(settings.schedule());
    teacherForcing = new TeacherForcingSchedule(settings.teacherForcing());
  }

  /**
   * Trains one shard for one round.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @param cancelled polled before every chunk
   * @throws IOException if the chunks cannot be read
   * @throws CancellationException if cancelled
   */
  public ShardResult train(
      Gemm gemm, RoundPlan plan, ShardInput shard, ChangedModel start, BooleanSupplier cancelled)
      throws IOException {
    try (Workspace workspace = new Workspace()) {
      return new Round(gemm, workspace, plan, shard, start).train(cancelled);
    }
  }

  /**
   * One shard's part of a round's input.
   *
   * @param index the index of the shard, from 0
   * @param chunks the chunks of the shard
   * @param carry the states of its lanes
   */
  public record ShardInput(int index, ChunkSource chunks, float[] carry) {}

  /**
   * Returns the initial state of a run: parameters drawn from the seed and a zero optimizer state.
   */
  public ModelState initialState() {
    int slots = Optimizer.slots(settings.optimizer(), settings.clip());
    try (Workspace workspace = new Workspace()) {
      Matrix parameters = parameters(workspace);
      network.parameters().initialize(parameters, settings.seed());
      return new ModelState(parameters.toArray(), new float[slots * parameters.size()]);
    }
  }

  /**
   * Returns the number of off-heap bytes that a shard's round requires.
   *
   * @param gemm matrix multiplication of the provider that will train
   * @param steps T
   * @param batch B
   * @param sourceSteps the number of steps of the longest source of a chunk; 0 if chunks have no
   *     source
   * @throws dev.unfold.worker.tensor.memory.OversizeException if a part outgrows 2 GB
   */
  public long workspaceBytes(Gemm gemm, int steps, int batch, int sourceSteps) {
    try (Workspace workspace = Workspace.measuring()) {
      new Memory(new PassMemory(gemm, workspace, parameters(workspace), steps, batch, sourceSteps));
      return workspace.bytes();
    }
  }

  private Matrix parameters(Workspace workspace) {
    return workspace.vector(network.parameters().length());
  }

  /** The memory of a round, before it is filled. */
  private final class Memory {
    private final Matrix parameters;
    private final ForwardPass forward;
    private final ForwardPass.TrainingPass training;
    private final Gradients gradients;
    private final Optimizer optimizer;

    Memory(PassMemory memory) {
      parameters = memory.parameters();
      forward = network.open(memory);
      training = forward.openTraining();
      gradients = training.gradients().without(frozen);
      optimizer =
          new Optimizer(
              settings.optimizer(), settings.clip(), network.parameters(), memory.workspace());
    }
  }

  private final class Round {
    private final RoundPlan plan;
    private final ShardInput shard;
    private final Chunk chunk;
    private final Matrix parameters;
    private final ForwardPass forward;
    private final ForwardPass.TrainingPass training;
    private final Gradients gradients;
    private final Optimizer optimizer;
    private final CounterRandom random;
    private long targets;
    private long updates;
    private double loss;
    private final TargetVariance targetVariance = new TargetVariance(network.lossUnit());
    private double gradientNorms;
    private long clippedUpdates;
    private double rate;
    private boolean parametersChanged = true;
    private NonFiniteValue nonFinite = NonFiniteValue.NONE;

    Round(Gemm gemm, Workspace workspace, RoundPlan plan, ShardInput shard, ChangedModel start) {
      this.plan = plan;
      this.shard = shard;
      chunk = shard.chunks().newChunk();
      Memory memory = new Memory(PassMemory.of(gemm, workspace, parameters(workspace), chunk));
      parameters = memory.parameters;
      forward = memory.forward;
      forward.carry().set(shard.carry());
      training = memory.training;
      gradients = memory.gradients;
      optimizer = memory.optimizer;
      start.copyTo(parameters, optimizer.state());
      random =
          new CounterRandom(settings.seed())
              .derive(RandomSubstreams.DROPOUT)
              .derive(plan.round())
              .derive(shard.index());
    }

    ShardResult train(BooleanSupplier cancelled) throws IOException {
      long started = System.nanoTime();
      for (int i = 0; i < plan.chunks(); i++) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException("shard " + shard.index() + " was cancelled");
        }
        shard.chunks().readInto(plan.firstChunk() + i, chunk);
        targets += chunk.targetCount();
        targetVariance.add(chunk);
        if (nonFinite == NonFiniteValue.NONE) {
          runChunk(ForwardMode.training(random.derive(i), teacherForcing.probability(update())));
        }
      }
      long nanos = System.nanoTime() - started;
      ModelChange change = ModelChange.of(changed(), parameters, optimizer.state());
      float[] carry = forward.carry().toArray();
      if (nonFinite == NonFiniteValue.NONE) {
        nonFinite = NonFiniteValue.of(change.values(), carry);
      }
      ShardResult.ShardMetrics metrics =
          new ShardResult.ShardMetrics(
              targets,
              updates,
              loss,
              targetVariance.value(),
              gradientNorms,
              clippedUpdates,
              rate,
              nonFinite,
              nanos);
      return new ShardResult(shard.index(), change, carry, metrics);
    }

    /** Returns the elements to send: all that are trained if sending only some saves little. */
    private VectorSpans changed() {
      VectorSpans all = gradients.all();
      if (!optimizer.changesTouchedOnly()) {
        return all;
      }
      VectorSpans touched = gradients.everTouched();
      return touched.length() > MAX_SHARE * all.length() ? all : touched;
    }

    /** Returns the number of updates of the run before the next one. */
    private long update() {
      return plan.updates() + updates;
    }

    private void runChunk(ForwardMode mode) {
      if (parametersChanged) {
        forward.parametersChanged();
        parametersChanged = false;
      }
      if (chunk.targetCount() > 0) {
        trainChunk(mode);
      } else {
        training.run(chunk, mode);
      }
    }

    /** Returns the factor of the learning rate from the length of a chunk, where lengths vary. */
    private double ofLength() {
      return settings.randomSteps().vary() ? (double) chunk.steps() / settings.steps() : 1;
    }

    private void trainChunk(ForwardMode mode) {
      loss += training.lossAndGradients(chunk, mode);
      if (!Double.isFinite(loss)) {
        nonFinite = NonFiniteValue.LOSS;
        return;
      }
      rate = plan.learningRate() * schedule.factor(update());
      long number = plan.optimizerAge() + updates + 1;
      double norm = optimizer.update(parameters, gradients, number, rate * ofLength());
      gradientNorms += norm;
      clippedUpdates += optimizer.clips(norm) ? 1 : 0;
      updates++;
      parametersChanged = true;
      if (!Double.isFinite(gradientNorms)) {
        nonFinite = NonFiniteValue.GRADIENT;
      }
    }
  }
}
