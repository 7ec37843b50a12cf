package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.layer.Carry;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import java.util.Optional;

/**
 * Scheduled sampling (Bengio et al. 2015, arXiv 1506.03099): a coin flip at each step decides
 * whether the decoder reads the true token or the one that it considers most probable itself.
 *
 * <p>The decoder runs step by step, without dropout, to find its own tokens; then the chunk is
 * trained as usual, all steps at once, with the resulting inputs. Since no gradient flows through
 * the choice of a token, this is equivalent to training step by step.
 */
public final class ScheduledSampling {
  private final DecoderForward decoder;
  private final Carry carry;
  private final int steps;
  private final int[] best;
  private Optional<Copies> copies = Optional.empty();

  /**
   * @param carry the carry of the decoder
   */
  public ScheduledSampling(DecoderForward decoder, Carry carry, PassMemory memory) {
    this.decoder = decoder;
    this.carry = carry;
    steps = memory.steps();
    best = new int[memory.batch()];
  }

  /** The original chunk, the copy whose inputs are mixed, and one step of the copy. */
  private record Copies(Chunk source, Chunk mixed, Chunk step) {}

  /**
   * Returns the chunk with mixed inputs, which is valid until the next call. The source must have
   * been read.
   */
  public Chunk mix(Chunk chunk, ForwardMode mode) {
    Copies to = copy(chunk);
    CounterRandom coins = mode.coins();
    float[] before = carry.toArray();
    int batch = chunk.batch();
    for (int t = 0; t < chunk.steps() - 1; t++) {
      run(to, t);
      for (int position = (t + 1) * batch; position < (t + 2) * batch; position++) {
        boolean predicted = coins.uniform(position) >= mode.teacherForcing();
        if (predicted && chunk.present()[position]) {
          to.mixed().inputs()[position] = best[position % batch];
        }
      }
    }
    carry.set(before);
    return to.mixed();
  }

  private Copies copy(Chunk chunk) {
    Chunk source = chunk.requireSource();
    if (copies.isEmpty() || copies.get().source() != source) {
      copies =
          Optional.of(
              new Copies(
                  source,
                  Chunk.withSource(steps, chunk.batch(), source),
                  Chunk.withSource(1, chunk.batch(), source)));
    }
    Chunk to = copies.get().mixed();
    int count = chunk.steps() * chunk.batch();
    System.arraycopy(chunk.inputs(), 0, to.inputs(), 0, count);
    System.arraycopy(chunk.targets(), 0, to.targets(), 0, count);
    System.arraycopy(chunk.present(), 0, to.present(), 0, count);
    System.arraycopy(chunk.resets(), 0, to.resets(), 0, count);
    to.weights().copy(chunk.weights());
    to.filled(chunk.steps());
    return copies.get();
  }

  /** Finds the most probable next token of each lane after a step. */
  private void run(Copies copies, int t) {
    Chunk chunk = copies.mixed();
    Chunk step = copies.step();
    int batch = chunk.batch();
    System.arraycopy(chunk.inputs(), t * batch, step.inputs(), 0, batch);
    System.arraycopy(chunk.present(), t * batch, step.present(), 0, batch);
    System.arraycopy(chunk.resets(), t * batch, step.resets(), 0, batch);
    step.filled(1);
    decoder.forward(step, ForwardMode.TEACHER_FORCED);
    decoder.head().outputs(step, (lane, logits) -> best[lane] = Categorical.mode(logits));
  }
}
