package dev.unfold.dl4j.exchange;

import dev.unfold.worker.model.Model;
import dev.unfold.worker.network.ForwardPass;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sequences of different lengths, side by side, in the formats of Unfold and of DL4J.
 *
 * @param lengths the lengths of the lanes
 */
record SequenceExamples(DataShape shape, int... lengths) {
  /** Returns T, the length of the longest lane. */
  int steps() {
    return Arrays.stream(lengths).max().orElseThrow();
  }

  private boolean present(int step, int lane) {
    return step < lengths[lane];
  }

  /** Returns an id or a number, from 0 to the number of inputs minus 1. */
  private double value(int step, int lane, int feature) {
    double random = new CounterRandom(5).uniform((step * 100L + lane) * 100 + feature);
    return shape.input().hasTokens() ? Math.floor(random * shape.input().size()) : 2 * random - 1;
  }

  /** Returns ids [B, 1, T] or numbers [B, D, T]. */
  INDArray inputs() {
    int features = shape.input().hasTokens() ? 1 : shape.input().size();
    INDArray inputs = Nd4j.zeros(DataType.FLOAT, lengths.length, features, steps());
    for (int lane = 0; lane < lengths.length; lane++) {
      for (int step = 0; step < lengths[lane]; step++) {
        for (int feature = 0; feature < features; feature++) {
          inputs.putScalar(lane, feature, step, value(step, lane, feature));
        }
      }
    }
    return inputs;
  }

  /** Returns the targets of every step, [B, targets, T]: one of the targets, in turn. */
  INDArray targets() {
    INDArray targets = Nd4j.zeros(DataType.FLOAT, lengths.length, shape.targets(), steps());
    for (int lane = 0; lane < lengths.length; lane++) {
      for (int step = 0; step < steps(); step++) {
        targets.putScalar(lane, (lane + step) % shape.targets(), step, 1);
      }
    }
    return targets;
  }

  /** Returns the mask [B, T], 1 where there is a step. */
  INDArray mask() {
    INDArray mask = Nd4j.zeros(DataType.FLOAT, lengths.length, steps());
    for (int lane = 0; lane < lengths.length; lane++) {
      for (int step = 0; step < lengths[lane]; step++) {
        mask.putScalar(lane, step, 1);
      }
    }
    return mask;
  }

  private Chunk chunk(int firstId) {
    Chunk chunk = new Chunk(steps(), lengths.length, shape, 0);
    for (int step = 0; step < steps(); step++) {
      for (int lane = 0; lane < lengths.length; lane++) {
        int position = step * lengths.length + lane;
        chunk.resets()[position] = step == 0;
        chunk.present()[position] = present(step, lane);
        chunk.targets()[position] = present(step, lane) ? 0 : Chunk.NO_TARGET;
        for (int i = 0; i < shape.input().size() && present(step, lane); i++) {
          if (shape.input().hasTokens()) {
            chunk.inputs()[position] = firstId + (int) value(step, lane, 0);
          } else {
            chunk.frames()[position * shape.input().size() + i] = (float) value(step, lane, i);
          }
        }
      }
    }
    chunk.filled(steps());
    return chunk;
  }

  /** Returns Unfold's outputs after each step, with DL4J's activation function: [T][B]. */
  float[][][] outputs(Model model) {
    return outputs(model, 0);
  }

  /** Returns Unfold's outputs for a model that has another first id. */
  float[][][] outputs(Model model, int firstId) {
    float[][][] outputs = new float[steps()][lengths.length][];
    Chunk chunk = chunk(firstId);
    try (Gemm gemm = GemmProvider.JAVA.open(Precision.F32);
        Workspace workspace = new Workspace()) {
      Matrix parameters = workspace.vector(model.network().parameters().length());
      parameters.set(model.parameters());
      ForwardPass pass = model.network().open(PassMemory.of(gemm, workspace, parameters, chunk));
      pass.parametersChanged();
      pass.run(chunk);
      pass.outputs(
          chunk,
          (position, row) ->
              outputs[position / lengths.length][position % lengths.length] =
                  activated(row.clone()));
    }
    return outputs;
  }

  private float[] activated(float[] row) {
    double sum = 0;
    for (float logit : row) {
      sum += Math.exp(logit);
    }
    for (int i = 0; i < row.length; i++) {
      row[i] =
          switch (shape.target()) {
            case CLASSES -> (float) (Math.exp(row[i]) / sum);
            case SETS -> (float) (1 / (1 + Math.exp(-row[i])));
            case FRAMES -> row[i];
          };
    }
    return row;
  }
}
