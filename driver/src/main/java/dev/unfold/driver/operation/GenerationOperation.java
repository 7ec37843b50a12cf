package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.storage.file.SingleFile;
import dev.unfold.driver.storage.file.WriteAccessCheck;
import dev.unfold.worker.generation.text.AudioModel;
import dev.unfold.worker.generation.text.GeneratedText;
import dev.unfold.worker.generation.text.TextModel;
import dev.unfold.worker.generation.text.TextRequest;
import dev.unfold.worker.generation.text.TextRules;
import dev.unfold.worker.sequence.Excerpt;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.audio.WavWriter;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generation of text or audio, which needs no Spark; the same seed gives the same result.
 *
 * @param prefix the text that the model reads first
 * @param length the number of tokens or samples to generate, at least 1; a text may end before
 * @param sampling how tokens are drawn
 * @param rules which tokens of a text may be drawn, and which end it
 * @param precision the precision of the products
 */
public record GenerationOperation(
    String prefix, int length, RequestedSampling sampling, TextRules rules, Precision precision) {
  private static final Logger LOG = LoggerFactory.getLogger(GenerationOperation.class);
  private static final int MAX_TEXTS = 65_536;
  private static final int MAX_SHOWN = 10;

  public GenerationOperation {
    require(length >= 1, "--length", "at least 1", length);
    int least = rules.minLength();
    require(least >= 0 && least <= length, "--min-length", "0 to the value of --length", least);
    require(least == 0 || !rules.stops().isEmpty(), "--min-length", "none without --stop", least);
    double penalty = rules.repetitionPenalty();
    require(
        penalty >= 1 && Double.isFinite(penalty),
        "--repetition-penalty",
        "a finite number, at least 1",
        penalty);
  }

  /**
   * Generates a text.
   *
   * @param output the consumer of the prefix and the generated text, piece by piece
   * @throws IOException if the model is not a language model of text
   */
  public void run(LoadedModel model, Consumer<String> output) throws IOException {
    TextModel text = textModel(model);
    try (Gemm gemm = kernels().open()) {
      text.write(gemm, request(), output);
    }
  }

  /**
   * Rejects a number of texts.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException unless it is 1 to 65536
   */
  public static void requireTexts(int count) {
    require(count >= 1 && count <= MAX_TEXTS, "--samples", "1 to " + MAX_TEXTS, count);
  }

  /**
   * Generates several texts in groups, and logs how many are finished.
   *
   * @param count the number of texts, 1 to 65536
   * @param output receives the texts in their order
   * @throws IOException if the model is not a language model of text
   */
  public void run(LoadedModel model, int count, Consumer<GeneratedText> output) throws IOException {
    requireTexts(count);
    TextModel text = textModel(model);
    int[] finished = {0};
    try (Gemm gemm = kernels().open()) {
      text.generate(
          gemm,
          request(),
          count,
          group -> {
            group.forEach(output);
            finished[0] += group.size();
            LOG.info("{} of {} texts", finished[0], count);
          });
    }
  }

  private TextModel textModel(LoadedModel model) throws IOException {
    TextModel text = TextModel.of(model.path(), model.model());
    requireTokens(text);
    require(
        rules.allowAny(text.vocabulary()),
        "--forbid",
        "fewer tokens than the vocabulary of the model has",
        "all of them");
    text.unknownIn(prefix)
        .warning(
            "the prefix", "use a prefix of characters or words that occur in its training text")
        .ifPresent(LOG::warn);
    return text;
  }

  private void requireTokens(TextModel text) throws IOException {
    Optional<String> missing = rules.missingIn(text.vocabulary());
    if (missing.isPresent()) {
      List<String> cut = text.tokens(missing.get());
      boolean areKnown = !cut.isEmpty() && !cut.contains(Vocabulary.UNKNOWN);
      require(
          false,
          "--stop, --forbid",
          "a token of the vocabulary of the model",
          shown(missing.get()) + (areKnown ? ", whose tokens are " + shown(cut) : ""));
    }
    Optional<String> never = rules.stopNeverDrawnIn(text.vocabulary());
    require(
        never.isEmpty(),
        "--stop",
        "a token that may be drawn: <unk> only with --unknown, and none of --forbid",
        shown(never.orElse("")));
  }

  private static String shown(String token) {
    return '"' + Excerpt.of(token) + '"';
  }

  private static String shown(List<String> tokens) {
    return tokens.stream()
        .map(GenerationOperation::shown)
        .limit(MAX_SHOWN)
        .collect(Collectors.joining(", ", "", tokens.size() > MAX_SHOWN ? ", …" : ""));
  }

  private TextRequest request() {
    return new TextRequest(prefix, length, sampling.sampler(), rules);
  }

  private Kernels kernels() {
    return Kernels.chooseFastest(precision);
  }

  /**
   * Generates audio.
   *
   * @param output the path of the wav file, which must not exist
   * @throws IOException if the model is not a language model of audio, or the file cannot be
   *     written
   */
  public void writeAudio(LoadedModel model, String output, Configuration hadoop)
      throws IOException {
    AudioModel audio = AudioModel.of(model.path(), model.model());
    require(prefix.isEmpty(), "--prefix", "none for a model of audio", prefix);
    require(
        rules.equals(TextRules.none()),
        "--stop, --forbid, --unknown, --min-length, --repetition-penalty",
        "none for a model of audio",
        "one");
    require(
        length <= WavWriter.MAX_SAMPLES,
        "--length",
        "at most " + WavWriter.MAX_SAMPLES + " samples of a wav file",
        length);
    new WriteAccessCheck("--output", hadoop).requireNew(output);
    SingleFile.open(output, hadoop).write(out -> write(audio, out));
  }

  private void write(AudioModel audio, OutputStream out) throws IOException {
    long started = System.nanoTime();
    OutputStream buffered = new BufferedOutputStream(out);
    try (Gemm gemm = kernels().open()) {
      audio.write(gemm, length, sampling.sampler(), buffered);
    }
    buffered.flush();
    double seconds = (System.nanoTime() - started) / 1e9;
    LOG.info(
        String.format(
            Locale.ROOT,
            "generated %.1f s of audio in %.1f s, %,.0f samples/s",
            (double) length / audio.rate(),
            seconds,
            length / seconds));
  }
}
