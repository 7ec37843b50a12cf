package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.storage.file.SingleFile;
import dev.unfold.driver.storage.file.WriteAccessCheck;
import dev.unfold.worker.generation.AudioModel;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.generation.TextModel;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.RandomSubstreams;
import dev.unfold.worker.sequence.audio.WavWriter;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generation of text or audio, which needs no Spark; the same seed gives the same result.
 *
 * @param prefix the text that the model reads first
 * @param length the number of tokens or samples to generate, at least 1
 * @param temperature the sampling temperature; 0 always takes the most probable token
 * @param topK the number of most probable tokens to sample from; 0 means all
 * @param seed the seed of the sampling
 */
public record GenerationOperation(
    String prefix, int length, double temperature, int topK, long seed) {
  /** The sampling temperature if none is requested. */
  public static final int DEFAULT_TEMPERATURE = 1;

  private static final Logger LOG = LoggerFactory.getLogger(GenerationOperation.class);

  public GenerationOperation {
    require(length >= 1, "--length", "at least 1", length);
    require(
        temperature >= 0 && Double.isFinite(temperature),
        "--temperature",
        "a finite number, at least 0",
        temperature);
    require(topK >= 0, "--top-k", "at least 0", topK);
  }

  /**
   * Generates text.
   *
   * @param output the consumer of the prefix and the generated text, piece by piece
   * @throws IOException if the model is not a language model of text
   */
  public void run(LoadedModel model, Consumer<String> output) throws IOException {
    TextModel text = TextModel.of(model.path(), model.model());
    text.unknownIn(prefix)
        .warning(
            "the prefix", "use a prefix of characters or words that occur in its training text")
        .ifPresent(LOG::warn);
    try (Gemm gemm = KernelPolicy.DRIVER.choose().open()) {
      text.write(gemm, prefix, length, sampler(), output);
    }
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
    try (Gemm gemm = KernelPolicy.DRIVER.choose().open()) {
      audio.write(gemm, length, sampler(), buffered);
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

  private ClassSampler sampler() {
    CounterRandom random = new CounterRandom(seed).derive(RandomSubstreams.SAMPLING);
    return new ClassSampler(temperature, topK, random);
  }
}
