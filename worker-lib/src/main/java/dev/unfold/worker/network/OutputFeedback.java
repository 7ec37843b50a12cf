package dev.unfold.worker.network;

import dev.unfold.worker.network.feedback.FeedbackInput;
import dev.unfold.worker.network.feedback.PreviousOutputs;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/**
 * Runs the layers of a network with recurrence through its output over a chunk, with true or own
 * outputs of the step before.
 *
 * <p>True outputs are known in advance, and all steps are run at once. If some outputs are the
 * network's own, it first runs step by step, without dropout, to find them; then all steps are run
 * at once on what was found. Scheduled sampling (Bengio et al. 2015, arXiv 1506.03099) flips a coin
 * for each of them. No gradient flows through the choice or into an output that is fed back.
 */
final class OutputFeedback implements LayerForward {
  private final Carry carry;
  private final PreviousOutputs previous;
  private final FeedbackInput input;
  private final LayerForward layers;
  private final HeadForward head;
  private final OutputDistribution distribution;
  private final Matrix carriedOutput;
  private final Chunk oneStep;

  /**
   * @param carry the states of the layers and, last, what each lane reads next
   * @param layers the layers over the input
   * @param head the head over the layers
   * @param distribution what its outputs say about a target
   */
  OutputFeedback(
      Carry carry,
      PreviousOutputs previous,
      FeedbackInput input,
      LayerForward layers,
      HeadForward head,
      OutputDistribution distribution) {
    this.carry = carry;
    this.previous = previous;
    this.input = input;
    this.layers = layers;
    this.head = head;
    this.distribution = distribution;
    carriedOutput = carry.states().get(carry.states().size() - 1);
    oneStep = new Chunk(1, carriedOutput.rows());
  }

  @Override
  public void parametersChanged() {
    layers.parametersChanged();
  }

  /**
   * Runs the layers over a chunk. A single step without dropout need not be run again after its own
   * output was found.
   *
   * @param mode the mode, whose probability of teacher forcing is that of a true output
   */
  @Override
  public void forward(Chunk chunk, ForwardMode mode) {
    input.read(chunk, mode);
    if (mode.teacherForcing() == 1) {
      input.readTrueTargets(chunk);
    } else if (chunk.steps() == 1 && !mode.dropout()) {
      runStep(chunk, 0, mode);
      return;
    } else {
      findOutputs(chunk, mode);
    }
    input.startAt(0);
    layers.forward(chunk, mode);
  }

  /** Finds what each step reads, and carries it on; the states of the layers stay as they are. */
  private void findOutputs(Chunk chunk, ForwardMode mode) {
    float[] before = carry.toArray();
    for (int t = 0; t < chunk.steps(); t++) {
      runStep(chunk, t, mode);
    }
    float[] after = carriedOutput.toArray();
    carry.set(before);
    carriedOutput.set(after);
  }

  /** Runs one step without dropout and carries on what the next one reads. */
  private void runStep(Chunk chunk, int t, ForwardMode mode) {
    previous.read(chunk, t);
    Chunk step = step(chunk, t, mode);
    input.startAt(t * chunk.batch());
    layers.forward(step, ForwardMode.TEACHER_FORCED);
    for (int lane = 0; lane < chunk.batch(); lane++) {
      if (step.targets()[lane] == Chunk.NO_TARGET) {
        previous.carryTrueTarget(chunk, t * chunk.batch() + lane);
      }
    }
    if (step.targetCount() > 0) {
      head.outputs(
          step, (lane, output) -> previous.carry(lane, distribution.expectedTarget(output)));
    }
  }

  /** Returns a step, which has a target in each lane whose own output is fed back. */
  private Chunk step(Chunk chunk, int t, ForwardMode mode) {
    int batch = chunk.batch();
    CounterRandom coins = mode.coins();
    System.arraycopy(chunk.present(), t * batch, oneStep.present(), 0, batch);
    System.arraycopy(chunk.resets(), t * batch, oneStep.resets(), 0, batch);
    for (int lane = 0; lane < batch; lane++) {
      int next = (t + 1) * batch + lane;
      boolean own = oneStep.present()[lane] && coins.uniform(next) >= mode.teacherForcing();
      oneStep.targets()[lane] = own ? 0 : Chunk.NO_TARGET;
    }
    oneStep.filled(1);
    return oneStep;
  }

  @Override
  public Operand output() {
    return layers.output();
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return layers.openBackward(gradient, outputGradient);
  }
}
