package dev.unfold.worker.evaluation;

import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.example.FieldForm;
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

  /**
   * What suits the targets of examples.
   *
   * @param target what they mean
   */
  public static Scoring of(DataShape shape, FieldForm target) {
    List<String> classes =
        target instanceof FieldForm.Classes known ? known.labels().all() : List.of();
    return new Scoring(shape.target(), shape.targets(), classes);
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
