package dev.unfold.worker.evaluation;

import dev.unfold.worker.sequence.DataShape;
import java.io.Serializable;
import java.util.List;

/**
 * What is counted besides the loss.
 *
 * @param target the kind of the targets
 * @param width numbers of a target frame
 * @param classes names of the classes; none where only the loss counts, as for the tokens of a text
 */
public record Scoring(DataShape.Target target, int width, List<String> classes)
    implements Serializable {
  public Scoring {
    classes = List.copyOf(classes);
  }

  /** Nothing but the loss. */
  public static Scoring ofLoss() {
    return new Scoring(DataShape.Target.CLASSES, 0, List.of());
  }

  /** The counters, empty. */
  List<OutputScorer> scorers() {
    return switch (target) {
      case CLASSES -> classes.isEmpty() ? List.of() : List.of(new ClassScorer(classes));
      case FRAMES -> List.of(new SeriesScorer(width));
      case SETS -> List.of();
    };
  }
}
