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
import dev.unfold.worker.tensor.gemm.Gemm;
import java.util.Optional;

/**
 * Multiplicative attention (Luong et al. 2015, arXiv 1508.04025), scaled (Vaswani et al. 2017,
 * arXiv 1706.03762): h·s / √H, or h·(s W) / √H if the source is not as wide as the query.
 *
 * @param width H, of a query
 * @param projection W, [D, H]
 */
record DotProductScore(int width, Optional<ParameterTensor> projection) implements AttentionScore {
  static DotProductScore of(
      ParameterLayout.Builder layout, String prefix, int width, int sourceWidth) {
    Initializer uniform = Initializer.Uniform.ofWidth(sourceWidth);
    return new DotProductScore(
        width,
        width == sourceWidth
            ? Optional.empty()
            : Optional.of(layout.add(prefix + ".key_weight", sourceWidth, width, uniform)));
  }

  @Override
  public float scale() {
    return (float) (1 / Math.sqrt(width));
  }

  @Override
  public AttentionScore.Forward open(PassMemory memory, Operand queries, Operand source) {
    return new Forward(this, memory, queries, source);
  }

  private static final class Forward implements AttentionScore.Forward {
    private final DotProductScore score;
    private final PassMemory memory;
    private final Operand queries;
    private final Matrix source;
    private final Optional<Projection> projection;
    private final LaneMajorRows queryLanes;
    private final LaneMajorRows keyLanes;

    Forward(DotProductScore score, PassMemory memory, Operand queries, Operand source) {
      this.score = score;
      this.memory = memory;
      this.queries = queries;
      this.source = source.matrix();
      projection = score.projection.map(weight -> new Projection(memory, weight, source));
      queryLanes = new LaneMajorRows(memory, score.width);
      keyLanes = new LaneMajorRows(memory.forSource(), score.width);
    }

    @Override
    public void parametersChanged() {
      projection.ifPresent(Projection::parametersChanged);
    }

    @Override
    public void read(Chunk chunk) {
      if (projection.isPresent()) {
        projection.get().forward(chunk.steps() * chunk.batch());
        keyLanes.copyFrom(projection.get().products().matrix(), 0, chunk.steps());
      } else {
        keyLanes.copyFrom(source, 0, chunk.steps());
      }
    }

    @Override
    public void scoresInto(Chunk chunk, LaneMajorRows scores) {
      int steps = chunk.steps();
      queryLanes.copyFrom(queries.matrix(), 0, steps);
      for (int lane = 0; lane < chunk.batch(); lane++) {
        Matrix to = scores.of(lane, steps).matrix();
        memory.gemm().multiplyNtInto(queryLanes.of(lane, steps), keyLanes.of(lane), to);
      }
    }

    @Override
    public AttentionScore.Backward openBackward(Matrix gradient) {
      return new Backward(this, gradient);
    }
  }

  private static final class Backward implements AttentionScore.Backward {
    private final Forward forward;
    private final LaneMajorRows queryGradient;
    private final LaneMajorRows keyGradient;
    private final Optional<Projection.Backward> projection;
    private final ColumnBlocks columns;

    Backward(Forward forward, Matrix gradient) {
      this.forward = forward;
      queryGradient = new LaneMajorRows(forward.memory, forward.score.width);
      keyGradient = new LaneMajorRows(forward.memory.forSource(), forward.score.width);
      projection = forward.projection.map(keys -> keys.openBackward(gradient));
      columns = new ColumnBlocks(forward.source.columns());
    }

    @Override
    public void backward(Chunk chunk, LaneMajorRows scores, Matrix queries, Matrix source) {
      int steps = chunk.steps();
      Gemm gemm = forward.memory.gemm();
      for (int lane = 0; lane < chunk.batch(); lane++) {
        Operand dScores = scores.of(lane, steps);
        Matrix dQueries = queryGradient.of(lane, steps).matrix();
        gemm.multiplyInto(dScores, forward.keyLanes.of(lane), dQueries);
        Matrix dKeys = keyGradient.of(lane).matrix();
        gemm.multiplyTnInto(dScores, forward.queryLanes.of(lane, steps), dKeys, false);
      }
      queryGradient.addTo(queries, steps);
      addKeys(chunk.requireSource(), source);
    }

    private void addKeys(Chunk from, Matrix source) {
      if (projection.isPresent()) {
        Projection.Backward keys = projection.get();
        int rows = from.steps() * from.batch();
        keyGradient.copyTo(keys.products(), from.steps());
        keys.backward(rows);
        columns.add(keys.inputGradient(), 0, source, rows);
      } else {
        keyGradient.addTo(source, from.steps());
      }
    }
  }
}
