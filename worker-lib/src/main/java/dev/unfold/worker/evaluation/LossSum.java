package dev.unfold.worker.evaluation;

import dev.unfold.worker.evaluation.metric.Statistic;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.settings.Metric;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A loss summed over targets.
 *
 * @param kind the kind of the targets
 * @param sum the sum of the losses, in the unit of those of the network
 * @param targets the number of targets
 * @param text the size of the text whose tokens are the targets, by which losses of models with
 *     different tokens are compared; none if the targets are not a text
 */
public record LossSum(Kind kind, double sum, long targets, TextSize text)
    implements Statistic<LossSum> {
  /** The name of the loss in bits for each byte of a text. */
  public static final String BITS_PER_BYTE = "bitsPerByte";

  /** The name of the perplexity for each word of a text. */
  public static final String PERPLEXITY_PER_WORD = "perplexityPerWord";

  /** The kind of the targets, which decides the units of the loss. */
  public enum Kind {
    /** Tokens of a text: their loss has a perplexity. */
    TOKENS,
    /** Labels, sets or numbers, whose loss has no perplexity. */
    OTHER
  }

  /** Creates a loss of targets that are not a whole text. */
  public LossSum(Kind kind, double sum, long targets) {
    this(kind, sum, targets, TextSize.NONE);
  }

  /** Returns a loss over no targets. */
  public static LossSum zero(Kind kind) {
    return new LossSum(kind, 0, 0);
  }

  /** Returns the same loss as that of a text. */
  public LossSum of(TextSize size) {
    return new LossSum(kind, sum, targets, size);
  }

  /** Returns whether the targets are the tokens of a text, whose size is known. */
  public boolean hasText() {
    return text.bytes() > 0;
  }

  /** Returns the loss per target, in the unit of the losses of the network. */
  public double mean() {
    return sum / targets;
  }

  /** Returns exp of the mean loss of tokens: the remaining branching factor. */
  public double perplexity() {
    return StrictMath.exp(mean());
  }

  /** Returns the loss of tokens in bits per target. */
  public double bits() {
    return mean() / StrictMath.log(2);
  }

  /**
   * Returns the loss in bits for each byte of the text in UTF-8: the size to which the model would
   * compress it.
   */
  public double bitsPerByte() {
    return sum / text.bytes() / StrictMath.log(2);
  }

  /**
   * Returns exp of the loss for each word and line of the text: the perplexity that it would have
   * if words were its tokens. It is infinite for a text without spaces.
   */
  public double perplexityPerWord() {
    return StrictMath.exp(sum / text.words());
  }

  @Override
  public LossSum plus(LossSum other) {
    return new LossSum(kind, sum + other.sum, targets + other.targets, text.plus(other.text));
  }

  /** Returns the loss in the units of its kind, by name. */
  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(Metric.LOSS.key(), mean());
    if (kind == Kind.TOKENS) {
      values.put(Metric.PERPLEXITY.key(), perplexity());
      values.put(Metric.BITS_PER_TOKEN.key(), bits());
    }
    if (hasText()) {
      values.put(BITS_PER_BYTE, bitsPerByte());
      if (Double.isFinite(perplexityPerWord())) {
        values.put(PERPLEXITY_PER_WORD, perplexityPerWord());
      }
      values.put("bytes", text.bytes());
      values.put("words", text.words());
    }
    values.put("targets", targets);
    return values;
  }
}
