package dev.unfold.worker.network.attention;

import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.Projection;
import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.ParameterTensor;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/**
 * Additive attention (Bahdanau et al. 2015, arXiv 1409.0473): v·tanh(h W + s U).
 *
 * @param queryWeight W, [H, A]
 * @param keyWeight U, [D, A]
 * @param vector v, [1, A]
 */
record AdditiveScore(ParameterTensor queryWeight, ParameterTensor keyWeight, ParameterTensor vector)
    implements AttentionScore {
  /** Creates an additive score with A = H. */
  static AdditiveScore of(
      ParameterLayout.Builder layout, String prefix, int width, int sourceWidth) {
    return new AdditiveScore(
        layout.add(prefix + ".query_weight", width, width, Initializer.Uniform.ofWidth(width)),
        layout.add(
            prefix + ".key_weight", sourceWidth, width, Initializer.Uniform.ofWidth(sourceWidth)),
        layout.add(prefix + ".vector", 1, width, Initializer.Uniform.ofWidth(width)));
  }

  @Override
  public float scale() {
    return 1;
  }

  @Override
  public AttentionScore.Forward open(PassMemory memory, Operand queries, Operand source) {
    return new Forward(this, memory, queries, source);
  }

  private static final class Forward implements AttentionScore.Forward {
    private final Matrix vector;
    private final ParameterTensor vectorTensor;
    private final Projection queries;
    private final Projection keys;
    private final AdditiveStep step;
    private final float[] row;

    Forward(AdditiveScore score, PassMemory memory, Operand queries, Operand source) {
      vectorTensor = score.vector;
      vector = score.vector.in(memory.parameters());
      this.queries = new Projection(memory, score.queryWeight, queries);
      keys = new Projection(memory, score.keyWeight, source);
      step = new AdditiveStep(memory.sourceSteps(), vector.size());
      row = new float[memory.sourceSteps()];
    }

    @Override
    public void parametersChanged() {
      queries.parametersChanged();
      keys.parametersChanged();
      step.setVector(vector);
    }

    @Override
    public void read(Chunk chunk) {
      keys.forward(chunk.steps() * chunk.batch());
    }

    @Override
    public void scoresInto(Chunk chunk, LaneMajorRows scores) {
      queries.forward(chunk.steps() * chunk.batch());
      for (int lane = 0; lane < chunk.batch(); lane++) {
        step.setLane(keys.products().matrix(), chunk.requireSource(), lane);
        for (int t = 0; t < chunk.steps(); t++) {
          step.activate(queries.products().matrix(), t * chunk.batch() + lane);
          step.scoresInto(row);
          scores.matrix().put(scores.row(lane, t) * row.length, row, row.length);
        }
      }
    }

    @Override
    public AttentionScore.Backward openBackward(Matrix gradient) {
      return new Backward(this, gradient);
    }
  }

  private static final class Backward implements AttentionScore.Backward {
    private final Forward forward;
    private final Matrix vectorGradient;
    private final AdditiveStepBackward step;
    private final Projection.Backward queryBackward;
    private final Projection.Backward keyBackward;
    private final ColumnBlocks queryColumns;
    private final ColumnBlocks sourceColumns;

    Backward(Forward forward, Matrix gradient) {
      this.forward = forward;
      vectorGradient = forward.vectorTensor.in(gradient);
      step = new AdditiveStepBackward(forward.step);
      queryBackward = forward.queries.openBackward(gradient);
      keyBackward = forward.keys.openBackward(gradient);
      queryColumns = new ColumnBlocks(queryBackward.inputGradient().columns());
      sourceColumns = new ColumnBlocks(keyBackward.inputGradient().columns());
    }

    @Override
    public void backward(Chunk chunk, LaneMajorRows scores, Matrix queries, Matrix source) {
      Chunk from = chunk.requireSource();
      step.clearVector();
      for (int lane = 0; lane < chunk.batch(); lane++) {
        forward.step.setLane(forward.keys.products().matrix(), from, lane);
        backward(chunk, lane, scores);
        step.putKeys(keyBackward.products(), from, lane);
      }
      step.putVector(vectorGradient);
      add(queryBackward, chunk, queryColumns, queries);
      add(keyBackward, from, sourceColumns, source);
    }

    private void backward(Chunk chunk, int lane, LaneMajorRows scores) {
      float[] row = forward.row;
      step.clearKeys();
      for (int t = 0; t < chunk.steps(); t++) {
        int position = t * chunk.batch() + lane;
        scores.matrix().get(scores.row(lane, t) * row.length, row, row.length);
        forward.step.activate(forward.queries.products().matrix(), position);
        step.backward(row, queryBackward.products(), position);
      }
    }

    private static void add(
        Projection.Backward part, Chunk chunk, ColumnBlocks columns, Matrix to) {
      int rows = chunk.steps() * chunk.batch();
      part.backward(rows);
      columns.add(part.inputGradient(), 0, to, rows);
    }
  }
}
