package dev.unfold.dl4j.network;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays of ND4J, which are off-heap, from and to row-major arrays of Java. */
final class Nd4jFloatArrays {
  private Nd4jFloatArrays() {}

  /** A copy of values, in a type of numbers; to be closed. */
  static INDArray of(float[] values, DataType type, long... shape) {
    INDArray floats = Nd4j.create(values, shape, 'c');
    if (floats.dataType() == type) {
      return floats;
    }
    try (floats) {
      return floats.castTo(type);
    }
  }

  /** A copy of an array. */
  static float[] toFloats(INDArray array) {
    try (INDArray rows = array.dup('c')) {
      return rows.data().asFloat();
    }
  }
}
