package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.training.InitialValueSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.training.RegularizationSettings;
import dev.unfold.worker.settings.validation.SettingChecks;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a hybrid (Bourlard and Morgan 1994; Robinson et al. 1996): a tagger that
 * estimates the posteriors of the states of hidden Markov models at each step, and the models.
 *
 * @param layers the layers of the tagger, as in {@link LayeredNetworkSettings}, which also explains
 *     the next seven
 * @param hmm the models of words
 */
public record HybridSettings(
    Kind kind,
    List<LayerSettings> layers,
    int embedding,
    double dropout,
    RegularizationSettings regularization,
    InitialValueSettings initialValues,
    EncoderSettings encoder,
    DecoderSettings decoder,
    OutputSettings output,
    HmmSettings hmm)
    implements NetworkSettings {
  /** The only kind. */
  public enum Kind {
    /** Predicts the words of a sequence with hidden Markov models over state posteriors. */
    HYBRID;

    /** Returns whether it predicts a kind of target. */
    public boolean predicts(TargetSettings.Kind target, boolean fromSequence) {
      return target.isSequence() && target != TargetSettings.Kind.SUBWORDS && fromSequence;
    }
  }

  public HybridSettings {
    layers = List.copyOf(layers);
    SettingChecks checks = new SettingChecks();
    checks.require(
        output.kind() == OutputSettings.Kind.SOFTMAX,
        "network.output.kind",
        "softmax for hybrid",
        output.kind(),
        "network.kind");
    checks.require(
        !output.recurrent(),
        "network.output.recurrent",
        "false for hybrid",
        output.recurrent(),
        "network.kind");
    checks.finish();
    new LayeredNetworkSettings(
        LayeredNetworkSettings.Kind.TAGGER,
        layers,
        embedding,
        dropout,
        regularization,
        initialValues,
        encoder,
        decoder,
        output);
  }

  /** Returns the settings of the tagger of states. */
  public LayeredNetworkSettings tagger() {
    return new LayeredNetworkSettings(
        LayeredNetworkSettings.Kind.TAGGER,
        layers,
        embedding,
        dropout,
        regularization,
        initialValues,
        encoder,
        decoder,
        output);
  }

  @Override
  public boolean predictsText() {
    return false;
  }

  @Override
  public boolean predicts(TargetSettings.Kind target, boolean fromSequence) {
    return kind.predicts(target, fromSequence);
  }

  @Override
  public boolean decodes() {
    return false;
  }

  @Override
  public boolean readsItsOutputs() {
    return false;
  }

  @Override
  public Context context() {
    return tagger().context();
  }

  /** Sequences are read as a whole, because a target belongs to no step of the input. */
  @Override
  public int lookAhead() {
    return Context.UNBOUNDED;
  }

  @Override
  public int statesOfWord() {
    return hmm.states();
  }

  @Override
  public int activationsPerStep() {
    return tagger().activationsPerStep();
  }

  @Override
  public Optional<OutputSettings> outputLayer() {
    return tagger().outputLayer();
  }

  @Override
  public int charactersPerWord() {
    return tagger().charactersPerWord();
  }

  @Override
  public void requireClasses(int classes) {
    tagger().requireClasses(classes);
  }

  @Override
  public void check(SettingChecks checks, CorpusSettings corpus, Precision precision) {
    tagger().check(checks, corpus, precision);
  }
}
