package dev.unfold.worker.network.hmm;

import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.network.HmmSettings;
import java.util.Arrays;

/**
 * The hidden Markov models of words in a network, whose outputs are posteriors of their states.
 *
 * @param settings the settings of the models
 * @param states the states of the models
 * @param priors the prior of each state, [1, S]
 * @param advances the probability of leaving each state after a step, [1, S]
 */
public record WordModels(
    HmmSettings settings, HmmStates states, ParameterTensor priors, ParameterTensor advances) {
  /**
   * Declares the parameters, which an alignment determines.
   *
   * @param tokens the number of tokens of the vocabulary of words, with the special ones
   */
  public static WordModels of(ParameterLayout.Builder layout, HmmSettings settings, int tokens) {
    HmmStates states = HmmStates.of(settings, tokens);
    int count = states.count();
    return new WordModels(
        settings,
        states,
        layout.add("hmm.prior", 1, count, new Initializer.Constant(1f / count)),
        layout.add("hmm.advance", 1, count, new Initializer.Constant(0.5f)));
  }

  /** Stores the parameters of the models among those of the network. */
  public void putInto(float[] values, HmmParameters parameters) {
    System.arraycopy(parameters.priors(), 0, values, priors.offset(), priors.size());
    System.arraycopy(parameters.advances(), 0, values, advances.offset(), advances.size());
  }

  private HmmParameters parameters(float[] values) {
    return new HmmParameters(part(values, priors), part(values, advances));
  }

  private static float[] part(float[] values, ParameterTensor tensor) {
    return Arrays.copyOfRange(values, tensor.offset(), tensor.offset() + tensor.size());
  }

  /**
   * Returns a search for the best sequence of words.
   *
   * @param values the parameters of the network
   */
  public ViterbiSearch recognition(float[] values, Vocabulary vocabulary) {
    return search(values, Grammar.graph(settings, states, vocabulary));
  }

  /**
   * Returns a search for the best alignment of a sequence of words, all of which have a model.
   *
   * @param values the parameters of the network
   */
  public ViterbiSearch alignment(float[] values, int[] tokens) {
    return search(values, WordGraph.of(tokens));
  }

  private ViterbiSearch search(float[] values, WordGraph graph) {
    return new ViterbiSearch(settings, states, parameters(values), graph);
  }
}
