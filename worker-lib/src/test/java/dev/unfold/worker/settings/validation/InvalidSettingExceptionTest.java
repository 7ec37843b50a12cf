package dev.unfold.worker.settings.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InvalidSettingExceptionTest {
  @ParameterizedTest
  @EnumSource(LayeredNetworkSettings.Kind.class)
  void namesAConstantAsInAConfigurationFile(LayeredNetworkSettings.Kind kind) {
    assertThat(new InvalidSettingException("network.kind", "another one", kind))
        .hasMessage(
            "network.kind: expected another one, found "
                + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
