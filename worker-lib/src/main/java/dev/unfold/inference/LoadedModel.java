package dev.unfold.inference;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.generation.fusion.LanguageFusion;
import dev.unfold.worker.generation.text.TextModel;
import dev.unfold.worker.model.LocalModelFiles;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.ModelReader;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.StepLanguageModel;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.row.SpeakerColumn;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A model that was read completely.
 *
 * @param where the path of its folder
 * @param model the model
 * @param network its network with the schema of what it reads and predicts
 * @param sequence the sequences of a table whose rows are steps
 * @param maxLength the number of tokens after which a generated sequence is cut off
 */
record LoadedModel(
    String where, Model model, ExampleNetwork network, SequenceSettings sequence, int maxLength) {
  /**
   * Reads the folder of a model after comparing its files with their checksums.
   *
   * @throws IOException if it is not one, or damaged, of a model of audio, or of one that needs all
   *     recordings of a speaker
   */
  static LoadedModel read(Path folder) throws IOException {
    ModelReader reader = new ModelReader(LocalModelFiles.open(folder));
    Model model = reader.read();
    String where = folder.toString();
    Preprocessing preprocessing = model.config().preprocessing();
    if (preprocessing instanceof Preprocessing.Audio) {
      throw new ModelFormatException(
          ErrorKind.USAGE, where, "a model of text or tables", "one of audio; use unfold generate");
    }
    if (preprocessing instanceof Preprocessing.Stream) {
      ExampleNetwork network =
          ExampleNetwork.ofText(TextModel.of(where, model), TextEncoder.COLUMN);
      return new LoadedModel(where, model, network, SequenceSettings.none(), 1);
    }
    TableModel table = TableModel.of(where, model);
    if (table.network().inputs().haveSpeakers()) {
      throw new ModelFormatException(
          ErrorKind.USAGE,
          where,
          "a model that reads rows one by one",
          "one that normalizes recordings over all those of a speaker ("
              + SpeakerColumn.KEY
              + "); use unfold predict");
    }
    int maxLength = table.network().makesSequences() ? reader.longestTarget().orElse(0) + 1 : 1;
    return new LoadedModel(
        where, model, table.network(), table.preprocessing().sequence(), maxLength);
  }

  /** Returns the decoding of sequences token by token. */
  DecodingStrategy greedy() {
    return new DecodingStrategy.SamplingDecoding(maxLength, ClassSampler.greedy());
  }

  /** Returns the decoding of sequences by a beam search. */
  DecodingStrategy searching(Search search, LanguageFusion fusion) {
    requireSequences();
    return new DecodingStrategy.BeamSearchDecoding(
        maxLength, new BeamSettings(search.beam(), search.lengthPenalty(), fusion));
  }

  private void requireSequences() {
    ModelException.require(
        network.makesSequences(), "a model that generates sequences", "another one");
    ModelException.require(
        !(network.settings() instanceof HybridSettings),
        "a model that is searched with a beam",
        "one of network.kind = hybrid, whose words are those of the best path");
  }

  /**
   * Returns another model as the language model of a search.
   *
   * @throws IOException if it is not one, or does not know all tokens of the targets
   */
  LanguageFusion fusion(Search search, LoadedModel language) throws IOException {
    requireSequences();
    Vocabulary decoded = ((FieldSchema.Tokens) network.schema().target()).vocabulary();
    return new LanguageFusion(
        StepLanguageModel.of(language.where, language.model, decoded),
        search.weight(),
        search.insertionBonus());
  }

  /** Rejects the state of another model, or a damaged one. */
  void requireOwn(State state, String hash) {
    ModelException.require(
        state.modelHash().equals(hash),
        "a state of the model " + hash,
        "one of the model " + state.modelHash() + "; start the stream from initialState()");
    boolean started = state.events() > 0;
    boolean next = started && network.predictsNextClass();
    requireLength(started ? model.network().carry().width() : 0, state.content().carry());
    requireLength(next ? network.schema().target().size() : 0, state.content().logits());
  }

  private static void requireLength(long expected, float[] values) {
    if (values.length != expected) {
      throw new ModelException(
          ErrorKind.DATA,
          "the state cannot be read: expected " + expected + " numbers, found " + values.length);
    }
  }
}
