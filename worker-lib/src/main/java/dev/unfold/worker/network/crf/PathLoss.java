package dev.unfold.worker.network.crf;

import dev.unfold.worker.network.head.AffineOutput;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.function.IntPredicate;

/** The loss of sequences: ln Σ exp s(y') over all paths, minus that over those that are known. */
final class PathLoss {
  private final CrfParameters parameters;
  private final AffineOutput.Forward affine;
  private final Matrix values;
  private final float[] row;
  private final Transitions all;
  private final TagLattice paths;
  private final TagLattice known;

  /**
   * @param features h, [T * B, H]
   */
  PathLoss(CrfParameters parameters, PassMemory memory, Operand features) {
    this.parameters = parameters;
    affine = new AffineOutput.Forward(parameters.output(), memory, features);
    values = memory.parameters();
    row = new float[parameters.tags()];
    all = new Transitions(parameters.tags());
    paths = new TagLattice(all);
    known = new TagLattice(all);
  }

  /** Must be called after the parameters were set or changed. */
  void parametersChanged() {
    affine.parametersChanged();
    parameters.transitionsInto(all, values, TagOrder.any());
  }

  /** Computes the scores of the tags at all steps. */
  void compute(Chunk chunk) {
    affine.compute(chunk.steps() * chunk.batch());
  }

  /** Begins a sequence of a chunk whose scores were computed. */
  void load(TaggedSequence sequence, TagLattice lattice) {
    lattice.begin(sequence.steps());
    for (int t = 0; t < sequence.steps(); t++) {
      affine.rowInto(sequence.position(t), row);
      lattice.setScores(t, row);
    }
  }

  /**
   * Computes the loss of a sequence, and α of the lattices of all paths and of the known ones.
   *
   * @param isKnown whether the tag of a step is known
   * @param count the number of known tags
   */
  double of(TaggedSequence sequence, IntPredicate isKnown, int count) {
    load(sequence, paths);
    double sum = paths.logNormalizer();
    return sum - (count == sequence.steps() ? score(sequence) : sumOfKnown(sequence, isKnown));
  }

  /** Returns the score of the path of the targets. */
  private double score(TaggedSequence sequence) {
    int last = sequence.steps() - 1;
    double score = all.start(sequence.tag(0)) + all.end(sequence.tag(last));
    for (int t = 0; t <= last; t++) {
      score += paths.score(t, sequence.tag(t));
      score += t == 0 ? 0 : all.score(sequence.tag(t - 1), sequence.tag(t));
    }
    return score;
  }

  private double sumOfKnown(TaggedSequence sequence, IntPredicate isKnown) {
    known.begin(sequence.steps());
    for (int t = 0; t < sequence.steps(); t++) {
      known.setScores(t, paths);
      if (isKnown.test(t)) {
        known.observe(t, sequence.tag(t));
      }
    }
    return known.logNormalizer();
  }

  AffineOutput.Backward openBackward(Matrix gradient) {
    return affine.openBackward(gradient);
  }

  Transitions transitions() {
    return all;
  }

  /** Returns all paths of the last sequence. */
  TagLattice paths() {
    return paths;
  }

  /** Returns the known paths of the last sequence, if there are several. */
  TagLattice known() {
    return known;
  }
}
