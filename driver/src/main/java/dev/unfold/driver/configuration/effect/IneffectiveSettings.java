package dev.unfold.driver.configuration.effect;

import com.typesafe.config.Config;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.training.ScheduleSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Settings that differ from their defaults without effect, since they belong to another optimizer,
 * schedule or kind of network than the configuration chooses.
 */
public final class IneffectiveSettings {
  private static final List<Condition> CONDITIONS =
      List.of(
          Condition.of(
              "training.teacher-forcing",
              List.of("probability"),
              "schedule",
              "constant",
              "linear",
              "inverse-sigmoid"),
          Condition.of(
              "training.teacher-forcing",
              List.of("updates"),
              "schedule",
              "linear",
              "inverse-sigmoid"),
          Condition.of(
              "averaging.outer", List.of("momentum", "rate", "warmup"), "kind", "nesterov"),
          Condition.of("averaging.weights", List.of("decay"), "kind", "ema"),
          Condition.of("averaging.weights", List.of("trigger"), "kind", "asgd"),
          Condition.of("network.output", List.of("cutoffs", "division"), "kind", "adaptive"),
          Condition.of("network.output", List.of("negatives"), "kind", "sampled"),
          Condition.of("network.output.negatives", List.of("regularization"), "loss", "bpr-max"),
          Condition.of("network", List.of("initial-values.embedding"), "output.tied", "false"),
          Condition.of("network", List.of("hmm"), "kind", "hybrid"),
          new Condition(List.of("training.alignment"), "network.kind", List.of("hybrid")),
          new Condition(List.of("engine.without-bf16"), "training.precision", List.of("bf16")),
          Condition.of("retrain", List.of("old-share"), "data", "mixed"));

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");

  private final Config settings;
  private final Config defaults;

  /**
   * @param settings all settings, which are valid
   * @param defaults those of {@code defaults.conf}
   */
  public IneffectiveSettings(Config settings, Config defaults) {
    this.settings = settings;
    this.defaults = defaults;
  }

  /**
   * A setting without effect.
   *
   * @param key its full key
   * @param message a sentence that says why
   */
  public record Ineffective(String key, String message) {}

  /** Returns the settings without effect, each once. */
  public List<Ineffective> find() {
    Map<String, Ineffective> found = new LinkedHashMap<>();
    Stream.of(
            constants(
                "training.optimizer",
                OptimizerSettings.Kind.values(),
                OptimizerSettings.Kind::constants),
            constants(
                "training.schedule",
                ScheduleSettings.Kind.values(),
                ScheduleSettings.Kind::constants),
            CONDITIONS.stream())
        .flatMap(conditions -> conditions)
        .filter(condition -> !condition.holds(settings))
        .flatMap(this::of)
        .forEach(setting -> found.putIfAbsent(setting.key(), setting));
    return List.copyOf(found.values());
  }

  /** Returns a condition for each setting of a section that not all of its kinds use. */
  private static <K extends Enum<K>> Stream<Condition> constants(
      String section, K[] kinds, Function<K, Set<String>> used) {
    SortedMap<String, List<String>> kindsByConstant = new TreeMap<>();
    for (K kind : kinds) {
      for (String constant : used.apply(kind)) {
        kindsByConstant
            .computeIfAbsent(constant, of -> new ArrayList<>())
            .add(SettingKeys.of(kind));
      }
    }
    return kindsByConstant.entrySet().stream()
        .map(
            entry ->
                new Condition(
                    List.of(section + "." + entry.getKey()), section + ".kind", entry.getValue()));
  }

  private Stream<Ineffective> of(Condition condition) {
    return condition
        .settings(defaults)
        .filter(this::differs)
        .map(
            key ->
                new Ineffective(
                    key,
                    key
                        + " = "
                        + settings.getValue(key).unwrapped()
                        + " has no effect with "
                        + condition.reason(settings)));
  }

  /** Returns whether a value is not the default. Numbers of the command line are texts. */
  private boolean differs(String key) {
    String value = settings.getValue(key).unwrapped().toString();
    Object other = defaults.getValue(key).unwrapped();
    boolean sameNumber =
        other instanceof Number number
            && NUMBER.matcher(value).matches()
            && Double.parseDouble(value) == number.doubleValue();
    return !sameNumber && !value.equals(other.toString());
  }
}
