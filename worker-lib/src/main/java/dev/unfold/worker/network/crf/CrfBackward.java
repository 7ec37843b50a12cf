package dev.unfold.worker.network.crf;

import dev.unfold.worker.network.head.AffineOutput;
import dev.unfold.worker.network.head.HeadBackward;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/**
 * The backward half of a conditional random field. The gradient of the loss with respect to a score
 * is the number of times that a path is expected to contain it, minus the number of times that the
 * path of the targets does.
 */
final class CrfBackward implements HeadBackward {
  private final PathLoss loss;
  private final AffineOutput.Backward affine;
  private final TransitionCounts counts;
  private final Matrix start;
  private final Matrix transitions;
  private final Matrix end;
  private final float[] row;

  /**
   * @param loss the loss of the sequences
   * @param gradient the flat gradient vector
   */
  CrfBackward(CrfParameters parameters, PathLoss loss, Matrix gradient) {
    this.loss = loss;
    affine = loss.openBackward(gradient);
    counts = new TransitionCounts(loss.transitions());
    start = parameters.start().in(gradient);
    transitions = parameters.transitions().in(gradient);
    end = parameters.end().in(gradient);
    row = new float[loss.transitions().tags()];
  }

  @Override
  public double lossAndGradients(Chunk chunk, ForwardMode mode) {
    loss.compute(chunk);
    int positions = chunk.steps() * chunk.batch();
    affine.begin();
    counts.clear();
    for (int position = 0; position < positions; position++) {
      affine.putZeros(position);
    }
    double sum = chunk.weightSum();
    double nats = 0;
    for (TaggedSequence sequence : TaggedSequence.of(chunk)) {
      int count = sequence.count(sequence::trains);
      if (count > 0) {
        double weight = sequence.weight(count);
        nats += weight * loss.of(sequence, sequence::trains, count);
        addGradients(sequence, count == sequence.steps(), weight / sum);
      }
    }
    counts.putInto(start, transitions, end);
    affine.finish(positions);
    return nats * (chunk.targetCount() / sum);
  }

  /**
   * Adds the gradients of a sequence, whose loss was computed last.
   *
   * @param complete whether all of its tags are known
   */
  private void addGradients(TaggedSequence sequence, boolean complete, double scale) {
    loss.paths().countTransitions(counts, scale);
    if (complete) {
      subtractTargets(sequence, scale);
    } else {
      loss.known().countTransitions(counts, -scale);
    }
    for (int t = 0; t < sequence.steps(); t++) {
      for (int j = 0; j < row.length; j++) {
        double known = complete ? 0 : loss.known().probability(t, j);
        row[j] = (float) (scale * (loss.paths().probability(t, j) - known));
      }
      if (complete) {
        row[sequence.tag(t)] -= (float) scale;
      }
      affine.putRow(sequence.position(t), row);
    }
  }

  private void subtractTargets(TaggedSequence sequence, double scale) {
    int last = sequence.steps() - 1;
    counts.addStart(sequence.tag(0), -scale);
    counts.addEnd(sequence.tag(last), -scale);
    for (int t = 1; t <= last; t++) {
      counts.addPair(sequence.tag(t - 1), sequence.tag(t), -scale);
    }
  }

  @Override
  public Matrix featureGradient() {
    return affine.featureGradient();
  }
}
