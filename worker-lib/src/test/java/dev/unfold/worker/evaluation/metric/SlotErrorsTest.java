package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlotErrorsTest {
  @Test
  void countsWhatIsMissingAndWhatIsRedundant() {
    SlotErrors errors = new SlotErrors();
    errors.add(List.of("a", "b"), List.of("b", "a"));
    assertThat(errors.rate()).isZero();

    errors.add(List.of("a", "b", "b"), List.of("b", "c", "c"));
    assertThat(errors.rate()).isEqualTo(4 / 5.0);
    assertThat(errors.describe())
        .containsEntry("missingSlots", 2L)
        .containsEntry("redundantSlots", 2L)
        .containsEntry("slots", 5L);
  }

  @Test
  void sumsAndIsNoNumberWithoutSlots() {
    assertThat(new SlotErrors().rate()).isNaN();
    SlotErrors first = new SlotErrors();
    first.add(List.of("a"), List.of());
    SlotErrors second = new SlotErrors();
    second.add(List.of("a", "b", "c"), List.of("a", "b", "c"));
    assertThat(first.plus(second).rate()).isEqualTo(0.25);
    assertThat(first.rate()).isEqualTo(1);
  }
}
