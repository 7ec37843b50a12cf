package dev.unfold.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.extension.ModelFormat;
import dev.unfold.driver.extension.NetworkFileReader;
import dev.unfold.driver.extension.TrainerComparison;
import dev.unfold.worker.extension.Services;
import dev.unfold.worker.network.NetworkProvider;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import org.junit.jupiter.api.Test;

class Dl4jServicesTest {
  @Test
  void everyServiceIsFound() {
    assertThat(Services.only(NetworkProvider.class, "network.kind").getClass().getName())
        .startsWith("dev.unfold.dl4j.");
    assertThat(Services.all(NetworkFileReader.class)).hasSize(1);
    assertThat(Services.all(TrainerComparison.class)).hasSize(1);
    assertThat(format("DL4J").name()).isEqualTo("dl4j");
  }

  @Test
  void anUnknownFormatIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> format("keras"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("--format: expected one of [dl4j], found keras");
  }

  private static ModelFormat format(String name) {
    return Services.named(ModelFormat.class, ModelFormat::name, "--format", name);
  }
}
