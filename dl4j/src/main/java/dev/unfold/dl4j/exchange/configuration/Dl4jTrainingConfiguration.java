package dev.unfold.dl4j.exchange.configuration;

import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The training configuration of an exported network: that of the model, as far as it is known and
 * DL4J supports it. Momentum becomes Nesterov momentum, the only one in DL4J; schedules and
 * clipping are dropped.
 *
 * @param updater the updater with its learning rate
 * @param steps T, the length of a chunk of truncated BPTT
 */
public record Dl4jTrainingConfiguration(Optional<IUpdater> updater, OptionalInt steps) {
  private static final String OPTIMIZER = "training.optimizer.";

  /** Returns the training configuration from the provenance of a model. */
  public static Dl4jTrainingConfiguration of(Map<String, Object> provenance) {
    Map<?, ?> settings = provenance.get("settings") instanceof Map<?, ?> map ? map : Map.of();
    return new Dl4jTrainingConfiguration(
        updater(settings),
        settings.get("training.steps") instanceof Integer steps && steps > 0
            ? OptionalInt.of(steps)
            : OptionalInt.empty());
  }

  private static Optional<IUpdater> updater(Map<?, ?> settings) {
    return Arrays.stream(OptimizerSettings.Kind.values())
        .filter(kind -> SettingKeys.of(kind).equals(settings.get(OPTIMIZER + "kind")))
        .findFirst()
        .map(kind -> updater(kind, settings));
  }

  private static IUpdater updater(OptimizerSettings.Kind kind, Map<?, ?> settings) {
    double rate = number(settings, "learning-rate");
    double epsilon = number(settings, "epsilon");
    double momentum = number(settings, "momentum");
    return switch (kind) {
      case SGD -> momentum == 0 ? new Sgd(rate) : new Nesterovs(rate, momentum);
      case RMSPROP -> new RmsProp(rate, number(settings, "decay"), epsilon);
      case ADAGRAD -> new AdaGrad(rate, epsilon);
      case ADAM -> new Adam(rate, number(settings, "beta1"), number(settings, "beta2"), epsilon);
    };
  }

  private static double number(Map<?, ?> settings, String key) {
    return settings.get(OPTIMIZER + key) instanceof Number number ? number.doubleValue() : 0;
  }
}
