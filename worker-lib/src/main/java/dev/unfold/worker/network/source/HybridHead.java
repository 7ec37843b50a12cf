package dev.unfold.worker.network.source;

import dev.unfold.worker.network.head.AffineOutput;
import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.head.HeadForward;
import dev.unfold.worker.network.hmm.HmmStates;
import dev.unfold.worker.network.hmm.StatePath;
import dev.unfold.worker.network.hmm.WordModels;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.HmmSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The posteriors of the states of hidden Markov models (Bourlard and Morgan 1994): P(s | x) =
 * softmax(h(t) W + b)ₛ at each step of the source. The loss of a target is - Σ ln P(s(t) | x) over
 * the steps of the best path through the models of its words, and counts for all of them and the
 * boundary after them. The reader of a chunk marks the targets without a path, which have no loss.
 *
 * <p>The layers below read the source of a chunk. Its parameters are those of a tagger of states,
 * which is trained in its place, and those of the models.
 */
public final class HybridHead implements SourceHead {
  private final AffineOutput output;
  private final WordModels models;

  /**
   * @param width H, of its input
   * @param tokens the number of tokens of the vocabulary of targets
   * @param initial the distribution of the initial weight
   */
  public HybridHead(
      ParameterLayout.Builder layout,
      int width,
      int tokens,
      HmmSettings settings,
      Initializer initial) {
    output = AffineOutput.of(layout, width, HmmStates.of(settings, tokens).count(), initial);
    models = WordModels.of(layout, settings, tokens);
  }

  @Override
  public AffineOutput output() {
    return output;
  }

  @Override
  public Optional<WordModels> wordModels() {
    return Optional.of(models);
  }

  @Override
  public HeadForward open(PassMemory memory, Operand features) {
    return new Forward(this, memory, features);
  }

  private static final class Forward extends SourceForward {
    private final HybridHead head;
    private final Matrix parameters;

    Forward(HybridHead head, PassMemory memory, Operand features) {
      super(head, memory, features);
      this.head = head;
      parameters = memory.parameters();
    }

    @Override
    public double loss(Chunk chunk) {
      Chunk steps = compute(chunk);
      float[] values = parameters.toArray();
      double loss = 0;
      for (int lane = 0; lane < chunk.batch(); lane++) {
        if (SourceHead.hasLoss(chunk, lane)) {
          loss += loss(values, tokens(chunk, lane), logits(steps, lane));
        }
      }
      return loss;
    }

    /** Returns the loss of a target; NaN if its outputs are no numbers, which have no path. */
    private double loss(float[] values, int[] tokens, List<float[]> logits) {
      return head.models
          .alignment(values, tokens)
          .best(logits)
          .map(path -> loss(path, logits))
          .orElse(Double.NaN);
    }

    /** Returns the words of a lane, without the boundary after them. */
    private static int[] tokens(Chunk chunk, int lane) {
      return IntStream.range(0, chunk.length(lane) - 1)
          .map(i -> chunk.targets()[i * chunk.batch() + lane])
          .toArray();
    }

    private List<float[]> logits(Chunk steps, int lane) {
      List<float[]> logits = new ArrayList<>();
      for (int t = 0; t < steps.length(lane); t++) {
        float[] row = new float[head.output.width()];
        affine().rowInto(t * steps.batch() + lane, row);
        logits.add(row);
      }
      return logits;
    }

    private static double loss(StatePath path, List<float[]> logits) {
      double loss = 0;
      for (int t = 0; t < logits.size(); t++) {
        float[] row = logits.get(t);
        loss += Categorical.logNormalizer(row) - row[path.states()[t]];
      }
      return loss;
    }

    @Override
    public HeadBackward openBackward(Matrix gradient) {
      throw new UnsupportedOperationException("a hybrid is trained as a tagger of its states");
    }
  }
}
