package dev.unfold.worker.prediction;

import dev.unfold.worker.sequence.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Scores the actual class of each step by the output of the step before it. */
final class ScoreCollector implements OutputCollector {
  private final int topK;
  private final OptionalInt boundary;
  private List<StepScore> scores = new ArrayList<>();
  private Optional<StepScore> end = Optional.empty();

  /** Whether the first score is that of the next step, and not of the one after it. */
  private boolean continues;

  /**
   * @param boundary the class of the end of a sequence, if that is predicted
   */
  ScoreCollector(int topK, OptionalInt boundary) {
    this.topK = topK;
    this.boundary = boundary;
  }

  @Override
  public void add(Chunk chunk, int position, float[] output) {
    int actual = chunk.targets()[position];
    StepScore score = StepScore.of(output, actual, topK);
    if (boundary.isPresent() && actual == boundary.getAsInt()) {
      end = Optional.of(score);
    } else {
      scores.add(score);
    }
  }

  @Override
  public void reverse() {
    throw new UnsupportedOperationException("scores of a sequence that is read from its end");
  }

  @Override
  public Prediction prediction() {
    return new Prediction.Scores(scores, end);
  }

  /**
   * Returns the last step only if the example has ended, since the score of its end may belong to
   * it.
   */
  @Override
  public List<Prediction> take(boolean ended) {
    List<Prediction> known = new Prediction.Scores(scores, end).steps();
    List<Prediction> steps = known.subList(continues ? 1 : 0, known.size());
    if (ended) {
      return steps;
    }
    if (!scores.isEmpty()) {
      scores = new ArrayList<>(scores.subList(scores.size() - 1, scores.size()));
      continues = true;
    }
    return steps.subList(0, steps.size() - 1);
  }
}
