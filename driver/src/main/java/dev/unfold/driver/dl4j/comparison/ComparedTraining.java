package dev.unfold.driver.dl4j.comparison;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one way of training did.
 *
 * @param tokensPerSecond the median over epochs, without the first
 * @param loss on the validation text in nats a token, of the first repetition
 * @param parametersSha256 of each repetition
 */
public record ComparedTraining(double tokensPerSecond, double loss, List<String> parametersSha256) {
  public ComparedTraining {
    parametersSha256 = List.copyOf(parametersSha256);
  }

  /** Whether all repetitions ended with the same parameters. */
  public boolean repeats() {
    return parametersSha256.stream().distinct().count() == 1;
  }

  /** For JSON. */
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("tokensPerSecond", tokensPerSecond);
    values.put("loss", loss);
    values.put("parametersSha256", parametersSha256);
    values.put("sameBits", repeats());
    return values;
  }
}
