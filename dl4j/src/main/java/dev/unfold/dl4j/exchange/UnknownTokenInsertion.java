package dev.unfold.dl4j.exchange;

import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.Networks;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.DataShape;
import java.util.List;

/**
 * Adds the unknown token to a language model that has none, as id 0 before the others. It is read
 * as zeros. Its logit is the mean of the others minus {@link #UNKNOWN_LOGIT_MARGIN}, so that the
 * probabilities of the others decrease by less than 1e-8; training then adjusts it.
 */
final class UnknownTokenInsertion {
  private static final float UNKNOWN_LOGIT_MARGIN = 20;
  private static final String EMBEDDING = "embedding.weight";
  private static final String HEAD = "head.";
  private static final String BIAS = "head.bias";

  private final Model without;
  private final Model with;

  private UnknownTokenInsertion(Model without, Model with) {
    this.without = without;
    this.with = with;
  }

  /**
   * Returns the model with one more token.
   *
   * @param without the model, whose embedding and output layer are not tied
   * @param symbols the vocabulary with the unknown token
   */
  static Model addTo(Model without, Vocabularies.TextVocabulary symbols) {
    ModelConfig config = without.config();
    DataShape shape = DataShape.forText(symbols.vocabulary().size());
    Model with =
        new Model(
            new ModelConfig(
                config.formatVersion(), config.network(), shape, config.preprocessing()),
            symbols,
            new float[Networks.of(config.network(), shape).parameters().length()]);
    new UnknownTokenInsertion(without, with).fill();
    return with;
  }

  private void fill() {
    List<ParameterTensor> from = without.network().parameters().tensors();
    List<ParameterTensor> to = with.network().parameters().tensors();
    for (int i = 0; i < from.size(); i++) {
      boolean row = to.get(i).name().equals(EMBEDDING);
      boolean column = to.get(i).name().startsWith(HEAD);
      copy(from.get(i), to.get(i), row ? 1 : 0, column ? 1 : 0);
      if (column) {
        addColumn(to.get(i));
      }
    }
  }

  private void copy(ParameterTensor from, ParameterTensor to, int firstRow, int firstColumn) {
    for (int row = 0; row < from.rows(); row++) {
      System.arraycopy(
          without.parameters(),
          from.offset() + row * from.columns(),
          with.parameters(),
          to.offset() + (row + firstRow) * to.columns() + firstColumn,
          from.columns());
    }
  }

  private void addColumn(ParameterTensor tensor) {
    for (int row = 0; row < tensor.rows(); row++) {
      int at = tensor.offset() + row * tensor.columns();
      double sum = 0;
      for (int column = 1; column < tensor.columns(); column++) {
        sum += with.parameters()[at + column];
      }
      float mean = (float) (sum / (tensor.columns() - 1));
      with.parameters()[at] = tensor.name().equals(BIAS) ? mean - UNKNOWN_LOGIT_MARGIN : mean;
    }
  }
}
