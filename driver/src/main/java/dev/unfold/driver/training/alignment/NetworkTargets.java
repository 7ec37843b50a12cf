package dev.unfold.driver.training.alignment;

import dev.unfold.driver.corpus.example.RetargetedCorpus;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.StateAligner;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import org.apache.spark.broadcast.Broadcast;

/**
 * The alignment of a network: the best path through the models of the words of each example.
 *
 * @param network a hybrid
 * @param parameters its parameters
 */
record NetworkTargets(ExampleNetwork network, Kernels kernels, Broadcast<float[]> parameters)
    implements RetargetedCorpus.Targets {
  @Override
  public Iterator<Example> replaced(Iterator<Example> examples, int longest) {
    Gemm gemm = kernels.open();
    SparkJobs.closeWithTask(gemm::close);
    StateAligner aligner = new StateAligner(network, longest, gemm, parameters.value());
    SparkJobs.closeWithTask(aligner::close);
    return new AlignedExamples(examples, aligner);
  }

  /** Aligns as many examples at a time as there are lanes. */
  private static final class AlignedExamples implements Iterator<Example> {
    private final Iterator<Example> examples;
    private final StateAligner aligner;
    private final Queue<Example> aligned = new ArrayDeque<>();

    AlignedExamples(Iterator<Example> examples, StateAligner aligner) {
      this.examples = examples;
      this.aligner = aligner;
    }

    @Override
    public boolean hasNext() {
      return !aligned.isEmpty() || examples.hasNext();
    }

    @Override
    public Example next() {
      if (aligned.isEmpty()) {
        align();
      }
      return aligned.remove();
    }

    private void align() {
      if (SparkJobs.cancelled()) {
        throw new CancellationException("alignment was cancelled");
      }
      List<Example> batch = new ArrayList<>();
      while (batch.size() < aligner.lanes() && examples.hasNext()) {
        batch.add(examples.next());
      }
      List<Optional<int[]>> paths = aligner.align(batch);
      for (int i = 0; i < batch.size(); i++) {
        int[] none = new int[batch.get(i).input().steps()];
        Arrays.fill(none, -1);
        aligned.add(RetargetedCorpus.labeled(batch.get(i), paths.get(i).orElse(none)));
      }
    }
  }
}
