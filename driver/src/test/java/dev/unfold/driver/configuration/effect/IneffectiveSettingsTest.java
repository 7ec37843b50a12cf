package dev.unfold.driver.configuration.effect;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IneffectiveSettingsTest {
  private static List<String> messages(Config settings) {
    Config defaults = ConfigFactory.parseResources(SettingsReader.class, SettingsReader.DEFAULTS);
    return new IneffectiveSettings(settings.withFallback(defaults), defaults)
        .find().stream().map(IneffectiveSettings.Ineffective::message).toList();
  }

  private static List<String> messages(String settings) {
    return messages(ConfigFactory.parseString(settings));
  }

  @Test
  void theDefaultsHaveNone() {
    assertThat(messages("")).isEmpty();
  }

  @Test
  void aSettingOfAnotherKindIsNamedWithTheReason() {
    assertThat(messages("training.optimizer { kind = rmsprop, momentum = 0.9 }"))
        .containsExactly(
            "training.optimizer.momentum = 0.9 has no effect with training.optimizer.kind ="
                + " rmsprop, only with sgd");
    assertThat(messages("averaging.outer { momentum = 0.9, rate = 1 }"))
        .containsExactly(
            "averaging.outer.momentum = 0.9 has no effect with averaging.outer.kind = none, only"
                + " with nesterov",
            "averaging.outer.rate = 1 has no effect with averaging.outer.kind = none, only with"
                + " nesterov");
  }

  @Test
  void aSettingInASectionIsNamedByItself() {
    assertThat(messages("network.hmm { states = 4, silence = 3 }"))
        .containsExactly(
            "network.hmm.states = 4 has no effect with network.kind = language-model, only with"
                + " hybrid");
  }

  @Test
  void aSettingWithTwoConditionsIsNamedOnce() {
    assertThat(messages("network.output.negatives.regularization = 0.5"))
        .containsExactly(
            "network.output.negatives.regularization = 0.5 has no effect with network.output.kind ="
                + " softmax, only with sampled");
    assertThat(messages("network.output { kind = sampled, negatives.regularization = 0.5 }"))
        .containsExactly(
            "network.output.negatives.regularization = 0.5 has no effect with"
                + " network.output.negatives.loss = cross-entropy, only with bpr-max");
  }

  @Test
  void theValueOfTheDefaultIsNotASurprise() {
    assertThat(
            messages(
                "training { optimizer.momentum = 0.0, schedule.factor = \"0.25\" }\n"
                    + "network.output.negatives { in-batch = \"false\", count = \"2048\" }"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          training.optimizer.momentum=0.9           | training.optimizer.kind=sgd
          training.optimizer.decay=0.9              | training.optimizer.kind=rmsprop
          training.schedule.every=7                 | training.schedule.kind=step
          training.schedule.factor=0.5              | training.schedule.kind=plateau
          training.schedule.updates=70              | training.schedule.kind=warm-restarts
          training.schedule.rise=0.5                | training.schedule.kind=one-cycle
          training.schedule.growth=2                | training.schedule.kind=warm-restarts
          training.teacher-forcing.probability=0.5  | training.teacher-forcing.schedule=constant
          training.teacher-forcing.updates=5        | training.teacher-forcing.schedule=linear
          averaging.outer.warmup=3                  | averaging.outer.kind=nesterov
          averaging.outer.rate=1                    | averaging.outer.kind=nesterov
          averaging.outer.momentum=auto             | averaging.outer.kind=nesterov
          averaging.weights.decay=0.5               | averaging.weights.kind=ema
          averaging.weights.trigger=2               | averaging.weights.kind=asgd
          network.output.division=2                 | network.output.kind=adaptive
          network.output.negatives.count=64         | network.output.kind=sampled
          training.schedule.minimum=0.1             | training.schedule.kind=plateau
          engine.without-bf16=f32                   | training.precision=bf16
          network.hmm.states=3                      | network.kind=hybrid
          training.alignment.passes=2               | network.kind=hybrid
          retrain.old-share=0.5                     | retrain.data=mixed
          """)
  void aSettingHasItsEffectWhereTheOtherOneFits(String setting, String condition) {
    String key = setting.substring(0, setting.indexOf('='));
    assertThat(messages(setting)).singleElement().asString().startsWith(key + " = ");
    assertThat(messages(setting + "\n" + condition)).isEmpty();
  }

  static Stream<Arguments> kinds() {
    return Stream.concat(
        Arrays.stream(OptimizerSettings.Kind.values())
            .map(kind -> Arguments.of("training.optimizer", kind, kind.constants())),
        Arrays.stream(ScheduleSettings.Kind.values())
            .map(kind -> Arguments.of("training.schedule", kind, kind.constants())));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKindHasNoOtherConstantsThanItsOwn(String section, Enum<?> kind, Set<String> constants) {
    Config other = ConfigFactory.parseString("kind = " + SettingKeys.of(kind));
    Set<String> ofOthers =
        kinds()
            .filter(arguments -> arguments.get()[0].equals(section))
            .flatMap(arguments -> ((Set<?>) arguments.get()[2]).stream())
            .map(Object::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String constant : ofOthers) {
      Config changed = other.withValue(constant, ConfigValueFactory.fromAnyRef(0.125));
      assertThat(messages(changed.atPath(section)))
          .as("%s of %s", constant, kind)
          .hasSize(constants.contains(constant) ? 0 : 1);
    }
  }

  static Stream<Path> configurations() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../conf"))) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void theConfigurationsOfTheProjectHaveNone(Path file) {
    Config resolved =
        ConfigFactory.parseFile(file.toFile())
            .withFallback(ConfigFactory.parseString("UNFOLD_DATA = data"))
            .resolve();
    assertThat(messages(resolved)).isEmpty();
  }
}
