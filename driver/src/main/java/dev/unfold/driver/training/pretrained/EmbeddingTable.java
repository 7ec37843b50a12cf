package dev.unfold.driver.training.pretrained;

import dev.unfold.worker.parameters.ParameterTensor;
import java.util.List;

/**
 * An embedding that starts from word vectors.
 *
 * @param column the column that it reads, or that a decoder predicts; of a text, {@code the text}
 * @param tensor its table, [V, width]
 * @param tokens the tokens of its first rows, by id
 * @param subwords whether the tokens are subwords
 * @param widthKey the key of its width
 */
record EmbeddingTable(
    String column, ParameterTensor tensor, List<String> tokens, boolean subwords, String widthKey) {
  EmbeddingTable {
    tokens = List.copyOf(tokens);
  }
}
