package dev.unfold.worker.evaluation;

import dev.unfold.worker.generation.TargetTokens;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.FieldForm;
import dev.unfold.worker.settings.TargetSettings;
import java.io.Serializable;
import java.util.List;

/** What is counted besides the loss. */
public sealed interface Scoring extends Serializable {
  /** Nothing but the loss. */
  static Scoring ofLoss() {
    return new OfOutputs(DataShape.Target.CLASSES, 0, List.of());
  }

  /**
   * What suits the targets of examples.
   *
   * @param kind of the targets
   * @param form what they mean
   */
  static Scoring of(DataShape shape, TargetSettings.Kind kind, FieldForm form) {
    if (form instanceof FieldForm.Tokens tokens && kind.isSequence()) {
      return new OfSequences(tokens.vocabulary(), kind == TargetSettings.Kind.WORDS);
    }
    List<String> classes =
        form instanceof FieldForm.Classes known ? known.labels().all() : List.of();
    return new OfOutputs(shape.target(), shape.targets(), classes);
  }

  /**
   * What is put out at each position that has a target.
   *
   * @param target the kind of the targets
   * @param width numbers of a target frame
   * @param classes names of the classes; none where only the loss counts, as for the tokens of a
   *     text
   */
  record OfOutputs(DataShape.Target target, int width, List<String> classes) implements Scoring {
    public OfOutputs {
      classes = List.copyOf(classes);
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

  /**
   * The sequences that a decoder makes of the sources on its own.
   *
   * @param vocabulary with a boundary, which begins and ends a sequence
   * @param words whether a token is a word; a character else
   */
  record OfSequences(Vocabulary vocabulary, boolean words) implements Scoring {
    TargetTokens tokens() {
      return TargetTokens.of(vocabulary);
    }
  }
}
