package dev.unfold.driver.model;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.worker.model.Model;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.model.Vocabularies;
import dev.unfold.worker.network.Network;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * A model from which training starts. If its vocabulary was extended, the new tokens start as the
 * unknown token, which they were to the parent: they have its row of the embedding and its column
 * of the softmax, and its probability is distributed evenly among it and them, so that the extended
 * network initially predicts what the parent predicts. New columns in the clusters of an adaptive
 * softmax, which have no unknown token, start as the mean of their cluster.
 *
 * @param where the path of its folder
 * @param model the complete model
 */
public record ParentModel(String where, Model model) {
  private static final String SETTING = "training.parent";

  /** The name of the folder of the model in the directory of a run. */
  private static final String OF_RUN = "model";

  private static final String SOFTMAX = "head.weight";
  private static final String BIAS = "head.bias";

  /**
   * Requires that the folder exists, is not empty and is not the directory of a run, without
   * reading its files.
   *
   * @throws IOException if it cannot be listed
   */
  public static void requireFolder(String path, Configuration configuration) throws IOException {
    CommitFolder folder = CommitFolder.open(path, configuration);
    InvalidSettingException.require(
        !folder.isEmpty(),
        SETTING,
        "the folder of a model",
        path + ", which does not exist or is empty");
    InvalidSettingException.require(
        !folder.exists(OF_RUN),
        SETTING,
        "the folder of a model",
        path + ", the directory of a run, whose model is " + path + "/" + OF_RUN);
  }

  /**
   * Opens the model in a folder.
   *
   * @throws IOException if there is no readable model
   */
  public static ParentModel open(String path, Configuration configuration) throws IOException {
    ModelFolder folder = ModelFolder.open(path, configuration);
    return new ParentModel(folder.path(), folder.read());
  }

  /**
   * Requires that its preprocessing and its output layer equal those of the run.
   *
   * @throws InvalidSettingException if they do not
   */
  public void requireSame(Preprocessing preprocessing, NetworkSettings network) {
    InvalidSettingException.require(
        output(model.config().network()).equals(output(network)),
        SETTING,
        "a model with " + describe(network),
        describe(model.config().network()));
    InvalidSettingException.require(
        model.config().preprocessing().equals(preprocessing),
        SETTING,
        "a model with the preprocessing " + preprocessing,
        model.config().preprocessing());
  }

  /** Returns the output layer, with default negatives, which only training depends on. */
  private static Optional<OutputSettings> output(NetworkSettings network) {
    return network
        .outputLayer()
        .map(
            output ->
                new OutputSettings(
                    output.kind(),
                    output.cutoffs(),
                    output.division(),
                    output.tied(),
                    output.recurrent()));
  }

  private static String describe(NetworkSettings network) {
    return output(network)
        .map(OutputSettings::toString)
        .orElse("the output layer of a network of " + SettingKeys.of(network.kind()));
  }

  /**
   * Returns the initial parameters of a network of the same kind, possibly with a larger
   * vocabulary.
   *
   * @param first the values of parameters that the parent does not have
   * @throws InvalidSettingException if the network has other tensors
   */
  public float[] parametersOf(Network network, float[] first) {
    List<ParameterTensor> parentTensors = model.network().parameters().tensors();
    List<ParameterTensor> others = network.parameters().tensors();
    requireSameTensors(parentTensors, others);
    float[] parameters = first.clone();
    for (int i = 0; i < parentTensors.size(); i++) {
      inherit(parentTensors.get(i), others.get(i), parameters);
    }
    return parameters;
  }

  private void requireSameTensors(
      List<ParameterTensor> parentTensors, List<ParameterTensor> others) {
    boolean same =
        parentTensors.size() == others.size()
            && IntStream.range(0, parentTensors.size())
                .allMatch(i -> grows(parentTensors.get(i), others.get(i)));
    InvalidSettingException.require(
        same,
        SETTING,
        "a model with the tensors " + describe(others) + ", or fewer tokens",
        describe(parentTensors));
  }

  private boolean grows(ParameterTensor from, ParameterTensor to) {
    boolean symbols = isOfSymbols(from);
    return from.name().equals(to.name())
        && (symbols ? from.rows() <= to.rows() : from.rows() == to.rows())
        && (symbols ? from.columns() <= to.columns() : from.columns() == to.columns());
  }

  /** Returns whether a token has a row or a column of the tensor. */
  private boolean isOfSymbols(ParameterTensor tensor) {
    return model.symbols() instanceof Vocabularies.TextVocabulary
        && (tensor.name().endsWith("embedding.weight") || tensor.name().startsWith("head."));
  }

  private static String describe(List<ParameterTensor> tensors) {
    return tensors.stream()
        .map(tensor -> tensor.name() + " [" + tensor.rows() + ", " + tensor.columns() + "]")
        .toList()
        .toString();
  }

  private void inherit(ParameterTensor from, ParameterTensor to, float[] parameters) {
    float[] parentParameters = model.parameters();
    for (int row = 0; row < to.rows(); row++) {
      int source = row < from.rows() ? row : Vocabulary.UNKNOWN_ID;
      int at = to.offset() + row * to.columns();
      System.arraycopy(
          parentParameters,
          from.offset() + source * from.columns(),
          parameters,
          at,
          from.columns());
      for (int column = from.columns(); column < to.columns(); column++) {
        parameters[at + column] = initialValue(from, row);
      }
    }
    int added = to.columns() - from.columns();
    if (from.name().equals(BIAS) && added > 0) {
      distribute(to, from.columns(), parameters);
    }
  }

  /** Returns the initial value of a new column. */
  private float initialValue(ParameterTensor from, int row) {
    int at = from.offset() + row * from.columns();
    if (from.name().equals(SOFTMAX) || from.name().equals(BIAS)) {
      return model.parameters()[at + Vocabulary.UNKNOWN_ID];
    }
    double sum = 0;
    for (int column = 0; column < from.columns(); column++) {
      sum += model.parameters()[at + column];
    }
    return (float) (sum / from.columns());
  }

  /**
   * Distributes the probability of the unknown token among it and the new tokens from {@code first}
   * on.
   */
  private static void distribute(ParameterTensor bias, int first, float[] parameters) {
    float share = (float) StrictMath.log(1.0 + bias.columns() - first);
    parameters[bias.offset() + Vocabulary.UNKNOWN_ID] -= share;
    for (int column = first; column < bias.columns(); column++) {
      parameters[bias.offset() + column] -= share;
    }
  }
}
