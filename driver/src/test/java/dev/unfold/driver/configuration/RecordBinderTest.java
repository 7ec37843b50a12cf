package dev.unfold.driver.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordBinderTest {
  enum Shade {
    DARK_BLUE,
    RED
  }

  record Inner(boolean on, Shade shade) {}

  record Outer(int few, long manyMore, double share, String name, List<String> all, Inner inner) {}

  @Test
  void bindsEveryKindOfComponent() {
    assertThat(
            bind(
                "few = 1, many-more = 5000000000, share = 0.5, name = 010, all = x,"
                    + " inner { on = true, shade = dark-blue }"))
        .isEqualTo(
            new Outer(
                1, 5_000_000_000L, 0.5, "010", List.of("x"), new Inner(true, Shade.DARK_BLUE)));
  }

  @Test
  void textsAreAcceptedAsNumbersAndBooleans() {
    assertThat(
            bind(
                "few = \"1\", many-more = 1e3, share = \"5\", name = true, all = [],"
                    + " inner { on = \"false\", shade = red }"))
        .isEqualTo(new Outer(1, 1000, 5, "true", List.of(), new Inner(false, Shade.RED)));
  }

  @Test
  void aMissingKeyIsNamedInFull() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(
            () ->
                bind("few = 1, many-more = 1, share = 1, name = a, all = [], inner { on = true }"))
        .withMessage("test: inner.shade: required, but not set");
  }

  private static Outer bind(String text) {
    return RecordBinder.bind("test", Outer.class, ConfigFactory.parseString(text).root(), "");
  }
}
