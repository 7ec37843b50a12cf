package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingChecks;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Optional;

/**
 * The settings of a network of another library.
 *
 * @param kind the library
 * @param configuration the configuration of the network: in settings the path of its file, in a
 *     model the configuration itself
 */
public record ForeignNetworkSettings(Library kind, String configuration)
    implements NetworkSettings {
  /** The libraries whose networks can be trained. */
  public enum Library {
    /** Deeplearning4j. */
    DL4J
  }

  /** The key of the configuration. */
  public static final String CONFIGURATION_KEY = "network.configuration";

  public ForeignNetworkSettings {
    InvalidSettingException.require(
        !configuration.isEmpty(),
        CONFIGURATION_KEY,
        "a file with the configuration of a network of " + SettingKeys.of(kind),
        configuration);
  }

  @Override
  public boolean predictsText() {
    return true;
  }

  @Override
  public boolean predicts(TargetSettings.Kind target, boolean fromSequence) {
    return !target.isSequence();
  }

  @Override
  public boolean decodes() {
    return false;
  }

  @Override
  public boolean readsItsOutputs() {
    return false;
  }

  /** Returns a context without limits, because nothing is known about its layers. */
  @Override
  public Context context() {
    return new Context(Context.UNBOUNDED, Context.UNBOUNDED);
  }

  /** Returns the least number, because nothing is known about its layers. */
  @Override
  public int activationsPerStep() {
    return 1;
  }

  @Override
  public Optional<OutputSettings> outputLayer() {
    return Optional.empty();
  }

  @Override
  public int charactersPerWord() {
    return 0;
  }

  /** Accepts any number; the library checks the network against the data. */
  @Override
  public void requireClasses(int classes) {}

  @Override
  public void check(SettingChecks checks, CorpusSettings corpus, Precision precision) {
    checks.require(
        precision == Precision.F32,
        "training.precision",
        "f32 for a network of " + SettingKeys.of(kind),
        precision,
        "network.kind");
    checks.require(
        corpus.document() == CorpusSettings.Document.NONE,
        "corpus.document",
        "none for a network of "
            + SettingKeys.of(kind)
            + ", whose states can only be reset between chunks",
        corpus.document(),
        "network.kind");
    corpus.columns().requireFirstState(checks, false, "a network of Unfold's own layers");
  }
}
