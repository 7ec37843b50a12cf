package dev.unfold.inference;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.generation.BeamSettings;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.DecodingStrategy;
import dev.unfold.worker.generation.TokenRules;
import dev.unfold.worker.generation.fusion.LanguageFusion;
import dev.unfold.worker.generation.text.TextModel;
import dev.unfold.worker.generation.text.TextRequest;
import dev.unfold.worker.generation.text.TextRules;
import dev.unfold.worker.model.LocalModelFiles;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.ModelReader;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.StepLanguageModel;
import dev.unfold.worker.prediction.StepPredictor;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.row.SpeakerColumn;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.network.HybridSettings;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model that was read completely.
 *
 * @param where the path of its folder
 * @param model the model
 * @param network its network with the schema of what it reads and predicts
 * @param sequence the sequences of a table whose rows are steps
 * @param maxLength the number of tokens after which a generated sequence is cut off by default
 * @param decoding how sequences are decoded
 * @param replaceUnknown whether an unknown token of a sequence is replaced by the token of the
 *     input that the network attends to most
 */
record LoadedModel(
    String where,
    Model model,
    ExampleNetwork network,
    SequenceSettings sequence,
    int maxLength,
    DecodingStrategy decoding,
    boolean replaceUnknown) {
  private LoadedModel(
      String where, Model model, ExampleNetwork network, SequenceSettings sequence, int maxLength) {
    this(where, model, network, sequence, maxLength, DecodingStrategy.greedy(maxLength), false);
  }

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
    if (preprocessing instanceof Preprocessing.Text) {
      ExampleNetwork network = ExampleNetwork.ofText(TextModel.of(where, model));
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
    int maxLength =
        table.network().makesSequences() ? DecodingStrategy.longest(reader.longestTarget()) : 1;
    return new LoadedModel(
        where, model, table.network(), table.preprocessing().sequence(), maxLength);
  }

  /** Returns this model with a beam search by the same rules. */
  LoadedModel searching(Search search, LanguageFusion fusion) {
    requireDecoded();
    BeamSettings beam = new BeamSettings(search.beam(), search.lengthPenalty(), fusion);
    return with(
        new DecodingStrategy.BeamSearchDecoding(decoding.longest(), beam, decoding.rules()),
        replaceUnknown);
  }

  /** Returns this model with sampling by the same rules. */
  LoadedModel sampling(Sampling sampling) {
    requireDecoded();
    requireStepwise();
    return with(
        new DecodingStrategy.SamplingDecoding(
            decoding.longest(), sampler(sampling), decoding.rules()),
        replaceUnknown);
  }

  /** Returns the sampler that the options request. */
  private static ClassSampler sampler(Sampling sampling) {
    return ClassSampler.ofSeed(
        sampling.temperature(), sampling.topK(), sampling.topP(), sampling.seed());
  }

  /** Returns this model with the same decoding by other rules. */
  LoadedModel withRules(SequenceRules rules) {
    requireDecoded();
    if (rules.maxLength() > 0 || rules.minLength() > 0 || rules.repetitionPenalty() != 1) {
      requireStepwise();
    }
    ModelException.require(
        !rules.replaceUnknown() || network.canCopy(),
        "a model with attention whose input and target are texts of the same kind of tokens, to"
            + " replace unknown tokens",
        "another one");
    int longest = rules.maxLength() > 0 ? rules.maxLength() : maxLength;
    ModelException.require(
        rules.minLength() <= longest,
        "a minimum length of at most the maximum, " + longest,
        rules.minLength());
    return with(decoding.withRules(named(rules)).truncatedAfter(longest), rules.replaceUnknown());
  }

  private TokenRules named(SequenceRules rules) {
    Vocabulary decoded = network.vocabulary();
    TextRules named =
        TextRules.ofSequences(
            rules.forbidden(),
            rules.unknown() || rules.replaceUnknown(),
            rules.minLength(),
            rules.repetitionPenalty());
    String missing = named.missingIn(decoded).orElse("");
    ModelException.require(
        missing.isEmpty() && !rules.forbidden().contains(Vocabulary.BOUNDARY),
        "forbidden tokens of the vocabulary of the targets, without its end " + Vocabulary.BOUNDARY,
        '"' + (missing.isEmpty() ? Vocabulary.BOUNDARY : missing) + '"');
    ModelException.require(
        named.allowAny(decoded), "a token that is not forbidden", "all of them forbidden");
    return named.in(decoded);
  }

  /** Returns the options of outputs with what is reported of sequences. */
  OutputOptions reported(OutputOptions options) {
    return options.sequences(decoding.lanes()).replaceUnknown(replaceUnknown);
  }

  private LoadedModel with(DecodingStrategy other, boolean replaced) {
    return new LoadedModel(where, model, network, sequence, maxLength, other, replaced);
  }

  private void requireDecoded() {
    ModelException.require(
        network.makesSequences(), "a model that generates sequences", "another one");
    ModelException.require(
        !(network.settings() instanceof HybridSettings),
        "a model whose sequences can be decoded in another way",
        "one of network.kind = hybrid, whose words are those of the best path");
  }

  private void requireStepwise() {
    ModelException.require(
        network.settings().alignedStride() == 0,
        "a model that reads what it generates",
        "one of network.kind = ctc, whose sequences end with their input");
  }

  /**
   * Returns another model as the language model of a search.
   *
   * @throws IOException if it is not one, or does not know all tokens of the targets
   */
  LanguageFusion fusion(Search search, LoadedModel language) throws IOException {
    requireDecoded();
    return new LanguageFusion(
        StepLanguageModel.of(language.where(), language.model(), network.vocabulary()),
        search.weight(),
        search.insertionBonus());
  }

  /**
   * Generates text.
   *
   * @throws IOException if it is not a language model of text, or a word of the prefix is too long
   */
  String generate(Gemm gemm, String prefix, int length, Sampling sampling) throws IOException {
    TextRequest request = new TextRequest(prefix, length, sampler(sampling), TextRules.none());
    StringBuilder text = new StringBuilder();
    TextModel.of(where, model).write(gemm, request, text::append);
    return text.toString();
  }

  /** Rejects a model that does not say how probable the next word or category is. */
  void requireScores() {
    Optional<String> other = network.otherThanScores();
    ModelException.require(
        other.isEmpty(), "a model of the next word or category", other.orElse(""));
  }

  /** Rejects a model whose outputs depend on later steps. */
  void requireStreams() {
    StepPredictor.obstacle(network)
        .ifPresent(
            obstacle -> {
              throw new ModelException(
                  ErrorKind.USAGE,
                  "the model cannot read the events of a stream one by one: " + obstacle);
            });
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
