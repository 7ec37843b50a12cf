package dev.unfold.worker.prediction;

import dev.unfold.worker.network.Network;
import dev.unfold.worker.network.OpenPass;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.batch.BatchDimensions;
import dev.unfold.worker.sequence.batch.ExampleChunkLayout;
import dev.unfold.worker.sequence.batch.StepRange;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.sequence.segment.ExampleSegment;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Predicts the outputs of a network at the positions of the targets. */
final class OutputPredictor implements BatchPredictor {
  private final ExampleNetwork network;
  private final OutputOptions options;
  private final OutputDistribution distribution;
  private final BatchDimensions cut;
  private final ExampleChunkLayout layout;
  private final Chunk chunk;
  private final OpenPass pass;

  /**
   * @param gemm the matrix multiplication of the calling thread
   * @param values the parameters, in the layout of the network
   */
  OutputPredictor(
      ExampleNetwork network, OutputOptions options, BatchShape shape, Gemm gemm, float[] values) {
    this.network = network;
    this.options = options;
    cut = shape.dimensions();
    layout = network.chunks(shape);
    chunk = layout.newChunk();
    Network built = network.build();
    distribution = built.distribution();
    pass = OpenPass.of(built, gemm, values, chunk);
  }

  @Override
  public List<Prediction> predict(List<NumberedExample> batch, int limit) {
    List<Example> examples =
        batch.stream().map(numbered -> withTarget(numbered.example())).toList();
    List<OutputCollector> collectors =
        Stream.generate(() -> network.collector(distribution, options))
            .limit(batch.size())
            .toList();
    pass.forward().carry().clear();
    for (int i = 0; i < cut.chunks(limit); i++) {
      layout.writeInto(chunk, examples, cut.range(limit, i));
      pass.forward().run(chunk);
      pass.forward()
          .outputs(
              chunk,
              (position, output) ->
                  collectors.get(position % layout.batch()).add(chunk, position, output));
    }
    if (network.hasReversedOutputs()) {
      collectors.forEach(OutputCollector::reverse);
    }
    return collectors.stream().map(OutputCollector::prediction).toList();
  }

  @Override
  public SegmentPredictor segments(BooleanSupplier cancelled) {
    pass.forward().carry().clear();
    return new Segments(cancelled);
  }

  /** An example in segments, of which those are held that the next chunk reads. */
  private final class Segments implements SegmentPredictor {
    private final BooleanSupplier cancelled;
    private final OutputCollector collector = network.collector(distribution, options);
    private final Deque<ExampleSegment> held = new ArrayDeque<>();
    private int chunks;
    private int steps;
    private int returned;

    Segments(BooleanSupplier cancelled) {
      this.cancelled = cancelled;
    }

    @Override
    public List<Optional<Prediction>> add(Example segment, boolean last) {
      held.addLast(new ExampleSegment(withTarget(segment), steps, last));
      steps = Math.addExact(steps, segment.input().steps());
      int limit = last ? BatchShape.limit(steps) : Integer.MAX_VALUE;
      StepRange range = cut.range(limit, chunks);
      while (last ? range.first() < steps : range.endAhead() <= steps) {
        run(range);
        chunks++;
        range = cut.range(limit, chunks);
      }
      return taken(last);
    }

    private void run(StepRange range) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException("prediction was cancelled");
      }
      layout.writeSegmentsInto(chunk, List.of(List.copyOf(held)), range);
      pass.forward().run(chunk);
      pass.forward().outputs(chunk, (position, output) -> collector.add(chunk, position, output));
      while (!held.isEmpty() && held.getFirst().end() <= range.end()) {
        held.removeFirst();
      }
    }

    /** Returns the predictions of the next steps; before the only one of an example, none. */
    private List<Optional<Prediction>> taken(boolean last) {
      List<Optional<Prediction>> taken = new ArrayList<>();
      if (network.place() == TargetPosition.LAST_STEP) {
        taken.addAll(Collections.nCopies(steps - 1 - returned, Optional.empty()));
      }
      collector.take(last).forEach(prediction -> taken.add(Optional.of(prediction)));
      returned += taken.size();
      return taken;
    }
  }

  /**
   * Returns the example itself if its target is scored, or a copy with a placeholder, because
   * outputs are only computed at positions with a target.
   */
  private Example withTarget(Example example) {
    return options.scores()
        ? example
        : new Example(
            example.input(),
            new FieldSequence.Ids(new int[example.input().steps()]),
            example.characters());
  }

  @Override
  public void close() {
    pass.close();
  }
}
