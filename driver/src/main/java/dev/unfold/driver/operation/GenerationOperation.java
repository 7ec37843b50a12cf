package dev.unfold.driver.operation;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.model.TextModel;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.RandomSubstreams;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generation of text, which needs no Spark; the same seed gives the same text.
 *
 * @param prefix the text that the model reads first
 * @param length the number of tokens to generate, at least 1
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
   * @throws IOException if the model is not a language model
   */
  public void run(LoadedModel model, Consumer<String> output) throws IOException {
    TextModel text = TextModel.of(model.path(), model.model());
    text.unknownIn(prefix)
        .warning(
            "the prefix", "use a prefix of characters or words that occur in its training text")
        .ifPresent(LOG::warn);
    CounterRandom random = new CounterRandom(seed).derive(RandomSubstreams.SAMPLING);
    text.write(
        KernelPolicy.DRIVER.choose(),
        prefix,
        length,
        new ClassSampler(temperature, topK, random),
        output);
  }
}
