package dev.unfold.worker.generation.text;

import dev.unfold.worker.generation.ClassSampler;

/**
 * A request to generate text.
 *
 * @param prefix the text that the model reads first
 * @param length the number of tokens after which a text ends that has no stop, at least 1
 * @param sampler draws the tokens; the same one gives the same text
 */
public record TextRequest(String prefix, int length, ClassSampler sampler, TextRules rules) {
  /** Creates a request without a prefix and rules. */
  public TextRequest(int length, ClassSampler sampler) {
    this("", length, sampler, TextRules.none());
  }
}
