package dev.unfold.inference;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KernelChoiceTest {
  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nobodyWaitsForAChoiceThatRanOutOfMemory() {
    KernelChoice choice =
        KernelChoice.begin(
            chosen -> {
              throw new OutOfMemoryError("no heap is left");
            });
    assertThatThrownBy(choice::await).hasRootCauseMessage("no heap is left");
    choice.finish();
  }
}
