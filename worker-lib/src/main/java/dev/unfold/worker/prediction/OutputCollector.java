package dev.unfold.worker.prediction;

import dev.unfold.worker.network.output.Bernoulli;
import dev.unfold.worker.network.output.Categorical;
import dev.unfold.worker.sequence.example.FrameScale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects the outputs of a network for an example, step by step. */
interface OutputCollector {
  /**
   * Adds the output of the next step.
   *
   * @param output the output; the caller reuses the array
   * @param target the actual class, if it is scored
   */
  void add(float[] output, int target);

  /** Reverses the order of the steps. */
  void reverse();

  Prediction prediction();

  /** Collects softmax(output) and the most probable classes. */
  final class OfClasses implements OutputCollector {
    private final OutputOptions options;
    private final List<TopClasses> best = new ArrayList<>();
    private final List<float[]> probabilities = new ArrayList<>();

    OfClasses(OutputOptions options) {
      this.options = options;
    }

    @Override
    public void add(float[] output, int target) {
      best.add(TopClasses.of(output, Math.max(1, options.topK())));
      if (options.probabilities()) {
        probabilities.add(Categorical.probabilities(output));
      }
    }

    @Override
    public void reverse() {
      Collections.reverse(best);
      Collections.reverse(probabilities);
    }

    @Override
    public Prediction prediction() {
      return new Prediction.Classes(best, probabilities);
    }
  }

  /** Collects σ(output) and the ids that reach the threshold. */
  final class OfSets implements OutputCollector {
    private final OutputOptions options;
    private final List<int[]> sets = new ArrayList<>();
    private final List<float[]> probabilities = new ArrayList<>();

    OfSets(OutputOptions options) {
      this.options = options;
    }

    @Override
    public void add(float[] output, int target) {
      float[] all = Bernoulli.probabilities(output);
      sets.add(Bernoulli.atLeast(options.threshold(), all));
      if (options.probabilities()) {
        probabilities.add(all);
      }
    }

    @Override
    public void reverse() {
      Collections.reverse(sets);
      Collections.reverse(probabilities);
    }

    @Override
    public Prediction prediction() {
      return new Prediction.Sets(sets, probabilities);
    }
  }

  /** Collects the outputs in the unit of the target. */
  final class OfFrames implements OutputCollector {
    private final FrameScale scale;
    private final List<float[]> frames = new ArrayList<>();

    OfFrames(FrameScale scale) {
      this.scale = scale;
    }

    @Override
    public void add(float[] output, int target) {
      float[] frame = output.clone();
      scale.restoreInPlace(frame);
      frames.add(frame);
    }

    @Override
    public void reverse() {
      Collections.reverse(frames);
    }

    @Override
    public Prediction prediction() {
      return new Prediction.Frames(frames);
    }
  }
}
