package dev.unfold.worker.generation.text;

import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.TokenRules;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelFormatException;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.audio.AudioVocabulary;
import dev.unfold.worker.sequence.audio.MuLaw;
import dev.unfold.worker.sequence.audio.WavWriter;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A language model of raw audio.
 *
 * @param model the complete model
 * @param vocabulary the levels of a sample
 * @param rate the number of samples per second
 */
public record AudioModel(Model model, Vocabulary vocabulary, int rate) {
  private static final double SILENCE = 0;

  /**
   * Generates audio as a wav file; the same random numbers give the same file. The model first
   * reads the boundary between recordings or, if there is none, a silent sample. A boundary that it
   * draws is written as a silent sample, after which another recording begins.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @param length the number of samples
   * @param out the stream to write to, preferably buffered; it is not closed
   */
  public void write(Gemm gemm, int length, ClassSampler sampler, OutputStream out)
      throws IOException {
    int first = AudioVocabulary.firstId(vocabulary);
    int start = vocabulary.boundary().orElse(first + MuLaw.level(SILENCE));
    IntStream.Builder ids = IntStream.builder();
    try (TextGenerator generator =
        new TextGenerator(model.network(), gemm, model.parameters(), vocabulary, 1)) {
      generator.generate(
          new int[] {start},
          length,
          List.of(sampler),
          TokenRules.knownTokens(),
          (only, id, logits) -> ids.add(id));
    }
    WavWriter writer = new WavWriter(out, rate, length);
    for (int id : ids.build().toArray()) {
      writer.write(id < first ? SILENCE : MuLaw.amplitude(id - first));
    }
  }

  /**
   * Returns a model as a model of audio.
   *
   * @param where the path of its folder, for messages
   * @throws ModelFormatException if it is a model of text or of tables
   */
  public static AudioModel of(String where, Model model) throws ModelFormatException {
    if (model.symbols() instanceof Vocabularies.TextVocabulary symbols
        && model.config().preprocessing() instanceof Preprocessing.Audio audio) {
      return new AudioModel(model, symbols.vocabulary(), audio.rate());
    }
    throw new ModelFormatException(
        ErrorKind.USAGE,
        where,
        "a language model of audio",
        model.config().preprocessing() instanceof Preprocessing.Text
            ? "one of text, which is printed: leave out --output"
            : "a model over a table of examples");
  }
}
