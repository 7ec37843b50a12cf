package dev.unfold.worker.prediction;

import dev.unfold.worker.network.output.Bernoulli;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FrameScale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects the outputs of a network for an example, step by step. */
interface OutputCollector {
  /**
   * Adds the output of the next step; the caller reuses the array.
   *
   * @param position the position of the step in the chunk
   */
  void add(Chunk chunk, int position, float[] output);

  /** Reverses the order of the steps. */
  void reverse();

  Prediction prediction();

  /**
   * Returns the predictions of the steps that are complete, each by itself, and forgets them.
   *
   * @param ended whether no step of the example follows
   */
  List<Prediction> take(boolean ended);

  /**
   * Collects the probabilities of classes and the most probable classes, the predicted one first.
   */
  final class OfClasses implements OutputCollector {
    private final OutputOptions options;
    private final OutputDistribution distribution;
    private final SeenClasses seen;
    private List<TopClasses> best = new ArrayList<>();
    private List<float[]> probabilities = new ArrayList<>();

    /**
     * @param distribution what the outputs say about a target
     * @param seen the classes that the steps so far had, if these are ranked after all others
     */
    OfClasses(OutputOptions options, OutputDistribution distribution, SeenClasses seen) {
      this.options = options;
      this.distribution = distribution;
      this.seen = seen;
    }

    @Override
    public void add(Chunk chunk, int position, float[] output) {
      int kept = Math.max(1, options.topK());
      best.add(
          distribution == OutputDistribution.PATH
              ? TopClasses.startingWith(
                  distribution.predictedClass(output), distribution.logProbabilities(output), kept)
              : TopClasses.of(output, kept, seen.after(chunk, position)));
      if (options.probabilities()) {
        probabilities.add(distribution.expectedTarget(output));
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

    @Override
    public List<Prediction> take(boolean ended) {
      List<Prediction> taken = prediction().steps();
      best = new ArrayList<>();
      probabilities = new ArrayList<>();
      return taken;
    }
  }

  /** Collects σ(output) and the ids that reach the threshold. */
  final class OfSets implements OutputCollector {
    private final OutputOptions options;
    private List<int[]> sets = new ArrayList<>();
    private List<float[]> probabilities = new ArrayList<>();

    OfSets(OutputOptions options) {
      this.options = options;
    }

    @Override
    public void add(Chunk chunk, int position, float[] output) {
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

    @Override
    public List<Prediction> take(boolean ended) {
      List<Prediction> taken = prediction().steps();
      sets = new ArrayList<>();
      probabilities = new ArrayList<>();
      return taken;
    }
  }

  /** Collects the outputs in the unit of the target. */
  final class OfFrames implements OutputCollector {
    private final FrameScale scale;
    private List<float[]> frames = new ArrayList<>();

    OfFrames(FrameScale scale) {
      this.scale = scale;
    }

    @Override
    public void add(Chunk chunk, int position, float[] output) {
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

    @Override
    public List<Prediction> take(boolean ended) {
      List<Prediction> taken = prediction().steps();
      frames = new ArrayList<>();
      return taken;
    }
  }

  /** Collects the values after the changes that are the outputs, in the unit of the input. */
  final class OfChanges implements OutputCollector {
    private final FieldSchema.Changes schema;
    private final int first;
    private List<float[]> frames = new ArrayList<>();

    /**
     * @param first the index of the first value of an input frame that changes
     */
    OfChanges(FieldSchema.Changes schema, int first) {
      this.schema = schema;
      this.first = first;
    }

    @Override
    public void add(Chunk chunk, int position, float[] output) {
      int at = position * (chunk.frames().length / chunk.present().length) + first;
      float[] frame = new float[output.length];
      for (int i = 0; i < frame.length; i++) {
        frame[i] = (float) schema.after(i, chunk.frames()[at + i], output[i]);
      }
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

    @Override
    public List<Prediction> take(boolean ended) {
      List<Prediction> taken = prediction().steps();
      frames = new ArrayList<>();
      return taken;
    }
  }
}
