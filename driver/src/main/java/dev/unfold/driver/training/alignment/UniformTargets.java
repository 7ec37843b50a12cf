package dev.unfold.driver.training.alignment;

import dev.unfold.driver.corpus.example.RetargetedCorpus;
import dev.unfold.worker.network.hmm.HmmStates;
import dev.unfold.worker.network.hmm.UniformSegmentation;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The first alignment: all states of an example last equally long. */
record UniformTargets(HmmStates states) implements RetargetedCorpus.Targets {
  @Override
  public Iterator<Example> replaced(Iterator<Example> examples, int longest) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(examples, Spliterator.ORDERED), false)
        .map(example -> RetargetedCorpus.labeled(example, path(example)))
        .iterator();
  }

  /** Returns the state of each step, -1 if the example cannot be aligned. */
  private int[] path(Example example) {
    int[] tokens = ((FieldSequence.Ids) example.target()).ids();
    int steps = example.input().steps();
    boolean fits =
        tokens.length > 0
            && states.leastSteps(tokens.length) <= steps
            && IntStream.of(tokens).allMatch(states::hasModel);
    if (fits) {
      return UniformSegmentation.of(states, tokens, steps);
    }
    int[] none = new int[steps];
    Arrays.fill(none, -1);
    return none;
  }
}
