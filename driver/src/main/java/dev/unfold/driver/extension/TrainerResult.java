package dev.unfold.driver.extension;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The speed and the loss of a trainer.
 *
 * @param trainer the name of the trainer in JSON
 * @param title the name of the trainer in a table
 * @param tokensPerSecond the median throughput of the epochs, without the first
 * @param loss the loss of the first repetition on the validation text, in nats per token
 * @param parametersSha256 the hash of the parameters of each repetition
 */
public record TrainerResult(
    String trainer,
    String title,
    double tokensPerSecond,
    double loss,
    List<String> parametersSha256) {
  public TrainerResult {
    parametersSha256 = List.copyOf(parametersSha256);
  }

  /** Returns whether all repetitions ended with the same parameters. */
  public boolean repeats() {
    return parametersSha256.stream().distinct().count() == 1;
  }

  /** Returns the result as values of a JSON object. */
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("tokensPerSecond", tokensPerSecond);
    values.put("loss", loss);
    values.put("parametersSha256", parametersSha256);
    values.put("sameBits", repeats());
    return values;
  }
}
