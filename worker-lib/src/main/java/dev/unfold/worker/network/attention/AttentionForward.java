package dev.unfold.worker.network.attention;

import dev.unfold.worker.network.feedforward.Dense;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** The forward half of attention, which looks up the source for all steps of a chunk. */
public final class AttentionForward {
  private final PassMemory memory;
  private final Matrix queries;
  private final Matrix source;
  private final AttentionScore.Forward score;
  private final AttentionSoftmax softmax;
  private final LaneMajorRows weights;
  private final LaneMajorRows values;
  private final LaneMajorRows contexts;
  private final Operand combined;
  private final Dense.Forward combination;

  /**
   * @param queries h, [T * B, H], refreshed
   * @param source s, [S * B, D], refreshed
   */
  public AttentionForward(Attention attention, PassMemory memory, Operand queries, Operand source) {
    this.memory = memory;
    this.queries = queries.matrix();
    this.source = source.matrix();
    score = attention.score().open(memory, queries, source);
    softmax = new AttentionSoftmax(attention.score().scale(), memory.sourceSteps());
    weights = new LaneMajorRows(memory, memory.sourceSteps());
    values = new LaneMajorRows(memory.forSource(), source.columns());
    contexts = new LaneMajorRows(memory, source.columns());
    combined = memory.activations(source.columns() + attention.width());
    combination = attention.combination().open(memory, combined);
  }

  /** Must be called after the parameters were set or changed. */
  public void parametersChanged() {
    score.parametersChanged();
    combination.parametersChanged();
  }

  /** Must be called after the source was read. */
  public void read(Chunk chunk) {
    score.read(chunk);
    values.copyFrom(source, 0, chunk.steps());
  }

  /** Computes the outputs of a chunk from its queries. */
  public void forward(Chunk chunk) {
    score.scoresInto(chunk, weights);
    softmax.forward(chunk, weights);
    int steps = chunk.steps();
    for (int lane = 0; lane < chunk.batch(); lane++) {
      Matrix context = contexts.of(lane, steps).matrix();
      memory.gemm().multiplyInto(weights.of(lane, steps), values.of(lane), context);
    }
    int rows = steps * chunk.batch();
    contexts.copyTo(combined.matrix(), steps);
    ColumnBlocks.join(queries, combined.matrix(), source.columns(), rows);
    combined.rows(0, rows).refresh();
    combination.forward(rows);
  }

  /**
   * Returns the step of the source with the greatest weight in a lane at the first step of the last
   * chunk, the first of equal ones.
   */
  public int mostAttended(int lane) {
    float[] row = new float[memory.sourceSteps()];
    weights.matrix().get(weights.row(lane, 0) * row.length, row, row.length);
    return Elementwise.indexOfLargest(row);
  }

  /** Returns y, [T * B, H]. */
  public Operand output() {
    return combination.output();
  }

  PassMemory memory() {
    return memory;
  }

  AttentionScore.Forward score() {
    return score;
  }

  AttentionSoftmax softmax() {
    return softmax;
  }

  LaneMajorRows weights() {
    return weights;
  }

  LaneMajorRows values() {
    return values;
  }

  Dense.Forward combination() {
    return combination;
  }

  /** Returns D. */
  int sourceWidth() {
    return source.columns();
  }
}
