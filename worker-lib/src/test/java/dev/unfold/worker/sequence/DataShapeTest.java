package dev.unfold.worker.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.DataShape.Target;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataShapeTest {
  private static List<DataShape> shapes() {
    InputShape tokens = InputShape.ofTokens(7);
    InputShape frames = InputShape.ofFrames(7);
    return List.of(
        new DataShape(tokens, Target.CLASSES, 3),
        new DataShape(tokens, Target.CLASSES, 4),
        new DataShape(tokens, Target.SETS, 3),
        new DataShape(List.of(tokens), 5, Target.CLASSES, 3),
        new DataShape(List.of(tokens, tokens), 0, Target.CLASSES, 3),
        new DataShape(List.of(tokens, frames), 0, Target.CLASSES, 3),
        new DataShape(frames, Target.CLASSES, 3),
        new DataShape(InputShape.ofTokens(8), Target.CLASSES, 3),
        new DataShape(tokens.with(InputSettings.Into.BOTH), Target.CLASSES, 3),
        new DataShape(
            new InputShape(InputShape.Kind.TOKENS, 7, 2, InputSettings.Into.STEPS),
            Target.CLASSES,
            3));
  }

  @Test
  void shapesAreTheSameAsEqualOnesOnly() {
    for (DataShape shape : shapes()) {
      for (DataShape other : shapes()) {
        assertThat(shape.sameAs(other))
            .as("%s and %s", shape, other)
            .isEqualTo(shape.equals(other));
      }
    }
  }
}
