package dev.unfold.driver.extension;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.extension.Services;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import org.junit.jupiter.api.Test;

/** The driver by itself has no other library on its class path. */
class MissingServicesTest {
  @Test
  void aMissingLibraryIsReportedWithHowToGetIt() {
    assertThatThrownBy(() -> Services.only(TrainerComparison.class, "bench trainers"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("bench trainers: expected a library on the class path")
        .hasMessageContaining("unfold-dl4j.jar")
        .hasMessageContaining("--jars");
    assertThatThrownBy(
            () -> Services.named(ModelFormat.class, ModelFormat::name, "--format", "dl4j"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("--format: expected a library on the class path");
  }
}
