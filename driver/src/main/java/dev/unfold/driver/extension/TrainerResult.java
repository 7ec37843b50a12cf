package dev.unfold.driver.extension;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The speed and the loss of a trainer.
 *
 * @param trainer its name in JSON
 * @param title its name in a table
 * @param tokensPerSecond the median over epochs, without the first
 * @param loss on the validation text in nats per token, of the first repetition
 * @param parametersSha256 of each repetition
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
