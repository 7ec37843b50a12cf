package dev.unfold.worker.settings.network;

import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;
import java.util.Optional;

/** The settings of a network. */
public sealed interface NetworkSettings extends Serializable
    permits LayeredNetworkSettings, HybridSettings, ForeignNetworkSettings {
  /** Returns the value of {@code network.kind}. */
  Enum<?> kind();

  /** Returns whether it predicts the tokens of a text. */
  boolean predictsText();

  /**
   * Returns whether it predicts targets of a kind in rows of a table.
   *
   * @param fromSequence whether the inputs have more than a single step
   */
  boolean predicts(TargetSettings.Kind target, boolean fromSequence);

  /** Returns whether it has a decoder, which generates sequences from sources. */
  boolean decodes();

  /**
   * Returns whether it reads its previous outputs, for which training can substitute the true ones.
   */
  boolean readsItsOutputs();

  /** Returns the steps that an output depends on. */
  Context context();

  /**
   * Returns the number of steps after a chunk that its outputs depend on, which are read ahead;
   * {@link Context#UNBOUNDED} if sequences are not split into chunks.
   */
  default int lookAhead() {
    return decodes() ? Context.UNBOUNDED : context().future();
  }

  /**
   * Returns the distance of the steps of the input that the tokens of a target are aligned with; 0
   * if they are not aligned.
   */
  default int alignedStride() {
    return 0;
  }

  /**
   * Returns the number of states of the model of a word, each of which lasts for at least one step
   * of the input; 0 if words have no models.
   */
  default int statesOfWord() {
    return 0;
  }

  /**
   * Returns the number of floats for each step in the largest array that a layer keeps for a chunk.
   */
  int activationsPerStep();

  /** Returns its output layer, if Unfold builds it, without the settings that its kind ignores. */
  Optional<OutputSettings> outputLayer();

  /** Returns the maximum number of characters of a word that are read, if any are. */
  int charactersPerWord();

  /**
   * Checks the settings that depend on the number of classes.
   *
   * @throws InvalidSettingException if they do not fit
   */
  void requireClasses(int classes);

  /** Records the settings of corpus and training that it cannot be trained with. */
  void check(SettingChecks checks, CorpusSettings corpus, Precision precision);
}
