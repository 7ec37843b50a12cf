package dev.unfold.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.unfold.worker.optimizer.LearningRateSchedule;
import dev.unfold.worker.settings.training.ScheduleSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the learning rates of schedules with those of PyTorch's schedulers. {@code
 * scripts/golden/optimizers.py} describes the file.
 */
class ScheduleGoldenTest {
  record Golden(ScheduleSettings schedule, double[] factors) {
    static Map<String, Golden> load() throws IOException {
      try (InputStream in = Golden.class.getResourceAsStream("/golden/schedules.json")) {
        return NetworkSettingsModule.newMapper()
            .readValue(Objects.requireNonNull(in), new TypeReference<>() {});
      }
    }
  }

  static List<String> schedules() throws IOException {
    return List.copyOf(Golden.load().keySet());
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void factorsAreThoseOfPyTorch(String name) throws IOException {
    Golden golden = Golden.load().get(name);
    LearningRateSchedule schedule = new LearningRateSchedule(golden.schedule());
    for (int update = 0; update < golden.factors().length; update++) {
      assertThat(schedule.factor(update))
          .as("update " + update)
          .isCloseTo(golden.factors()[update], Offset.offset(1e-12));
    }
  }
}
